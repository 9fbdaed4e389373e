import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WalletConnection } from '#electron/wallet/port.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import type { Result } from '#shared/lib/result.ts';
import { account, customerSummary } from '#shared/wallet/account.ts';
import { findSensitive } from '#shared/wallet/find-sensitive.ts';
import { type Transaction, transaction } from '#shared/wallet/transaction.ts';

/** One customer of the wallet under test, as the wallet itself knows them. */
export interface KnownCustomer {
  readonly id: CustomerId;
  /** Another customer may be called the same. */
  readonly names: readonly string[];
  readonly phone: string;
  readonly email: string;
  readonly idNumber: string;
  readonly cards: readonly string[];
  /** How many transactions they have; more than 20. */
  readonly transactions: number;
}

export interface WalletUnderTest {
  /** Not started. */
  readonly wallet: WalletConnection;
  /** Fills the wallet once it is started. */
  readonly fill: () => Promise<void>;
  readonly known: readonly KnownCustomer[];
  /** An amount on its way or failed that is told for certain, in minor units, since a moment. */
  readonly open: { readonly customer: CustomerId; readonly minor: number; readonly since: number };
  readonly dispose: () => Promise<void>;
}

function answered<T>(answer: Result<T, { readonly code: string }>): T {
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

/** All of a customer's transactions, read in pages. */
async function pages(wallet: WalletConnection, customer: CustomerId, limit: number): Promise<Transaction[][]> {
  const read: Transaction[][] = [];
  let from: string | null = null;
  do {
    const page: { transactions: readonly Transaction[]; next: string | null } = answered(await wallet.transactions(customer, from, limit));
    read.push([...page.transactions]);
    from = page.next;
  } while (from !== null);
  return read;
}

/** The promises of the `WalletConnection` port; every implementation passes them. */
export function walletConformance(name: string, make: () => Promise<WalletUnderTest>): void {
  describe(`${name} as a WalletConnection`, () => {
    let under: WalletUnderTest;
    let wallet: WalletConnection;
    const nobody = 'C999999' as CustomerId;

    beforeAll(async () => {
      under = await make();
      wallet = under.wallet;
      await wallet.start();
      await under.fill();
    });
    afterAll(async () => {
      await wallet.stop();
      await under.dispose();
    });

    const found = async (text: string, limit = 10) => answered(await wallet.findCustomers(text, limit)).map(({ id }) => id);

    it('finds a customer by the full phone, card, id number and e-mail, in any spelling, and nobody else', async () => {
      for (const { id, phone, email, idNumber, cards } of under.known) {
        const spaced = phone.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3');
        const spellings = [phone, spaced, email.toUpperCase(), idNumber.toLowerCase(), ...cards, ...cards.map((card) => card.replace(/(.{4})/g, '$1 ').trim())];
        for (const text of spellings) expect(await found(text), text).toEqual([id]);
      }
    });

    it('finds nobody by a part of a number, or by one that nobody has', async () => {
      for (const { phone, idNumber, cards } of under.known) {
        for (const text of [phone.slice(-4), idNumber.slice(0, 10), cards[0]?.slice(-4) ?? '', phone.slice(0, 7)]) expect(await found(text), text).toEqual([]);
      }
      expect(await found('4111 1111 1111 1111')).toEqual([]);
    });

    it('finds customers by what their name begins with, in whatever case, at most as many as asked', async () => {
      for (const { id, names } of under.known) {
        for (const written of names) expect(await found(written, 500), written).toContain(id);
        for (const written of names)
          expect(await found(written.slice(0, 2).toUpperCase(), 3)).toHaveLength(Math.min(3, (await found(written.slice(0, 2), 500)).length));
      }
    });

    it('finds a customer by their id, and nobody by nothing', async () => {
      for (const { id } of under.known) expect(await found(id)).toEqual([id]);
      for (const text of ['', '   ', 'nobody is called so', '%', '_', "' OR 1=1 --"]) expect(await found(text), text).toEqual([]);
    });

    it('answers summaries and accounts by their schemas, masked, and the same person in both', async () => {
      for (const one of under.known) {
        const [listed] = answered(await wallet.findCustomers(one.id, 1));
        const card = answered(await wallet.account(one.id));
        expect(customerSummary.parse(listed)).toEqual(listed);
        expect(account.parse(card)).toEqual(card);
        expect(card).toMatchObject(listed ?? {});
        const shown = JSON.stringify([listed, card]);
        for (const raw of [one.phone, one.email, one.idNumber, ...one.cards, ...one.names]) expect(shown, raw).not.toContain(raw);
        const { name: _name, ...texts } = card;
        expect(findSensitive(JSON.stringify(texts))).toEqual([]);
      }
    });

    it('gives transactions newest first, page by page, without a gap or a double, whatever the page', async () => {
      for (const { id, transactions } of under.known) {
        const whole = (await pages(wallet, id, 200)).flat();
        expect(whole).toHaveLength(transactions);
        expect(new Set(whole.map((one) => one.id)).size).toBe(transactions);
        expect(whole.map(({ createdAt }) => createdAt)).toEqual(whole.map(({ createdAt }) => createdAt).toSorted((a, b) => b - a));
        for (const limit of [1, 7, transactions - 1, transactions]) {
          const read = await pages(wallet, id, limit);
          expect(read.flat(), `pages of ${limit}`).toEqual(whole);
          expect(read.slice(0, -1).every((page) => page.length === limit)).toBe(true);
        }
        for (const one of whole) expect(transaction.parse(one)).toEqual(one);
        expect(whole.every(({ customerId }) => customerId === id)).toBe(true);
      }
    });

    it('answers the same page for the same mark, however often', async () => {
      const [one] = under.known;
      if (!one) throw new Error('somebody is known');
      const { next } = answered(await wallet.transactions(one.id, null, 5));
      const [first, again] = await Promise.all([wallet.transactions(one.id, next, 5), wallet.transactions(one.id, next, 5)]);
      expect(again).toEqual(first);
    });

    it('says of whom it does not know that it does not', async () => {
      const unknown = { ok: false, error: { code: 'not-found' } };
      expect(await wallet.account(nobody)).toMatchObject(unknown);
      expect(await wallet.transactions(nobody, null, 10)).toMatchObject(unknown);
    });

    it('refuses page marks that it never gave', async () => {
      const [one] = under.known;
      if (!one) throw new Error('somebody is known');
      for (const mark of ['', 'x', '1', '1.', '.T1', '1;T1', "1.T1' OR 1", '9'.repeat(40)]) {
        expect(await wallet.transactions(one.id, mark, 5), mark).toMatchObject({ ok: false, error: { code: 'unknown-mark' } });
      }
    });

    it('tells who has an amount on its way or failed, since a moment, whatever its direction', async () => {
      const { customer, minor, since } = under.open;
      const matches = answered(await wallet.findByAmount(minor, since, 100));
      expect(matches.map(({ customerId }) => customerId)).toContain(customer);
      for (const { amount, createdAt, status } of matches) {
        expect(Math.abs(amount.minor)).toBe(minor);
        expect(createdAt).toBeGreaterThanOrEqual(since);
        expect(['created', 'pending', 'processing', 'failed', 'refunding']).toContain(status);
      }
      const newest = Math.max(...matches.map(({ createdAt }) => createdAt));
      expect(answered(await wallet.findByAmount(minor, newest + 1, 100))).toEqual([]);
      expect(answered(await wallet.findByAmount(minor, since, 1))).toEqual(matches.slice(0, 1));
      expect(answered(await wallet.findByAmount(1, 0, 5)).every(({ amount }) => Math.abs(amount.minor) === 1)).toBe(true);
    });

    it('answers many at once, each its own', async () => {
      const asked = Array.from({ length: 40 }, (_, index) => under.known[index % under.known.length]?.id ?? nobody);
      const answers = await Promise.all(asked.map((id) => wallet.account(id)));
      expect(answers.map((answer) => answered(answer).id)).toEqual(asked);
    });
  });
}

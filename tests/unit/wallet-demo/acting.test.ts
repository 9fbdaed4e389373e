import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import type { DemoCustomer } from '#electron/wallet/demo/make-customers.ts';
import type { DemoTransaction } from '#electron/wallet/demo/make-transactions.ts';
import type { CaseId, TransactionId } from '#shared/lib/ids.ts';
import { DAY } from '#shared/lib/time.ts';
import type { ActionInput } from '#shared/wallet/actions.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { answerOf, asked, payment, person, testDesk, verify } from '#tests/fixtures/wallet-people.ts';

const now = 1_790_000_000_000;
const caseId = 'case-1' as CaseId;
const reason = 'asked for';
let wallet: DemoWallet;
let made = 0;

beforeAll(async () => {
  wallet = new DemoWallet({ memory: true, key: Buffer.alloc(32, 9), deskKeys: [testDesk.publicKey], clock: () => now, logger: recordingLogger() });
  await wallet.start();
});
afterAll(() => wallet.stop());

/** Somebody of whom the wallet is sure in the case, with a payment `T…`. */
async function somebody(over: Partial<DemoCustomer> = {}, paid: Partial<DemoTransaction> = {}) {
  const customer = person(++made, now, over);
  const row = payment(customer, `T${made}`, now, paid);
  await wallet.add([customer], [row]);
  await verify(wallet, customer, caseId, 'strong');
  return { customer, id: customer.id, transaction: row.id as TransactionId };
}

const accountOf = async (customer: DemoCustomer) => answerOf(await wallet.account(customer.id));

/** Asked for with everything that it may need. */
async function act(customer: DemoCustomer, input: ActionInput) {
  return wallet.act(asked(now, { customer: customer.id, caseId, input, approvedAt: (await accountOf(customer)).version }));
}

const refused = (why: string) => ({ ok: false, error: { code: 'refused', reason: why } });
const CNY = (minor: number) => ({ minor, currency: 'CNY' });

describe('Money that goes back', () => {
  it('lands on the balance at once, or at the bank’s card in some days', async () => {
    const [qr, card] = [await somebody(), await somebody({}, { rail: 'card' })];
    const part = { action: 'refund', amount: CNY(2_000), reason } as const;
    expect(answerOf(await act(qr.customer, { ...part, transaction: qr.transaction }))).toMatchObject({ state: 'completed' });
    expect((await accountOf(qr.customer)).balance).toEqual(CNY(2_000));
    expect(answerOf(await act(card.customer, { ...part, transaction: card.transaction }))).toMatchObject({ state: 'requested', expectedBy: now + 3 * DAY });
    expect(await accountOf(card.customer)).toMatchObject({ balance: CNY(0), pendingBalance: CNY(2_000) });
    const [back, paid] = answerOf(await wallet.transactions(qr.id, null, 5)).transactions;
    expect(paid).toMatchObject({ id: qr.transaction, status: 'succeeded', refunds: [{ id: back?.id, amount: CNY(2_000), status: 'refunded' }] });
    expect(back).toMatchObject({ kind: 'refund', refundOf: qr.transaction, counterparty: paid?.counterparty, hops: [{}, {}, { status: 'refunded' }] });
  });

  it('is never more than was paid, of the right currency, and of a payment that stands', async () => {
    const { customer, transaction } = await somebody();
    const [, other] = [await somebody(), await somebody({}, { status: 'failed', rawStatus: 'PAYERROR' })];
    const refund = (of: TransactionId, amount: { minor: number; currency: string }) => act(customer, { action: 'refund', transaction: of, amount, reason });
    expect(await refund(transaction, CNY(5_001))).toMatchObject(refused('above-refundable'));
    expect(await refund(transaction, { minor: 5, currency: 'USD' })).toMatchObject(refused('wrong-amount'));
    expect(await refund(other.transaction, CNY(5))).toMatchObject(refused('unknown-target'));
    expect(await act(other.customer, { action: 'refund', transaction: other.transaction, amount: CNY(5), reason })).toMatchObject(refused('wrong-state'));
    expect(answerOf(await refund(transaction, CNY(5_000))).state).toBe('completed');
    expect(answerOf(await wallet.transactions(customer.id, null, 5, { statuses: ['refunded'], kinds: ['payment'] })).transactions).toHaveLength(1);
  });

  it('of a reversal is the whole, once, and not after a part went back', async () => {
    const { customer, transaction } = await somebody();
    const reverse = (minor: number) => act(customer, { action: 'reverse-payment', transaction, amount: CNY(minor), reason });
    expect(await reverse(4_999)).toMatchObject(refused('wrong-amount'));
    expect(answerOf(await reverse(5_000))).toMatchObject({ state: 'completed', transaction });
    expect((await accountOf(customer)).balance).toEqual(CNY(5_000));
    expect(await reverse(5_000)).toMatchObject(refused('wrong-state'));
    const parted = await somebody();
    answerOf(await act(parted.customer, { action: 'refund', transaction: parted.transaction, amount: CNY(1), reason }));
    const late: ActionInput = { action: 'reverse-payment', transaction: parted.transaction, amount: CNY(5_000), reason };
    expect(await act(parted.customer, late)).toMatchObject(refused('wrong-state'));
  });
});

describe('A top-up that has not arrived', () => {
  it('is traced once, and its way tells of it with when an answer is due', async () => {
    const { customer, id, transaction } = await somebody(
      {},
      { kind: 'top-up', minor: 20_000, status: 'pending', rawStatus: 'USERPAYING', rail: 'bank-transfer' },
    );
    const trace: ActionInput = { action: 'trace-top-up', transaction, reason };
    expect(answerOf(await act(customer, trace))).toMatchObject({ state: 'requested', transaction, expectedBy: now + DAY });
    expect(await act(customer, trace)).toMatchObject(refused('wrong-state'));
    const [shown] = answerOf(await wallet.transactions(id, null, 1)).transactions;
    expect(shown?.hops.at(-1)).toMatchObject({ owner: 'bank', note: 'trace', expectedBy: now + DAY });
    const paid = await somebody();
    expect(await act(paid.customer, { ...trace, transaction: paid.transaction })).toMatchObject(refused('unknown-target'));
  });
});

describe('An account', () => {
  it('is closed with nothing on it and nothing under way, and then nothing more is done to it', async () => {
    const close: ActionInput = { action: 'close-account', reason };
    expect(await act((await somebody({ balance: 1 })).customer, close)).toMatchObject(refused('balance-left'));
    const waiting = { kind: 'top-up', minor: 5, status: 'processing', rawStatus: 'ACCEPT' } as const;
    expect(await act((await somebody({}, waiting)).customer, close)).toMatchObject(refused('money-under-way'));
    expect(await act((await somebody({ state: 'frozen-risk' })).customer, close)).toMatchObject(refused('wrong-state'));
    const { customer } = await somebody();
    expect(answerOf(await act(customer, close)).state).toBe('completed');
    expect((await accountOf(customer)).state).toBe('closed');
    expect(await act(customer, { action: 'freeze', reason })).toMatchObject(refused('account-closed'));
  });

  it('is after a freeze what it was before', async () => {
    const { customer } = await somebody({ state: 'restricted-out' });
    answerOf(await act(customer, { action: 'freeze', reason }));
    expect((await accountOf(customer)).state).toBe('frozen-risk');
    answerOf(await act(customer, { action: 'unfreeze', reason }));
    expect((await accountOf(customer)).state).toBe('restricted-out');
    const { events } = answerOf(await wallet.securityEvents(customer.id, null, 5));
    expect(events.map(({ kind }) => kind).toSorted()).toEqual(['frozen', 'unfrozen']);
  });

  it('loses a card once, is found by it no more, and keeps the others under their names', async () => {
    const card = (n: string) => ({ bank: 'b', number: n, kind: 'debit' as const, boundAt: now });
    const { customer } = await somebody({ cards: [card('4111111111111111'), card('5500005555555559')] });
    const unbind: ActionInput = { action: 'unbind-card', card: `${customer.id}-0`, reason };
    answerOf(await act(customer, unbind));
    expect(await act(customer, unbind)).toMatchObject(refused('unknown-target'));
    expect((await accountOf(customer)).cards).toMatchObject([{ id: `${customer.id}-1`, masked: '**** 5559' }]);
    expect(answerOf(await wallet.findCustomers('4111 1111 1111 1111', 2))).toEqual([]);
    expect(answerOf(await wallet.findCustomers('5500005555555559', 2))).toHaveLength(1);
  });

  it('may spend more a day, never more than its level lets it in a year', async () => {
    const { customer } = await somebody();
    const raise = (limit: 'daily' | 'yearly', minor: number) => act(customer, { action: 'raise-limit', limit, amount: CNY(minor), reason });
    expect(await raise('daily', 500_000)).toMatchObject(refused('wrong-amount'));
    expect(await raise('yearly', 4_000_000)).toMatchObject(refused('not-eligible'));
    answerOf(await raise('daily', 800_000));
    expect((await accountOf(customer)).limits.find(({ kind }) => kind === 'daily')?.cap).toEqual(CNY(800_000));
  });

  it('gets a coupon that is due, of its own amount, once', async () => {
    const { customer } = await somebody();
    const credit = (promotion: string, minor: number) => act(customer, { action: 'credit-coupon', promotion, amount: CNY(minor), reason });
    expect(await credit('verified', 900)).toMatchObject(refused('wrong-amount'));
    expect(await credit('metro', 500)).toMatchObject(refused('not-eligible'));
    expect(await credit('no such', 500)).toMatchObject(refused('unknown-target'));
    expect(answerOf(await credit('verified', 800))).toMatchObject({ state: 'completed' });
    expect(await credit('verified', 800)).toMatchObject(refused('not-eligible'));
    for (let n = 0; n < 2; n++) answerOf(await credit('goodwill', 500));
    expect((await accountOf(customer)).balance).toEqual(CNY(1_800));
    expect(answerOf(await wallet.promotions(customer.id)).find(({ id }) => id === 'verified')).toMatchObject({ state: 'credited', creditedAt: now });
  });
});

describe('A link to set a new password', () => {
  it('needs a colleague while the contact data is fresh', async () => {
    const { customer } = await somebody({ contactChangedAt: now - 3 * DAY + 1 });
    const link: ActionInput = { action: 'send-reset-link', reason };
    const alone = await wallet.act(asked(now, { customer: customer.id, caseId, input: link }));
    expect(alone).toMatchObject(refused('needs-second-person'));
    expect(answerOf(await act(customer, link)).state).toBe('completed');
    const settled = await somebody({ contactChangedAt: now - 3 * DAY });
    expect(answerOf(await wallet.act(asked(now, { customer: settled.id, caseId, input: link }))).state).toBe('completed');
    expect((await wallet.phone(settled.id, 1))[0]?.text.en).toContain('new password');
  });
});

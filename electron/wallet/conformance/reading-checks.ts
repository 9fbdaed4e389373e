import { answered, Differs, equal, faulted, formed, holds } from '#electron/wallet/conformance/differs.ts';
import type { UnderCheck, WalletCheck } from '#electron/wallet/conformance/under-check.ts';
import type { WalletConnection } from '#electron/wallet/port.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import { account, customerSummary } from '#shared/wallet/account.ts';
import { findSensitive } from '#shared/wallet/find-sensitive.ts';
import { promotion } from '#shared/wallet/promotion.ts';
import { securityEvent } from '#shared/wallet/security-event.ts';
import { type Transaction, type TransactionFilter, transaction } from '#shared/wallet/transaction.ts';

const nobody = 'C999999' as CustomerId;

/** All of a customer's transactions, read in pages. */
async function pages(wallet: WalletConnection, customer: CustomerId, limit: number, filter?: TransactionFilter): Promise<Transaction[][]> {
  const read: Transaction[][] = [];
  let from: string | null = null;
  do {
    const page: { transactions: readonly Transaction[]; next: string | null } = answered(
      await wallet.transactions(customer, from, limit, filter),
      `transactions of ${customer} from ${from}`,
    );
    read.push([...page.transactions]);
    from = page.next;
  } while (from !== null);
  return read;
}

const found = async ({ wallet }: UnderCheck, text: string, limit = 10) =>
  answered(await wallet.findCustomers(text, limit), `find “${text}”`).map(({ id }) => id);

function firstOf({ known }: UnderCheck) {
  const [one] = known;
  if (!one) throw new Differs('somebody is known');
  return one;
}

/** Filters that each let some of a customer's transactions through, and the same said of one transaction. */
function filtersFor(whole: readonly Transaction[]): readonly (readonly [TransactionFilter, (one: Transaction) => boolean])[] {
  const [middle] = whole.slice(Math.floor(whole.length / 2));
  if (!middle) throw new Differs('there is a transaction in the middle');
  const minor = Math.abs(middle.amount.minor);
  const words = middle.counterparty.slice(0, 2).toUpperCase();
  const { kind, status } = middle;
  return [
    [{ text: middle.reference }, (one) => one.reference.includes(middle.reference)],
    [{ text: words }, (one) => `${one.counterparty}\n${one.reference}`.toUpperCase().includes(words)],
    [{ minorFrom: minor, minorTo: minor }, (one) => Math.abs(one.amount.minor) === minor],
    [{ minorFrom: minor }, (one) => Math.abs(one.amount.minor) >= minor],
    [{ since: middle.createdAt }, (one) => one.createdAt >= middle.createdAt],
    [{ until: middle.createdAt }, (one) => one.createdAt < middle.createdAt],
    ...(kind === 'unknown' || status === 'unknown'
      ? []
      : ([
          [{ kinds: [kind] }, (one) => one.kind === kind],
          [{ statuses: [status] }, (one) => one.status === status],
          [{ kinds: [kind], statuses: [status], minorTo: minor }, (one) => one.kind === kind && one.status === status && Math.abs(one.amount.minor) <= minor],
        ] satisfies readonly (readonly [TransactionFilter, (one: Transaction) => boolean])[])),
    [{ text: 'nothing is called so' }, () => false],
  ];
}

/** What every wallet promises of what it tells. */
export const readingChecks: readonly WalletCheck[] = [
  {
    name: 'finds a customer by the full phone, card, id number and e-mail, in any spelling, and nobody else',
    run: async (under) => {
      for (const { id, phone, email, idNumber, cards } of under.known) {
        const spaced = phone.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3');
        const spellings = [phone, spaced, email.toUpperCase(), idNumber.toLowerCase(), ...cards, ...cards.map((card) => card.replace(/(.{4})/g, '$1 ').trim())];
        for (const text of spellings) equal(await found(under, text), [id], `find “${text}”`);
      }
    },
  },
  {
    name: 'finds nobody by a part of a number, or by one that nobody has',
    run: async (under) => {
      for (const { phone, idNumber, cards } of under.known) {
        for (const text of [phone.slice(-4), idNumber.slice(0, 10), cards[0]?.slice(-4) ?? '', phone.slice(0, 7)])
          equal(await found(under, text), [], `find “${text}”`);
      }
      equal(await found(under, '4111 1111 1111 1111'), [], 'find a card of nobody');
    },
  },
  {
    name: 'finds customers by what their name begins with, in whatever case, at most as many as asked',
    run: async (under) => {
      for (const { id, names } of under.known) {
        for (const written of names) holds((await found(under, written, 500)).includes(id), `find “${written}”: has ${id}`);
        for (const written of names) {
          const all = (await found(under, written.slice(0, 2), 500)).length;
          equal((await found(under, written.slice(0, 2).toUpperCase(), 3)).length, Math.min(3, all), `find the beginning of “${written}”, three at most`);
        }
      }
    },
  },
  {
    name: 'finds a customer by their id, and nobody by nothing',
    run: async (under) => {
      for (const { id } of under.known) equal(await found(under, id), [id], `find ${id}`);
      for (const text of ['', '   ', 'nobody is called so', '%', '_', "' OR 1=1 --"]) equal(await found(under, text), [], `find “${text}”`);
    },
  },
  {
    name: 'answers summaries and accounts by their schemas, masked, and the same person in both',
    run: async (under) => {
      for (const one of under.known) {
        const [listed] = answered(await under.wallet.findCustomers(one.id, 1), `find ${one.id}`);
        const card = answered(await under.wallet.account(one.id), `account of ${one.id}`);
        formed(customerSummary, listed, `summary of ${one.id}`);
        formed(account, card, `account of ${one.id}`);
        holds(listed !== undefined, `find ${one.id}: has somebody`);
        for (const field of ['id', 'name', 'phone', 'state', 'kyc', 'language'] as const) equal(card[field], listed[field], `${field} of ${one.id}`);
        holds(card.version !== '', `account of ${one.id}: has a version, which approvals are bound to`);
        const texts = JSON.stringify([listed, card]);
        for (const raw of [one.phone, one.email, one.idNumber, ...one.cards, ...one.names]) holds(!texts.includes(raw), `account of ${one.id}: hides “${raw}”`);
        const { name: _, ...rest } = card;
        equal(findSensitive(JSON.stringify(rest)), [], `account of ${one.id}: shows no full value`);
      }
    },
  },
  {
    name: 'gives transactions newest first, page by page, without a gap or a double, whatever the page',
    run: async ({ wallet, known }) => {
      for (const { id, transactions } of known) {
        const whole = (await pages(wallet, id, 200)).flat();
        equal(whole.length, transactions, `transactions of ${id}: how many`);
        equal(new Set(whole.map((one) => one.id)).size, transactions, `transactions of ${id}: each once`);
        const times = whole.map(({ createdAt }) => createdAt);
        equal(
          times,
          times.toSorted((a, b) => b - a),
          `transactions of ${id}: newest first`,
        );
        // Page by page of one is slow, and says of one customer what it says of all.
        for (const limit of [...(id === known[0]?.id ? [1] : []), 7, transactions - 1, transactions]) {
          const read = await pages(wallet, id, limit);
          equal(read.flat(), whole, `transactions of ${id} in pages of ${limit}`);
          holds(
            read.slice(0, -1).every((page) => page.length === limit),
            `transactions of ${id}: full pages of ${limit}`,
          );
        }
        for (const one of whole) formed(transaction, one, `transaction ${one.id}`);
        holds(
          whole.every(({ customerId }) => customerId === id),
          `transactions of ${id}: of nobody else`,
        );
      }
    },
  },
  {
    name: 'gives of a filter all that it lets through, and nothing else, in pages as well',
    run: async ({ wallet, known }) => {
      for (const { id } of known.slice(0, 2)) {
        const whole = (await pages(wallet, id, 200)).flat();
        for (const [filter, passes] of filtersFor(whole)) {
          const wanted = whole.filter(passes).map((one) => one.id);
          for (const limit of [3, 200])
            equal(
              (await pages(wallet, id, limit, filter)).flat().map((one) => one.id),
              wanted,
              `transactions of ${id} by ${JSON.stringify(filter)} in pages of ${limit}`,
            );
        }
      }
    },
  },
  {
    name: 'pays back at most what was paid, and names at each refund what it pays back',
    run: async ({ wallet, known }) => {
      for (const { id } of known) {
        const whole = new Map((await pages(wallet, id, 200)).flat().map((one) => [one.id as string, one]));
        for (const paid of whole.values()) {
          const back = paid.refunds.filter(({ status }) => status !== 'refund-failed').reduce((sum, { amount }) => sum + amount.minor, 0);
          holds(back <= Math.abs(paid.amount.minor), `transaction ${paid.id}: pays back at most what was paid`);
          for (const refund of paid.refunds) equal(whole.get(refund.id)?.refundOf, paid.id, `refund ${refund.id}: names what it pays back`);
        }
      }
    },
  },
  {
    name: 'answers the same page for the same mark, however often',
    run: async (under) => {
      const { id } = firstOf(under);
      const { next } = answered(await under.wallet.transactions(id, null, 5), 'a first page');
      const [first, again] = await Promise.all([under.wallet.transactions(id, next, 5), under.wallet.transactions(id, next, 5)]);
      equal(again, first, 'the second page, asked twice');
    },
  },
  {
    name: 'says of whom it does not know that it does not',
    run: async ({ wallet }) => {
      faulted(await wallet.account(nobody), 'not-found', 'account of nobody');
      faulted(await wallet.transactions(nobody, null, 10), 'not-found', 'transactions of nobody');
      faulted(await wallet.securityEvents(nobody, null, 10), 'not-found', 'security events of nobody');
      faulted(await wallet.promotions(nobody), 'not-found', 'promotions of nobody');
    },
  },
  {
    name: 'refuses page marks that it never gave',
    run: async (under) => {
      const { id } = firstOf(under);
      for (const mark of ['', 'x', '1', '1.', '.T1', '1;T1', "1.T1' OR 1", '9'.repeat(40)]) {
        faulted(await under.wallet.transactions(id, mark, 5), 'unknown-mark', `transactions from “${mark}”`);
        faulted(await under.wallet.securityEvents(id, mark, 5), 'unknown-mark', `security events from “${mark}”`);
      }
    },
  },
  {
    name: 'tells who has an amount on its way or failed, since a moment, whatever its direction',
    run: async ({ wallet, open: { customer, minor, since } }) => {
      const by = async (amount: number, from: number, limit: number) =>
        answered(await wallet.findByAmount(amount, from, limit), `amount ${amount} since ${from}`);
      const matches = await by(minor, since, 100);
      holds(
        matches.some(({ customerId }) => customerId === customer),
        `amount ${minor}: names ${customer}`,
      );
      for (const { amount, createdAt, status } of matches) {
        equal(Math.abs(amount.minor), minor, 'the amount of a match');
        holds(createdAt >= since, 'a match is not older than asked');
        holds(['created', 'pending', 'processing', 'failed', 'refunding'].includes(status), `a match is on its way or failed, not ${status}`);
      }
      const newest = Math.max(...matches.map(({ createdAt }) => createdAt));
      equal(await by(minor, newest + 1, 100), [], 'matches after the newest');
      equal(await by(minor, since, 1), matches.slice(0, 1), 'one match');
      holds(
        (await by(1, 0, 5)).every(({ amount }) => Math.abs(amount.minor) === 1),
        'matches of the least amount',
      );
    },
  },
  {
    name: 'tells sign-ins and what changed, newest first, in pages, by the schema',
    run: async ({ wallet, known }) => {
      for (const { id } of known) {
        const whole = answered(await wallet.securityEvents(id, null, 500), `security events of ${id}`).events;
        holds(whole.length > 2, `security events of ${id}: has some`);
        for (const event of whole) formed(securityEvent, event, `security event ${event.id}`);
        holds(
          whole.every(({ customerId }) => customerId === id),
          `security events of ${id}: of nobody else`,
        );
        const times = whole.map(({ at }) => at);
        equal(
          times,
          times.toSorted((a, b) => b - a),
          `security events of ${id}: newest first`,
        );
        const read: string[] = [];
        let from: string | null = null;
        do {
          const page: { events: readonly { id: string }[]; next: string | null } = answered(
            await wallet.securityEvents(id, from, 2),
            'a page of security events',
          );
          read.push(...page.events.map((event) => event.id));
          from = page.next;
        } while (from !== null);
        equal(
          read,
          whole.map((event) => event.id),
          `security events of ${id} in pages of 2`,
        );
      }
    },
  },
  {
    name: 'tells promotions by the schema, with why not where somebody is not eligible',
    run: async ({ wallet, known }) => {
      for (const { id } of known) {
        for (const one of answered(await wallet.promotions(id), `promotions of ${id}`)) {
          formed(promotion, one, `promotion ${one.id}`);
          holds(one.state !== 'not-eligible' || one.why !== undefined, `promotion ${one.id}: tells why not`);
          holds(one.state !== 'credited' || one.creditedAt !== undefined, `promotion ${one.id}: tells when it was credited`);
        }
      }
    },
  },
  {
    name: 'answers many at once, each its own',
    run: async ({ wallet, known }) => {
      const asked = Array.from({ length: 40 }, (_, index) => known[index % known.length]?.id ?? nobody);
      const answers = await Promise.all(asked.map((id) => wallet.account(id)));
      equal(
        answers.map((answer) => answered(answer, 'an account').id),
        asked,
        'forty accounts',
      );
    },
  },
];

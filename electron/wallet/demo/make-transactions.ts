import { type DemoCustomer, pick } from '#electron/wallet/demo/make-customers.ts';
import { banks, merchants } from '#electron/wallet/demo/names.ts';
import { rawWord } from '#electron/wallet/demo/raw-word.ts';
import { DAY, HOUR, type Instant, MINUTE } from '#shared/lib/time.ts';
import type { FailureCode } from '#shared/wallet/failure-codes.ts';
import type { TransactionKind, TransactionStatus } from '#shared/wallet/transaction.ts';

/** One row of the demo wallet's transactions; its hops are told by `hops.ts`. */
export interface DemoTransaction {
  readonly id: string;
  readonly customer: string;
  readonly kind: TransactionKind;
  readonly minor: number;
  readonly currency: string;
  readonly status: TransactionStatus;
  readonly rawStatus: string;
  readonly failureCode: string | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly expectedBy: Instant | null;
  readonly counterparty: string;
  readonly rail: string;
  readonly reference: string;
}

/** How many transactions the demo wallet has for each customer, on average, and over how long. */
export const TRANSACTIONS_EACH = 100;
const SPAN = 365 * DAY;
/** Nobody but the first customer has money of this amount on the way: a stranger who names it can be recognised. */
const RESERVED = 20_000;
/** The customer, by their place, who paid more than an agent may pay back without a second person. */
const PAID_MUCH = 9;

const kinds: readonly (readonly [number, TransactionKind])[] = [
  [0.2, 'top-up'],
  [0.62, 'payment'],
  [0.76, 'transfer-out'],
  [0.88, 'transfer-in'],
  [0.93, 'withdrawal'],
  [0.96, 'refund'],
  [0.98, 'fee'],
  [1, 'coupon'],
];

const failures: Readonly<Record<TransactionKind, readonly FailureCode[]>> = {
  'top-up': ['iso8583:51', 'iso8583:61', 'iso8583:05', 'iso8583:54', 'iso8583:91', 'iso20022:AM04', 'iso8583:14'],
  payment: ['iso8583:51', 'iso8583:55', 'iso8583:57', 'iso8583:59', 'iso8583:62', 'iso8583:96', 'iso8583:03'],
  'transfer-out': [
    'wechat:NAME_NOT_CORRECT',
    'wechat:ACCOUNT_NOT_EXIST',
    'wechat:TRANSFER_QUOTA_EXCEED',
    'wechat:PAYEE_ACCOUNT_ABNORMAL',
    'wechat:ACCOUNT_FROZEN',
  ],
  'transfer-in': ['wechat:DAY_RECEIVED_QUOTA_EXCEED', 'wechat:REALNAME_ACCOUNT_RECEIVED_QUOTA_EXCEED', 'wechat:OVERDUE_CLOSE'],
  withdrawal: [
    'wechat:BANK_CARD_CARD_INFO_WRONG',
    'wechat:BANK_CARD_ACCOUNT_ABNORMAL',
    'iso20022:AC04',
    'iso20022:AC06',
    'wechat:BANK_CARD_COLLECTIONS_ABOVE_QUOTA',
  ],
  refund: ['wechat:PAYEE_ACCOUNT_ABNORMAL', 'iso20022:MS03'],
  fee: ['iso8583:51'],
  coupon: ['wechat:OTHER_FAIL_REASON_TYPE'],
};

/** Where a transaction of some age stands: what is young may be on its way, what is old is over. */
function statusOf(random: () => number, kind: TransactionKind, age: number): TransactionStatus {
  const at = random();
  if (kind === 'refund') {
    if (age < 3 * DAY && at < 0.5) return 'refunding';
    return at < 0.95 ? 'refunded' : at < 0.98 ? 'refund-failed' : 'refund-abnormal';
  }
  if (age < 2 * HOUR && at < 0.25) return at < 0.1 ? 'created' : at < 0.18 ? 'pending' : 'processing';
  if (age < 2 * DAY && at < 0.04) return at < 0.02 ? 'pending' : 'processing';
  if (at < 0.93) return 'succeeded';
  if (at < 0.975) return 'failed';
  if (at < 0.983) return 'expired';
  if (at < 0.99) return 'closed';
  return at < 0.995 ? 'reversed' : 'refunded';
}

function amountOf(random: () => number, kind: TransactionKind): number {
  if (kind === 'fee') return 10 + Math.floor(random() * 500);
  if (kind === 'coupon') return pick(random, [500, 800, 1000, 2000]);
  if (kind === 'top-up') return pick(random, [5_000, 10_000, 20_000, 30_000, 50_000, 100_000, 200_000]);
  const size = Math.exp(3 + random() * 5.2);
  return kind === 'payment' ? Math.floor(size * 40) + 100 : Math.ceil(size * 90) * 10;
}

const inward: ReadonlySet<TransactionKind> = new Set(['top-up', 'transfer-in', 'refund', 'coupon']);

/** Makes the transactions one by one, oldest first for each customer; the same generator, people and moment give the same rows. */
export function* makeTransactions(random: () => number, customers: readonly DemoCustomer[], now: Instant): Generator<DemoTransaction> {
  const weights = customers.map((_, i) => (i === 0 ? 2 : 0.3 + random() ** 2 * 4));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const rows = customers.length * TRANSACTIONS_EACH;
  let made = 0;
  let owed = 0;
  for (const [index, customer] of customers.entries()) {
    owed += ((weights[index] ?? 0) / total) * (rows - 1);
    const count = index === customers.length - 1 ? rows - 1 - made : Math.floor(owed);
    owed -= count;
    const begin = Math.max(customer.registeredAt, now - SPAN);
    const times = Array.from({ length: count }, () => Math.floor(begin + random() ** 0.85 * (now - MINUTE - begin))).sort((a, b) => a - b);
    for (const [n, createdAt] of times.entries()) {
      const one = makeOne(random, customer, createdAt, now, made++);
      // In the place of another, so that all the rest stays what it was.
      yield index === PAID_MUCH && n === count - 1 ? theLargePayment(customer, now) : one;
    }
    if (index === 0) yield theMissingTopUp(customer, now);
  }
}

function makeOne(random: () => number, customer: DemoCustomer, createdAt: Instant, now: Instant, n: number): DemoTransaction {
  const at = random();
  const kind = (kinds.find(([upTo]) => at < upTo) ?? ([1, 'payment'] as const))[1];
  const status = statusOf(random, kind, now - createdAt);
  let minor = amountOf(random, kind);
  if (minor === RESERVED && status !== 'succeeded' && now - createdAt < 6 * DAY) minor += 1_000;
  const open = status === 'created' || status === 'pending' || status === 'processing' || status === 'refunding';
  const bank = customer.cards[0]?.bank ?? pick(random, banks)[0];
  const toBank = kind === 'top-up' || kind === 'withdrawal';
  return {
    id: `T${String(n).padStart(7, '0')}`,
    customer: customer.id,
    kind,
    minor: inward.has(kind) ? minor : -minor,
    currency: 'CNY',
    status,
    rawStatus: rawWord(kind, status),
    failureCode: status === 'failed' || status === 'refund-failed' ? pick(random, failures[kind]) : null,
    createdAt,
    updatedAt: Math.min(now, createdAt + Math.floor((open ? 0.2 : 1) * random() * 90 * MINUTE)),
    expectedBy: open ? createdAt + (toBank ? DAY : 2 * HOUR) : null,
    counterparty: toBank
      ? bank
      : kind === 'payment' || kind === 'refund'
        ? pick(random, merchants)
        : kind === 'fee' || kind === 'coupon'
          ? 'Wallet'
          : `${pick(random, ['王', '李', '陈', '赵', 'A', 'S'])}**`,
    rail: toBank ? 'bank-transfer' : kind === 'payment' ? pick(random, ['qr', 'in-app', 'card']) : 'wallet',
    reference: `${new Date(createdAt).toISOString().slice(0, 10).replaceAll('-', '')}${String(Math.floor(random() * 1e10)).padStart(10, '0')}`,
  };
}

/** The case everybody tries first: 200 topped up yesterday evening that the bank took and the wallet has not seen. */
function theMissingTopUp(customer: DemoCustomer, now: Instant): DemoTransaction {
  const createdAt = now - 23 * HOUR;
  return {
    id: 'T9000001',
    customer: customer.id,
    kind: 'top-up',
    minor: RESERVED,
    currency: 'CNY',
    status: 'pending',
    rawStatus: rawWord('top-up', 'pending'),
    failureCode: null,
    createdAt,
    updatedAt: createdAt + 2 * MINUTE,
    expectedBy: createdAt + DAY,
    counterparty: customer.cards[0]?.bank ?? '工商银行 ICBC',
    rail: 'bank-transfer',
    reference: `${new Date(createdAt).toISOString().slice(0, 10).replaceAll('-', '')}2000000200`,
  };
}

/** A payment of 6,800 three days ago: who pays it back needs a second person. */
function theLargePayment(customer: DemoCustomer, now: Instant): DemoTransaction {
  const createdAt = now - 3 * DAY;
  return {
    id: 'T9000002',
    customer: customer.id,
    kind: 'payment',
    minor: -680_000,
    currency: 'CNY',
    status: 'succeeded',
    rawStatus: rawWord('payment', 'succeeded'),
    failureCode: null,
    createdAt,
    updatedAt: createdAt + MINUTE,
    expectedBy: null,
    counterparty: merchants[0] ?? '',
    rail: 'in-app',
    reference: `${new Date(createdAt).toISOString().slice(0, 10).replaceAll('-', '')}6800000000`,
  };
}

import { z } from 'zod';
import { customerId, transactionId } from '#shared/lib/ids.ts';
import { money } from '#shared/lib/money.ts';
import { instant } from '#shared/lib/time.ts';

/** The console's one status model; a wallet's or network's own word is kept beside it in `rawStatus`. */
export const transactionStatus = z.enum([
  'created',
  'pending',
  'processing',
  'succeeded',
  'failed',
  'expired',
  'closed',
  'reversed',
  'refunding',
  'refunded',
  'refund-failed',
  'refund-abnormal',
]);
export type TransactionStatus = z.infer<typeof transactionStatus>;

export const transactionKind = z.enum(['top-up', 'transfer-out', 'transfer-in', 'payment', 'withdrawal', 'refund', 'fee', 'coupon']);
export type TransactionKind = z.infer<typeof transactionKind>;

/** One step on the way, with who held it: the wallet, a bank or a network. */
export const hop = z.object({
  at: instant,
  owner: z.enum(['wallet', 'bank', 'network', 'merchant']),
  status: transactionStatus,
  rawStatus: z.string(),
  note: z.string().optional(),
});
export type Hop = z.infer<typeof hop>;

export const transaction = z.object({
  id: transactionId,
  customerId,
  kind: transactionKind,
  /** Signed from the customer's view: money in is positive. */
  amount: money,
  status: transactionStatus,
  rawStatus: z.string(),
  /** The code as it came, `SCHEME:CODE`, such as `iso8583:51`; explained by failure-codes.ts. */
  failureCode: z.string().optional(),
  createdAt: instant,
  updatedAt: instant,
  expectedBy: instant.optional(),
  counterparty: z.string(),
  rail: z.string(),
  reference: z.string(),
  hops: z.array(hop),
});
export type Transaction = z.infer<typeof transaction>;

import { z } from 'zod';
import { customerId, transactionId } from '#shared/lib/ids.ts';
import { money } from '#shared/lib/money.ts';
import { instant } from '#shared/lib/time.ts';
import { rawWord, shown } from '#shared/wallet/known-word.ts';

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

export const hopOwner = z.enum(['wallet', 'bank', 'network', 'merchant']);

/** One step on the way, with who held it: the wallet, a bank or a network. */
export const hop = z.object({
  at: instant,
  owner: shown(hopOwner),
  rawOwner: rawWord.optional(),
  status: shown(transactionStatus),
  rawStatus: z.string(),
  /** When the next step is expected, as the wallet or the rail promises it. */
  expectedBy: instant.optional(),
  note: z.string().optional(),
});
export type Hop = z.infer<typeof hop>;

/** Money on its way back for a transaction; part refunds add up to at most what was paid. */
export const refund = z.object({
  id: transactionId,
  amount: money,
  status: shown(transactionStatus),
  rawStatus: z.string(),
  requestedAt: instant,
  expectedBy: instant.optional(),
});
export type Refund = z.infer<typeof refund>;

/** The life of a dispute over a card payment: docs.finix.com, dispute states; pre-arbitration and inquiry are the networks'. */
export const disputeState = z.enum(['inquiry', 'needs-response', 'under-review', 'pre-arbitration', 'accepted', 'won', 'lost']);
export type DisputeState = z.infer<typeof disputeState>;

export const dispute = z.object({
  id: z.string().min(1).max(64),
  state: shown(disputeState),
  rawState: rawWord,
  amount: money,
  openedAt: instant,
  /** By when somebody has to answer, as the network set it: it is stored, never computed. */
  respondBy: instant.optional(),
  reason: z.string().max(200).optional(),
});
export type Dispute = z.infer<typeof dispute>;

/** What has a default is absent in answers kept by an older console. */
export const transaction = z.object({
  id: transactionId,
  customerId,
  kind: shown(transactionKind),
  rawKind: rawWord.optional(),
  /** Signed from the customer's view: money in is positive. */
  amount: money,
  status: shown(transactionStatus),
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
  refunds: z.array(refund).default([]),
  disputes: z.array(dispute).default([]),
  /** Of a refund: what it pays back. */
  refundOf: transactionId.optional(),
});
export type Transaction = z.infer<typeof transaction>;

/** Which of a customer's transactions are asked for; all that is given must hold. */
export const transactionFilter = z.object({
  /** Words in the counterparty or the reference, in any case. */
  text: z.string().min(1).max(100).optional(),
  /** Absolute amounts in minor units, both ends included. */
  minorFrom: z.number().int().nonnegative().optional(),
  minorTo: z.number().int().nonnegative().optional(),
  /** When it was made: from `since` on, before `until`. */
  since: instant.optional(),
  until: instant.optional(),
  kinds: z.array(transactionKind).max(20).optional(),
  statuses: z.array(transactionStatus).max(20).optional(),
});
export type TransactionFilter = z.infer<typeof transactionFilter>;

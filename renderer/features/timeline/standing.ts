import { DAY, type Instant } from '#shared/lib/time.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

const moving = new Set<Transaction['status']>(['created', 'pending', 'processing', 'refunding']);
const broken = new Set<Transaction['status']>(['failed', 'refund-failed', 'refund-abnormal', 'expired']);

/** How a transaction stands in an agent's eyes; `unclear`: the wallet says it in a word that is unknown here. */
export type Standing = 'moving' | 'overdue' | 'broken' | 'done' | 'unclear';

/** `overdue` is one that still moves after the moment by which it should have arrived. */
export function standingOf(transaction: Pick<Transaction, 'status' | 'expectedBy'>, now: Instant): Standing {
  if (transaction.status === 'unknown') return 'unclear';
  if (broken.has(transaction.status)) return 'broken';
  if (!moving.has(transaction.status)) return 'done';
  return transaction.expectedBy !== undefined && transaction.expectedBy < now ? 'overdue' : 'moving';
}

/** How long a failure asks for attention; what still moves does so at any age. */
const FAILURE_DAYS = 14;

/** What an agent should see before anything else: overdue, then moving, then lately failed; newest first within each. */
export function needsAttention(transactions: readonly Transaction[], now: Instant): readonly Transaction[] {
  const rank: Record<Standing, number> = { overdue: 0, moving: 1, broken: 2, unclear: 3, done: 4 };
  return transactions
    .map((transaction) => ({ transaction, standing: standingOf(transaction, now) }))
    .filter(({ transaction, standing }) => {
      if (standing === 'done') return false;
      return standing === 'overdue' || standing === 'moving' || transaction.createdAt > now - FAILURE_DAYS * DAY;
    })
    .sort((a, b) => rank[a.standing] - rank[b.standing] || b.transaction.createdAt - a.transaction.createdAt)
    .map(({ transaction }) => transaction);
}

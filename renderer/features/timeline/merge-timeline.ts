import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { Entry } from '#shared/case/state.ts';
import { DAY, type Instant } from '#shared/lib/time.ts';
import type { Transaction, TransactionStatus } from '#shared/wallet/transaction.ts';

/** One thing on the time axis. */
export type TimelineItem =
  | { readonly kind: 'entry'; readonly key: string; readonly at: Instant; readonly entry: Entry }
  | { readonly kind: 'transaction'; readonly key: string; readonly at: Instant; readonly transaction: Transaction }
  | { readonly kind: 'case'; readonly key: string; readonly at: Instant; readonly row: InboxRow };

/** What the axis shows. */
export interface TimelineFilter {
  readonly messages: boolean;
  readonly transactions: boolean;
  readonly cases: boolean;
}

export interface TimelineSources {
  readonly entries: readonly Entry[];
  readonly transactions: readonly Transaction[];
  /** Older transactions are there but not loaded. */
  readonly more: boolean;
  readonly earlier: readonly InboxRow[];
}

/**
 * Interleaves a case's entries, the customer's transactions and earlier cases, newest first. While older transactions
 * are not loaded, what lies before the oldest loaded one is held back, so that nothing appears between lines already read.
 */
export function mergeTimeline(sources: TimelineSources, filter: TimelineFilter): readonly TimelineItem[] {
  const items: TimelineItem[] = [];
  if (filter.messages) for (const entry of sources.entries) items.push({ kind: 'entry', key: `entry ${entry.id}`, at: entry.at, entry });
  if (filter.transactions) {
    for (const transaction of sources.transactions) {
      items.push({ kind: 'transaction', key: `transaction ${transaction.id}`, at: transaction.createdAt, transaction });
    }
  }
  if (filter.cases) for (const row of sources.earlier) items.push({ kind: 'case', key: `case ${row.id}`, at: row.openedAt, row });
  const horizon = filter.transactions && sources.more ? (sources.transactions.at(-1)?.createdAt ?? 0) : 0;
  // Sorting is stable: entries of one moment are turned round by hand, so that the later one stands first.
  return items
    .map((item, order) => ({ item, order }))
    .filter(({ item }) => item.at >= horizon)
    .sort((a, b) => b.item.at - a.item.at || b.order - a.order)
    .map(({ item }) => item);
}

const moving = new Set<TransactionStatus>(['created', 'pending', 'processing', 'refunding']);
const broken = new Set<TransactionStatus>(['failed', 'refund-failed', 'refund-abnormal', 'expired']);

/** How a transaction stands in an agent's eyes. */
export type Standing = 'moving' | 'overdue' | 'broken' | 'done';

/** `overdue` is one that still moves after the moment by which it should have arrived. */
export function standingOf(transaction: Pick<Transaction, 'status' | 'expectedBy'>, now: Instant): Standing {
  if (broken.has(transaction.status)) return 'broken';
  if (!moving.has(transaction.status)) return 'done';
  return transaction.expectedBy !== undefined && transaction.expectedBy < now ? 'overdue' : 'moving';
}

/** How long a failure asks for attention; what still moves does so at any age. */
const FAILURE_DAYS = 14;

/** What an agent should see before anything else: overdue, then moving, then lately failed; newest first within each. */
export function needsAttention(transactions: readonly Transaction[], now: Instant): readonly Transaction[] {
  const rank: Record<Standing, number> = { overdue: 0, moving: 1, broken: 2, done: 3 };
  return transactions
    .map((transaction) => ({ transaction, standing: standingOf(transaction, now) }))
    .filter(({ transaction, standing }) => standing !== 'done' && (standing !== 'broken' || transaction.createdAt > now - FAILURE_DAYS * DAY))
    .sort((a, b) => rank[a.standing] - rank[b.standing] || b.transaction.createdAt - a.transaction.createdAt)
    .map(({ transaction }) => transaction);
}

/** Items per day over the last `days` days, oldest first, for the strip above the list. */
export function dayDensity(items: readonly TimelineItem[], days: number, now: Instant): readonly { readonly at: Instant; readonly count: number }[] {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const counts = Array.from({ length: days }, (_, index) => {
    const date = new Date(midnight);
    date.setDate(date.getDate() - (days - 1 - index));
    return { at: date.getTime(), count: 0 };
  });
  for (const item of items) {
    const place = counts.findLast((day) => day.at <= item.at);
    if (place) place.count += 1;
  }
  return counts;
}

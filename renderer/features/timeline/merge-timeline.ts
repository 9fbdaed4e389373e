import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { Look } from '#shared/case/looks.ts';
import { type Entry, isMessage } from '#shared/case/state.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { SecurityEvent } from '#shared/wallet/security-event.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

/** One thing on the time axis. */
export type TimelineItem =
  | { readonly kind: 'entry'; readonly key: string; readonly at: Instant; readonly entry: Entry; readonly order: number }
  | { readonly kind: 'transaction'; readonly key: string; readonly at: Instant; readonly transaction: Transaction }
  | { readonly kind: 'security'; readonly key: string; readonly at: Instant; readonly event: SecurityEvent }
  | { readonly kind: 'look'; readonly key: string; readonly at: Instant; readonly look: Look }
  | { readonly kind: 'case'; readonly key: string; readonly at: Instant; readonly row: InboxRow };

/** What an agent may choose to see on the axis, in the order in which it is offered. */
export const axisKinds = ['messages', 'notes', 'calls', 'transactions', 'actions', 'security', 'looks', 'steps', 'cases'] as const;
export type AxisKind = (typeof axisKinds)[number];

/** The kinds that are shown. */
export type TimelineFilter = Readonly<Record<AxisKind, boolean>>;

/** Everything is shown. */
export const everything: TimelineFilter = {
  messages: true,
  notes: true,
  calls: true,
  transactions: true,
  actions: true,
  security: true,
  looks: true,
  steps: true,
  cases: true,
};

/** A source that is read page by page, newest first; `more`: older ones are there but not loaded. */
export interface PagedSource<T> {
  readonly loaded: readonly T[];
  readonly more: boolean;
}

export interface TimelineSources {
  readonly entries: readonly Entry[];
  readonly transactions: PagedSource<Transaction>;
  readonly security: PagedSource<SecurityEvent>;
  readonly looks: readonly Look[];
  readonly earlier: readonly InboxRow[];
}

/** Of a case's own: what is said, noted, called, done to the account, or a step of the case; by the type's family, so that new types find their place. */
function entryKind(entry: Entry): AxisKind {
  if (isMessage(entry)) return entry.kind === 'note' ? 'notes' : 'messages';
  const type: string = entry.kind === 'step' ? entry.step.type : entry.type;
  if (type.startsWith('call.')) return 'calls';
  return /^(?:action|verification)\./.test(type) ? 'actions' : 'steps';
}

/** Under which choice an item is shown. */
export function axisKind(item: TimelineItem): AxisKind {
  switch (item.kind) {
    case 'entry':
      return entryKind(item.entry);
    case 'transaction':
      return 'transactions';
    case 'security':
      return 'security';
    case 'look':
      return 'looks';
    case 'case':
      return 'cases';
    default:
      return assertNever(item, 'item');
  }
}

const oldest = (times: readonly Instant[]): Instant => times.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);

/** The moments back to which each source that has older pages is loaded; a source that is not shown holds nothing back. */
function edges({ transactions, security }: TimelineSources, filter: TimelineFilter): { readonly transactions: Instant; readonly security: Instant } {
  const edge = (shown: boolean, more: boolean, times: () => readonly Instant[]) => (shown && more ? oldest(times()) : Number.NEGATIVE_INFINITY);
  return {
    transactions: edge(filter.transactions, transactions.more, () => transactions.loaded.map(({ createdAt }) => createdAt)),
    security: edge(filter.security, security.more, () => security.loaded.map(({ at }) => at)),
  };
}

/** How far back the axis is whole, and whose next page makes it reach further; nobody's at its end. */
export function axisEnd(sources: TimelineSources, filter: TimelineFilter): { readonly at: Instant; readonly behind: readonly ('transactions' | 'security')[] } {
  const found = edges(sources, filter);
  const at = Math.max(found.transactions, found.security);
  if (at === Number.NEGATIVE_INFINITY) return { at, behind: [] };
  return { at, behind: (['transactions', 'security'] as const).filter((source) => found[source] === at) };
}

/** Which of two things of one moment stands above: what was there later, as far as it can be known; then by kind and name, so that it is always the same. */
const rank: Record<TimelineItem['kind'], number> = { entry: 0, transaction: 1, security: 2, look: 3, case: 4 };

function compare(a: TimelineItem, b: TimelineItem): number {
  if (a.at !== b.at) return b.at - a.at;
  if (a.kind === 'entry' && b.kind === 'entry') return b.order - a.order;
  return rank[b.kind] - rank[a.kind] || (a.key < b.key ? 1 : -1);
}

/**
 * Interleaves all that is shown, newest first; the same for any order in which the parts came, and a thing that came twice
 * stands once, as it was told last. While older pages of a source are not loaded, what lies before the oldest loaded one is
 * held back, so that nothing appears between lines already read.
 */
export function mergeTimeline(sources: TimelineSources, filter: TimelineFilter): readonly TimelineItem[] {
  const items = new Map<string, TimelineItem>();
  const end = axisEnd(sources, filter).at;
  const put = (item: TimelineItem) => {
    if (item.at >= end) items.set(item.key, item);
  };
  for (const [order, entry] of sources.entries.entries()) {
    if (filter[entryKind(entry)]) put({ kind: 'entry', key: `entry ${entry.id}`, at: entry.at, entry, order });
  }
  if (filter.transactions) {
    for (const transaction of sources.transactions.loaded) {
      const key = `transaction ${transaction.id}`;
      const before = items.get(key);
      if (before?.kind === 'transaction' && before.transaction.updatedAt > transaction.updatedAt) continue;
      put({ kind: 'transaction', key, at: transaction.createdAt, transaction });
    }
  }
  if (filter.security) for (const event of sources.security.loaded) put({ kind: 'security', key: `security ${event.id}`, at: event.at, event });
  if (filter.looks) for (const look of sources.looks) put({ kind: 'look', key: `look ${look.id}`, at: look.at, look });
  if (filter.cases) for (const row of sources.earlier) put({ kind: 'case', key: `case ${row.id}`, at: row.openedAt, row });
  return [...items.values()].sort(compare);
}

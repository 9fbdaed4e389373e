import type { InboxRow, InboxView } from '#shared/case/inbox-row.ts';
import { openWindowEnd, type ReplyWindows } from '#shared/case/reply-windows.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { PersonId, QueueId } from '#shared/lib/ids.ts';

/** What a list may be ordered by. */
export interface InboxSort {
  readonly by: 'activeAt' | 'waitingSince' | 'priority' | 'openedAt' | 'windowEnds';
  readonly descending: boolean;
}

/** Whose lists they are; `serves` says of each queue whether its cases are theirs to see. */
export interface InboxViewer {
  readonly person: PersonId;
  readonly serves: (queue: QueueId) => boolean;
}

/** Whether a view holds a case: the same as the store's queries say, of one row. */
export function viewHolds(view: InboxView, row: InboxRow, { person, serves }: InboxViewer): boolean {
  const mine = row.owner === person;
  const handed = row.intendedFor === person;
  switch (view) {
    case 'active':
      return (row.status === 'waiting' && (serves(row.queue) || handed)) || (row.status === 'open' && mine);
    case 'mine':
      return row.status === 'open' && mine;
    case 'all':
      return serves(row.queue) || mine || handed;
    case 'snoozed':
      return row.status === 'snoozed' && mine;
    case 'resolved':
      return row.status === 'resolved' && (serves(row.queue) || mine);
    default:
      return assertNever(view, 'view');
  }
}

type Keys = (row: InboxRow, windows: ReplyWindows | null) => readonly (number | string)[];

const columns: Readonly<Record<InboxSort['by'], Keys>> = {
  activeAt: (row) => [row.activeAt, row.id],
  openedAt: (row) => [row.openedAt, row.id],
  priority: (row) => [row.priority, row.activeAt, row.id],
  waitingSince: (row) => [row.waitingSince ?? 0, row.id],
  windowEnds: (row, windows) => [endOf(row, windows) ?? row.activeAt, row.id],
};

const endOf = (row: InboxRow, windows: ReplyWindows | null) => (windows === null ? null : openWindowEnd(row, windows));

/**
 * Below 0 where `a` stands above `b` in a list of this order. Cases for which nobody waits, or without an open window
 * where these order, come last in both directions; `windows` is asked for by the order `windowEnds` alone.
 */
export function compareRows(a: InboxRow, b: InboxRow, { by, descending }: InboxSort, windows: ReplyWindows | null = null): number {
  const idle = (row: InboxRow) => ((by === 'waitingSince' && row.waitingSince === null) || (by === 'windowEnds' && endOf(row, windows) === null) ? 1 : 0);
  if (idle(a) !== idle(b)) return idle(a) - idle(b);
  const [of, and] = [columns[by](a, windows), columns[by](b, windows)];
  const differs = of.findIndex((value, index) => value !== and[index]);
  if (differs < 0) return 0;
  const order = (of[differs] ?? 0) < (and[differs] ?? 0) ? -1 : 1;
  return descending ? -order : order;
}

import type { ClosedFilter } from '#shared/contract/replay-schemas.ts';
import type { PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

type YesNo = 'yes' | 'no';

/** The filters of the closed cases as they stand on the screen; days are local, as `YYYY-MM-DD`, or empty. */
export interface ListFilters {
  readonly text: string;
  readonly queue: string | null;
  readonly owner: string | null;
  readonly channel: ClosedFilter['channel'];
  readonly disposition: string | null;
  readonly from: string;
  readonly until: string;
  readonly reopened: YesNo | null;
  readonly reviewed: YesNo | null;
}

export const noFilters: ListFilters = {
  text: '',
  queue: null,
  owner: null,
  channel: null,
  disposition: null,
  from: '',
  until: '',
  reopened: null,
  reviewed: null,
};

/** How many filters are set beside the text and the queue. */
export function moreFilters({ text, queue, ...rest }: ListFilters): number {
  return Object.values(rest).filter((value) => value !== null && value !== '').length;
}

/** The local midnight at which a day begins, `later` days on; null where the text is no day. */
function midnight(day: string, later: number): Instant | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (year === undefined) return null;
  const at = new Date(Number(year), Number(month) - 1, Number(date) + later).getTime();
  return Number.isFinite(at) && at >= 0 ? at : null;
}

const asked = (choice: YesNo | null): boolean | null => (choice === null ? null : choice === 'yes');

/** The question to the host; both days count whole. */
export function closedQuestion(filters: ListFilters): Omit<ClosedFilter, 'offset' | 'limit'> {
  const { text, queue, owner, channel, disposition, from, until, reopened, reviewed } = filters;
  return {
    text: text.trim(),
    queue: queue as QueueId | null,
    owner: owner as PersonId | null,
    channel,
    disposition,
    closedFrom: midnight(from, 0),
    closedBefore: midnight(until, 1),
    reopened: asked(reopened),
    reviewed: asked(reviewed),
  };
}

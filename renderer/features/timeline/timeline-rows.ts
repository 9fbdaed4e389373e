import type { TimelineItem } from '#renderer/features/timeline/merge-timeline.ts';
import { startOfDay } from '#renderer/i18n/date-text.ts';
import type { Instant } from '#shared/lib/time.ts';

/** A line of the axis; `day` is set where a new day begins above it. */
export interface TimelineRow {
  readonly item: TimelineItem;
  readonly day: Instant | null;
}

/** Steps that tell nothing to somebody who reads the axis later. */
const quiet = new Set<string>(['case.declined']);

/** The lines of the axis with their days, without what tells nothing. */
export function timelineRows(items: readonly TimelineItem[]): readonly TimelineRow[] {
  let day = -1;
  return items
    .filter((item) => !(item.kind === 'entry' && item.entry.kind === 'step' && quiet.has(item.entry.step.type)))
    .map((item) => {
      const its = startOfDay(item.at);
      const row = { item, day: its === day ? null : its };
      day = its;
      return row;
    });
}

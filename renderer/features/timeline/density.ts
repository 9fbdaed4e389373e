import { type AxisKind, axisKind, type TimelineItem } from '#renderer/features/timeline/merge-timeline.ts';
import type { Instant } from '#shared/lib/time.ts';

/** What the picture tells apart by colour. */
export type DensityGroup = 'talk' | 'money' | 'safety' | 'other';

const groups: Readonly<Record<AxisKind, DensityGroup>> = {
  messages: 'talk',
  notes: 'talk',
  calls: 'talk',
  transactions: 'money',
  actions: 'safety',
  security: 'safety',
  looks: 'other',
  steps: 'other',
  cases: 'other',
};

/** One day of the picture; `loaded` is whether the axis reaches back to its beginning. */
export interface DensityDay {
  readonly at: Instant;
  readonly loaded: boolean;
  readonly count: number;
  readonly parts: Readonly<Record<DensityGroup, number>>;
}

/** Items per local day over the last `days` days, oldest first; `items` newest first, whole back to `end`. */
export function dayDensity(items: readonly TimelineItem[], days: number, now: Instant, end: Instant): readonly DensityDay[] {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const counted = Array.from({ length: days }, (_, index) => {
    const date = new Date(midnight);
    date.setDate(date.getDate() - (days - 1 - index));
    return { at: date.getTime(), loaded: date.getTime() >= end, count: 0, parts: { talk: 0, money: 0, safety: 0, other: 0 } };
  });
  let at = counted.length - 1;
  for (const item of items) {
    while (at >= 0 && item.at < (counted[at]?.at ?? 0)) at -= 1;
    const day = counted[at];
    if (!day) break;
    day.count += 1;
    day.parts[groups[axisKind(item)]] += 1;
  }
  return counted;
}

import { z } from 'zod';
import { localized } from '#shared/lib/localized.ts';
import { isTimeZone } from '#shared/lib/zoned-time.ts';

/** Minutes after midnight in the calendar's time zone; 1440 is the day's end. */
const minute = z.number().int().min(0).max(1440);

const stretch = z.object({ from: minute, to: minute }).refine(({ from, to }) => from < to, { message: 'ends-before-it-begins' });

/** Business hours of a week (Monday is 1, Sunday 7; several stretches a day) and the days that differ. */
export const calendar = z.object({
  id: z.string().min(1).max(64),
  name: localized,
  timeZone: z.string().max(64).refine(isTimeZone, { message: 'unknown-time-zone' }),
  week: z.array(z.object({ day: z.number().int().min(1).max(7), hours: z.array(stretch).max(10) })).max(7),
  /** Closed days, and days with hours of their own. */
  holidays: z.array(z.object({ date: z.iso.date(), name: localized, hours: z.array(stretch).max(10) })).max(400),
});
export type Calendar = z.infer<typeof calendar>;

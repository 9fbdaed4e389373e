import type { Calendar } from '#shared/desk/calendar.ts';
import { DAY, type Instant, MINUTE } from '#shared/lib/time.ts';
import { offsetAt } from '#shared/lib/zoned-time.ts';

/** Whether a calendar's hours run at a moment, by the clocks of its own time zone; a holiday's hours stand in the place of its weekday's. */
export function isOpenAt({ timeZone, week, holidays }: Calendar, at: Instant): boolean {
  const local = at + offsetAt(at, timeZone);
  const date = new Date(local).toISOString().slice(0, 10);
  // Monday is 1, and Sunday 7.
  const weekday = ((new Date(local).getUTCDay() + 6) % 7) + 1;
  const minute = Math.floor((local % DAY) / MINUTE);
  const holiday = holidays.find((one) => one.date === date);
  const hours = holiday ? holiday.hours : week.filter(({ day }) => day === weekday).flatMap((one) => one.hours);
  return hours.some(({ from, to }) => from <= minute && minute < to);
}

import { DAY, type Instant, MINUTE } from '#shared/lib/time.ts';
import { offsetAt } from '#shared/lib/zoned-time.ts';

/**
 * When the desk's day that holds `now` began: the newest moment at which the clocks of `timeZone` (IANA) showed
 * `resetMinutes` after midnight. On days when the clocks change the offset of that moment holds.
 */
export function dayStart(now: Instant, timeZone: string, resetMinutes = 0): Instant {
  const localNow = now + offsetAt(now, timeZone);
  const reset = resetMinutes * MINUTE;
  const localStart = Math.floor((localNow - reset) / DAY) * DAY + reset;
  const inUtc = (local: number) => {
    const guess = local - offsetAt(now, timeZone);
    return local - offsetAt(guess, timeZone);
  };
  const start = inUtc(localStart);
  return start <= now ? start : inUtc(localStart - DAY);
}

import { DAY, type Instant, MINUTE } from '#shared/lib/time.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far a zone's clocks are ahead of UTC at a moment, in ms. */
function offsetAt(at: Instant, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return local - Math.floor(at / 1000) * 1000;
}

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

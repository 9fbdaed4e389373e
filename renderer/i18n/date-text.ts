import { DAY, type Instant } from '#shared/lib/time.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${name}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options);
    formats.set(key, found);
  }
  return found;
}

/** The time of day: 14:03. */
export function timeText(at: Instant, locale: string): string {
  return format(locale, 'time', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/** The time of day to the second: 14:03:22. */
export function clockTimeText(at: Instant, locale: string): string {
  return format(locale, 'clock', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(at);
}

/** Local midnight of a moment's day. */
export function startOfDay(at: Instant): Instant {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** Whole local days from a moment's day to that of `now`: 0 today, 1 yesterday, negative in the future. */
export function daysAgo(at: Instant, now: Instant): number {
  return Math.round((startOfDay(now) - startOfDay(at)) / DAY);
}

/** A day without its time: 21 Nov, with the year where it is another one. */
export function dateText(at: Instant, locale: string, now: Instant): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return sameYear
    ? format(locale, 'day', { day: 'numeric', month: 'short' }).format(at)
    : format(locale, 'date', { day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

/** A moment as briefly as it stays clear: the time today, else day and time. */
export function momentText(at: Instant, locale: string, now: Instant): string {
  return daysAgo(at, now) === 0 ? timeText(at, locale) : `${dateText(at, locale, now)} ${timeText(at, locale)}`;
}

/** A moment in full, for a title. */
export function fullText(at: Instant, locale: string): string {
  return format(locale, 'full', { dateStyle: 'full', timeStyle: 'medium' }).format(at);
}

/** A day as a separator names it; `words` are the language's own for today and yesterday. */
export function dayText(at: Instant, locale: string, now: Instant, words: { readonly today: string; readonly yesterday: string }): string {
  const ago = daysAgo(at, now);
  if (ago === 0) return words.today;
  if (ago === 1) return words.yesterday;
  if (ago > 1 && ago < 7) return format(locale, 'weekday', { weekday: 'long', day: 'numeric', month: 'short' }).format(at);
  return dateText(at, locale, now);
}

/** A number of bytes with its unit. */
export function bytesText(bytes: number, locale: string): string {
  const units = ['byte', 'kilobyte', 'megabyte'] as const;
  const step = bytes >= 1024 * 1024 ? 2 : bytes >= 1024 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: 'unit', unit: units[step] ?? 'byte', unitDisplay: 'short', maximumFractionDigits: step === 2 ? 1 : 0 }).format(
    bytes / 1024 ** step,
  );
}

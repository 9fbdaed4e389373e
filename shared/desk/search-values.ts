import { daysAgoByWord } from '#shared/desk/search-words.ts';
import { DAY, type Instant } from '#shared/lib/time.ts';
import { offsetAt, zonedInstant } from '#shared/lib/zoned-time.ts';

interface When {
  readonly now: Instant;
  readonly timeZone: string;
}

/** When a named day began where one is: `2026-09-01`, `2026/9/1`, `2026年9月1日`, `today`, `昨天`. */
export function dayOf(value: string, { now, timeZone }: When): Instant | undefined {
  const ago = daysAgoByWord.get(value);
  if (ago !== undefined) {
    const today = Math.floor((now + offsetAt(now, timeZone)) / DAY) * DAY;
    return zonedInstant(today - ago * DAY, timeZone);
  }
  const form = /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日?)$/.exec(value);
  if (!form) return undefined;
  const [year = 0, month = 0, day = 0] = form
    .slice(1)
    .filter((part) => part !== undefined)
    .map(Number);
  const local = Date.UTC(year, month - 1, day);
  const date = new Date(local);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || local < 0) return undefined;
  return zonedInstant(local, timeZone);
}

/** The moment so long ago: `7d`, `7天`. */
export function duration(value: string, { now }: When): Instant | undefined {
  const days = /^(\d{1,4})(?:d|天|日)$/.exec(value)?.[1];
  return days === undefined ? undefined : Math.max(0, now - Number(days) * DAY);
}

/** Amounts in minor units, both ends included; null has no end. */
export interface AmountRange {
  readonly least: number | null;
  readonly most: number | null;
}

/** A plain or grouped number with a currency's sign or word, in minor units of two decimals. */
function minorOf(text: string): number | undefined {
  const form = /^(?:[¥￥$€£]|rmb|cny|usd)?\s*(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,2}))?\s*(?:元|块|圆|rmb|cny|usd)?$/.exec(text);
  return form ? Math.round(Number(`${(form[1] ?? '').replaceAll(',', '')}.${form[2] ?? '0'}`) * 100) : undefined;
}

/** What `200`, `=200`, `>200`, `>=200`, `<200`, `<=200` and `100..200` mean; undefined where an end is no amount or nothing lies between. */
export function amountRange(value: string): AmountRange | undefined {
  const between = /^(.+?)\s*(?:\.\.+|~|～|…)\s*(.+)$/.exec(value);
  if (between) {
    const [least, most] = [minorOf(between[1] ?? ''), minorOf(between[2] ?? '')];
    return least === undefined || most === undefined || least > most ? undefined : { least, most };
  }
  const form = /^(>=|<=|=>|=<|≥|≤|>|<|=)?\s*(.+)$/.exec(value);
  const minor = minorOf(form?.[2] ?? '');
  if (minor === undefined) return undefined;
  switch (form?.[1]) {
    case '>':
      return { least: minor + 1, most: null };
    case '<':
      return { least: null, most: minor - 1 };
    case '>=':
    case '=>':
    case '≥':
      return { least: minor, most: null };
    case '<=':
    case '=<':
    case '≤':
      return { least: null, most: minor };
    default:
      return { least: minor, most: minor };
  }
}

import { DAY, HOUR, type Instant, MINUTE } from '#shared/lib/time.ts';
import { offsetAt, zonedInstant } from '#shared/lib/zoned-time.ts';
import { CHINESE_NUMERAL, chineseNumber, englishNumber } from '#shared/wallet/number-words.ts';

/**
 * Moments that a customer's words may mean: days, parts of days, hours and "ten minutes ago". chrono-node was tried
 * first: it takes "on Friday" and 周二晚上 for the days to come, reads no 三号, 上个月28号, 十分钟前, 刚才 nor "on the 23rd",
 * takes "the sun" for a Sunday, and weighs 8.8 MB; of money that moved, people speak in the past alone.
 */
export interface MentionedTime {
  /** The spans `[from, to)` that it may mean; any of them fits. */
  readonly spans: readonly (readonly [from: Instant, to: Instant])[];
  /** Where it stands in the text, in UTF-16 units. */
  readonly at: number;
  readonly length: number;
}

/** An hour of day that is told: any day's minutes after midnight, the ambiguous one of a dial as two. */
export interface MentionedHour {
  readonly minutes: readonly number[];
  readonly at: number;
  readonly length: number;
}

interface When {
  readonly now: Instant;
  readonly timeZone: string;
}

type Span = readonly [Instant, Instant];

const weekdaysEn = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const monthsEn = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAY = '(?:mon|tues?|wednes|thurs?|fri|satur|sun)day';
const MONTH = '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const ZH = `(?:\\d{1,2}|[${CHINESE_NUMERAL}]{1,3})`;

const numberOf = (text: string): number => (/^\d+$/.test(text) ? Number(text) : (chineseNumber(text) ?? Number.NaN));

/** The calendar of a moment in a zone: local days as whole numbers since 1970. */
class LocalCalendar {
  readonly #when: When;
  readonly today: number;

  constructor(when: When) {
    this.#when = when;
    this.today = Math.floor((when.now + offsetAt(when.now, when.timeZone)) / DAY);
  }

  /** A local day, or its stretch of hours; hours beyond 24 reach into the next day. */
  day(day: number, from = 0, to = 24): Span {
    return [zonedInstant(day * DAY + from * HOUR, this.#when.timeZone), zonedInstant(day * DAY + to * HOUR, this.#when.timeZone)];
  }

  /** The newest local day with this weekday (0: Sunday), today included. */
  lastWeekday(weekday: number): number {
    return this.today - ((((this.today + 4) % 7) - weekday + 7) % 7);
  }

  /** The days of this month and date in the year before today, the year before that where it lies ahead; none where there is no such date. */
  date(month: number, date: number, year?: number): readonly number[] {
    const thisYear = new Date(this.today * DAY).getUTCFullYear();
    for (const candidate of year === undefined ? [thisYear, thisYear - 1] : [year]) {
      const local = new Date(Date.UTC(candidate, month - 1, date));
      if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== date) continue;
      const day = local.getTime() / DAY;
      if (day <= this.today) return [day];
    }
    return [];
  }

  /** The newest day with this date, counted from so many months back. */
  dateOfMonth(date: number, monthsBack: number | null): readonly number[] {
    const now = new Date(this.today * DAY);
    for (const back of monthsBack === null ? [0, 1, 2] : [monthsBack]) {
      const local = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, date));
      const day = local.getTime() / DAY;
      if (local.getUTCDate() === date && day <= this.today) return [day];
    }
    return [];
  }

  /** The calendar month so many months back. */
  month(back: number): Span {
    const now = new Date(this.today * DAY);
    const first = (n: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - n, 1) / DAY;
    return [this.day(first(back))[0], this.day(first(back - 1))[0]];
  }

  /** Monday of the week so many weeks back. */
  monday(back: number): number {
    return this.today - ((this.today + 3) % 7) - back * 7;
  }
}

/** The hours of a part of the day; night reaches into the next. */
const partsOfDay: readonly (readonly [RegExp, number, number])[] = [
  [/^(?:凌晨|半夜|清晨)/, 0, 6],
  [/^(?:早上|早晨|今早|上午|早|morning)/, 5, 12],
  [/^(?:中午|午间|noon|midday)/, 11, 15],
  [/^(?:下午|afternoon)/, 12, 19],
  [/^(?:傍晚|evening)/, 16, 24],
  [/^(?:晚上|晚间|夜里|晚|夜|night)/, 17, 30],
];

interface Rule {
  readonly pattern: RegExp;
  readonly spans: (match: RegExpExecArray, calendar: LocalCalendar, now: Instant) => readonly Span[];
}

/** Days before today. */
const relativeDays: Readonly<Record<string, number>> = { 今: 0, 昨: 1, 前: 2, 大前: 3 };

const about = (now: Instant, ago: number): readonly Span[] => [[now - ago * 1.6 - 5 * MINUTE, now - ago * 0.4 + 5 * MINUTE]];
const days = (calendar: LocalCalendar, found: readonly number[]) => found.map((day) => calendar.day(day));

const unitMs = (unit: string): number =>
  /^(?:分|min)/.test(unit) ? MINUTE : /^(?:小时|钟头|hour|hr)/.test(unit) ? HOUR : /^(?:周|星期|礼拜|week)/.test(unit) ? 7 * DAY : DAY;

/** So long ago: of days the calendar's, else roughly. */
function ago(count: number, unit: string, calendar: LocalCalendar, now: Instant): readonly Span[] {
  const ms = count * unitMs(unit);
  if (!Number.isFinite(ms)) return [];
  if (ms < DAY) return about(now, ms);
  const back = Math.round(ms / DAY);
  const slack = Math.floor(back / 7);
  return [[calendar.day(calendar.today - back - slack)[0], calendar.day(calendar.today - back + slack)[1]]];
}

/** Words for how many, "half" and "a quarter of" included. */
function countOf(words: string): number {
  if (/half|半/.test(words)) return 0.5;
  if (/quarter|刻/.test(words)) return 0.25;
  if (/couple/.test(words)) return 2;
  const few = /^([一二三四五六七八九])?十几$/.exec(words);
  if (few) return (few[1] === undefined ? 1 : (chineseNumber(few[1]) ?? 1)) * 10 + 5;
  if (/^[a-z ]+$/i.test(words)) return englishNumber(words.trim()) ?? Number.NaN;
  return numberOf(words);
}

const rules: readonly Rule[] = [
  {
    pattern: /\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b|(\d{4})年(\d{1,2})月(\d{1,2})[日号]?/g,
    spans: (m, calendar) => days(calendar, calendar.date(Number(m[2] ?? m[5]), Number(m[3] ?? m[6]), Number(m[1] ?? m[4]))),
  },
  {
    pattern: new RegExp(`(${ZH})月(${ZH})(?:[号日]|(?![\\d${CHINESE_NUMERAL}]))`, 'g'),
    spans: (m, calendar) => days(calendar, calendar.date(numberOf(m[1] ?? ''), numberOf(m[2] ?? ''))),
  },
  {
    pattern: new RegExp(`(上个?月|这个?月|本月|每个?月)?(?<![\\d${CHINESE_NUMERAL}第])(${ZH})[号日](?![楼线店院口机码房桌单库])`, 'g'),
    spans: (m, calendar) => {
      const date = numberOf(m[2] ?? '');
      return date >= 1 && date <= 31 ? days(calendar, calendar.dateOfMonth(date, m[1]?.startsWith('上') ? 1 : m[1] ? 0 : null)) : [];
    },
  },
  {
    pattern: /(?<!到|至|等)(大前|[今昨前])(?:天|日(?!期)|儿)?(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|半夜|夜里|早(?!就|该)|晚|夜)?/g,
    spans: (m, calendar) => {
      // 前 and 今 alone are parts of other words.
      if (m[0].length === (m[1] ?? '').length) return [];
      const day = calendar.today - (relativeDays[m[1] ?? ''] ?? 0);
      const part = m[2] ? partsOfDay.find(([word]) => word.test(m[2] ?? '')) : undefined;
      return [part ? calendar.day(day, part[1], part[2]) : calendar.day(day)];
    },
  },
  {
    pattern: /(上上|上|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天])/g,
    spans: (m, calendar) => {
      const weekday = '日一二三四五六'.indexOf((m[2] ?? '').replace('天', '日'));
      if (m[1] === undefined || m[1] === '这' || m[1] === '本') return [calendar.day(calendar.lastWeekday(weekday))];
      return [calendar.day(calendar.monday(m[1] === '上上' ? 2 : 1) + ((weekday + 6) % 7))];
    },
  },
  {
    pattern: /上(?:个)?(?:周末)|上个?(?:周|星期|礼拜)(?![一二三四五六日天末])|上个?月(?!\d|[一二三四五六七八九十])/g,
    spans: (m, calendar) => {
      if (m[0].includes('月')) return [calendar.month(1)];
      const monday = calendar.monday(1);
      return [[calendar.day(m[0].endsWith('末') ? monday + 5 : monday)[0], calendar.day(monday + 6)[1]]];
    },
  },
  {
    pattern: new RegExp(
      `(半|[${CHINESE_NUMERAL}]?十几|\\d+(?:\\.\\d)?|[${CHINESE_NUMERAL}]{1,3})(?:多)?个?多?(分钟|小时|钟头|天|周|星期|礼拜)(?:之|以)?前`,
      'g',
    ),
    spans: (m, calendar, now) => ago(countOf(m[1] ?? ''), m[2] ?? '', calendar, now),
  },
  {
    pattern: /刚才|刚刚|刚(?=转|充|付|提|买|扣|打|收)|\bjust (?:now|sent|transferred|paid|topped|made|withdrew)|\ba (?:moment|minute) ago/gi,
    spans: (_, __, now) => [[now - HOUR, now + MINUTE]],
  },
  {
    pattern: /\b(?:the )?day before yesterday\b/gi,
    spans: (_, calendar) => [calendar.day(calendar.today - 2)],
  },
  {
    pattern: new RegExp(`\\b(?:the )?(${WEEKDAY}) before last\\b`, 'gi'),
    spans: (m, calendar) => [calendar.day(calendar.lastWeekday(weekdayOf(m[1] ?? '')) - 7)],
  },
  {
    pattern: /\blast night\b|\b(?:yesterday|today|tonight)(?:'s)?(?: (morning|afternoon|evening|night|noon))?\b|\bthis (morning|afternoon|evening|noon)\b/gi,
    spans: (m, calendar) => {
      const said = m[0].toLowerCase();
      if (said === 'last night') return [calendar.day(calendar.today - 1, 17, 30)];
      const day = calendar.today - (said.startsWith('yesterday') ? 1 : 0);
      const named = m[1] ?? m[2];
      const part = named ? partsOfDay.find(([word]) => word.test(named.toLowerCase())) : undefined;
      return [part ? calendar.day(day, part[1], part[2]) : calendar.day(day)];
    },
  },
  {
    pattern: new RegExp(
      `\\b(?:(last|this|past) )?(${WEEKDAY}|(?<=on |last |since )(?:mon|tue|wed|thu|fri|sat|sun))\\b(?:'s)?(?: (morning|afternoon|evening|night))?`,
      'gi',
    ),
    spans: (m, calendar) => {
      const newest = calendar.lastWeekday(weekdayOf(m[2] ?? ''));
      const last = m[1]?.toLowerCase() === 'last';
      const part = m[3] ? partsOfDay.find(([word]) => word.test((m[3] ?? '').toLowerCase())) : undefined;
      // "Last Friday", said on a Saturday, is yesterday to some and a week ago to others.
      const found = !last ? [newest] : newest === calendar.today ? [newest - 7] : newest >= calendar.monday(0) ? [newest, newest - 7] : [newest];
      return found.map((day) => (part ? calendar.day(day, part[1], part[2]) : calendar.day(day)));
    },
  },
  {
    pattern: new RegExp(`\\b(${MONTH}) (?:the )?(\\d{1,2})(?:st|nd|rd|th)?\\b(?!:|[.,]\\d)|\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTH})(?![a-z])`, 'gi'),
    spans: (m, calendar) => {
      const month = monthsEn.indexOf((m[1] ?? m[4] ?? '').slice(0, 3).toLowerCase()) + 1;
      return days(calendar, calendar.date(month, Number(m[2] ?? m[3])));
    },
  },
  {
    pattern: /\b(?:the )?(\d{1,2})(?:st|nd|rd|th)\b(?! (?:time|attempt|try|message|floor|of ))/gi,
    spans: (m, calendar) => days(calendar, calendar.dateOfMonth(Number(m[1]), null)),
  },
  {
    // Either order of day and month: what lies ahead, and what is no date, falls away.
    pattern: /(?<![\d/.])(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?(?![\d/])/g,
    spans: (m, calendar) => {
      const [a, b] = [Number(m[1]), Number(m[2])];
      const year = m[3] === undefined ? undefined : Number(m[3]) + (m[3].length === 2 ? 2000 : 0);
      return days(calendar, [...new Set([...calendar.date(a, b, year), ...calendar.date(b, a, year)])]);
    },
  },
  {
    pattern:
      /\b(half an|(?:an?|one|about an?) quarter of an|a couple of|an?|\d+(?:\.\d)?|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty) (minutes?|mins?|hours?|hrs?|days?|weeks?) (?:ago|back)\b/gi,
    spans: (m, calendar, now) => ago(countOf((m[1] ?? '').toLowerCase()), (m[2] ?? '').toLowerCase(), calendar, now),
  },
  {
    pattern: /\blast (week(?:end)?|month)\b/gi,
    spans: (m, calendar) => {
      if (m[1]?.toLowerCase() === 'month') return [calendar.month(1)];
      const monday = calendar.monday(1);
      return [[calendar.day(m[1]?.toLowerCase() === 'weekend' ? monday + 5 : monday)[0], calendar.day(monday + 6)[1]]];
    },
  },
];

const weekdayOf = (name: string): number => weekdaysEn.indexOf(name.slice(0, 3).toLowerCase());

/** The days and spans of time that a text names, in both languages; of overlapping ones the first rule's. */
export function mentionedTimes(text: string, when: When): readonly MentionedTime[] {
  const calendar = new LocalCalendar(when);
  const found: MentionedTime[] = [];
  for (const { pattern, spans } of rules) {
    for (const match of text.matchAll(pattern)) {
      const [at, length] = [match.index, match[0].length];
      if (found.some((other) => at < other.at + other.length && other.at < at + length)) continue;
      const meant = spans(match, calendar, when.now);
      if (meant.length > 0) found.push({ spans: meant, at, length });
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

const HOUR_ZH = new RegExp(
  `(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|半夜|夜里|[今昨前](?=[早晚])[早晚])?(\\d{1,2}|[${CHINESE_NUMERAL}]{1,3})点(?:(半)|(?:(\\d{1,2}|[${CHINESE_NUMERAL}]{1,3})(?:分|(?![\\d.${CHINESE_NUMERAL}元块]))))?`,
  'g',
);
const HOUR_DIGITS = /(凌晨|早上|上午|中午|下午|晚上)?(?<![\d:.*/])(\d{1,2})(?::|(?=\s?[ap]\.?m))([0-5]\d)?(?::[0-5]\d)?\s?([ap]\.?m\b\.?)?/gi;

const late = /晚|夜里|下午|傍晚/;

function dial(hour: number, minute: number, part: string | undefined, half: string | undefined): readonly number[] {
  if (hour > 24 || minute > 59) return [];
  const at = (h: number) => (h % 24) * 60 + minute;
  if (half !== undefined) return [at((hour % 12) + (/^p/i.test(half) ? 12 : 0))];
  if (part === '中午') return [at(hour < 5 ? hour + 12 : hour)];
  if (part !== undefined) return [at(late.test(part) && hour < 12 ? hour + 12 : hour)];
  return hour >= 1 && hour < 12 ? [at(hour), at(hour + 12)] : [at(hour)];
}

/** The hours of day that a text names: 晚上八点多, 10点18分, 3:12, 8pm. */
export function mentionedHours(text: string): readonly MentionedHour[] {
  const found: MentionedHour[] = [];
  for (const match of text.matchAll(HOUR_ZH)) {
    const minute = match[3] ? 30 : match[4] ? numberOf(match[4]) : 0;
    found.push({ minutes: dial(numberOf(match[2] ?? ''), minute, match[1], undefined), at: match.index, length: match[0].length });
  }
  for (const match of text.matchAll(HOUR_DIGITS)) {
    found.push({ minutes: dial(Number(match[2]), Number(match[3] ?? 0), match[1], match[4]), at: match.index, length: match[0].length });
  }
  return found.filter(({ minutes }) => minutes.length > 0);
}

import { CHINESE_NUMERAL, chineseNumber, ENGLISH_NUMERAL, englishNumber } from '#shared/wallet/number-words.ts';

/** An amount that a text names. */
export interface MentionedAmount {
  /** In whole units of the currency; 85.500 may be 85.5 or 85500, so that there may be several. */
  readonly values: readonly number[];
  /** The currencies that the sign or word beside it may mean; null where none says so. */
  readonly currencies: readonly string[] | null;
  /** A sign or word of money stands beside it. */
  readonly marked: boolean;
  readonly at: number;
  readonly length: number;
}

interface Place {
  readonly at: number;
  readonly length: number;
}

const currencyWords: readonly (readonly [RegExp, readonly string[] | null])[] = [
  [/^(?:rmb|cny|yuan|人民币)/i, ['CNY']],
  [/^[¥￥]/, ['CNY', 'JPY']],
  [/^(?:usd|us\$)/i, ['USD']],
  [/^(?:hkd|hk\$|港币)/i, ['HKD']],
  [/^(?:sgd|s\$)/i, ['SGD']],
  [/^(?:\$|dollars?|bucks)/i, ['USD', 'HKD', 'SGD', 'AUD', 'CAD', 'NZD', 'TWD']],
  [/^(?:rp|idr|rupiah)/i, ['IDR']],
  [/^(?:eur|€)/i, ['EUR']],
  [/^£/, ['GBP']],
];

const currenciesOf = (sign: string): readonly string[] | null => currencyWords.find(([pattern]) => pattern.test(sign))?.[1] ?? null;

const BEFORE_SIGN = '(?:us|hk|s)?\\$|[¥￥€£]|(?:rmb|cny|usd|hkd|sgd|idr|eur|rp)\\.?';
const AFTER_SIGN = '元钱?|块钱|块|圆|人民币|港币|yuan|kuai|rmb|cny|usd|hkd|sgd|idr|eur|euros?|rupiahs?|dollars?|bucks';
const NUMBER = '\\d{1,3}(?:[.,]\\d{3})+(?:[.,]\\d{1,2})?|\\d{1,8}(?:[.,]\\d{1,2})?';
const MULTIPLIER = 'k|w|千|万|百|thousand|million|mio|rb|ribu|jt|juta';
const WRITTEN = new RegExp(
  `(?:(?<![a-z])(?<before>${BEFORE_SIGN})\\s?|(?<!\\d[.,:])(?<![\\dA-Za-z/*#+_@-]))(?<number>${NUMBER})(?![\\d/*_@]|:\\d|[.,]\\d|-\\d)(?:\\s?(?<times>${MULTIPLIER})(?![a-z]))?(?:\\s?(?<after>${AFTER_SIGN})(?![a-z])(?<tenth>\\d(?!\\d)|[一二两三四五六七八九])?(?:[毛角])?)?`,
  'gi',
);
const CHINESE = new RegExp(
  `(?<![第\\d])(?<number>[${CHINESE_NUMERAL}]+)(?:\\s?(?<after>元钱?|块钱|块|圆)(?<tenth>[一二两三四五六七八九](?!千|百|万))?(?:[毛角](?<hundredth>[一二两三四五六七八九])?)?)?`,
  'g',
);
const ENGLISH = new RegExp(`(?<number>${ENGLISH_NUMERAL})(?:\\s?(?<after>${AFTER_SIGN})\\b)?`, 'gi');

const multipliers: Readonly<Record<string, number>> = {
  k: 1e3,
  千: 1e3,
  百: 100,
  w: 1e4,
  万: 1e4,
  thousand: 1e3,
  rb: 1e3,
  ribu: 1e3,
  million: 1e6,
  mio: 1e6,
  jt: 1e6,
  juta: 1e6,
};

/** What counts something else than money. */
const COUNTED =
  /^\s?(?:%|％|分钟|秒|小时|钟头|天|日|号|月|年|点(?!\d)|岁|次|遍|个|位|人|期|级|张|条|家|笔|楼|层|公里|米|多|几|分(?!钱)|-?(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|times?|photos?|people|friends?|accounts?|digits?|attempts?|seconds?)\b|(?:st|nd|rd|th|am|pm|x)\b|o'clock|[A-Z][a-z]+ (?:Street|Road|Avenue|Lane|St|Rd)\b)/;
/** What names a number that is none of money. */
const LABELLED =
  /(?:尾号|后[四4]位|末四位|ending(?: in| with)?|ends? (?:in|with)|last (?:four|4)(?: digits)?|验证码|(?<!promo )code|error|错误码?|代码|工号|room|apartment|apt|flat|ticket|号码|电话|热线|phone|number|order|单号|订单号?|流水号?|reference|ref|第|今年|i am|i'm|aged?|version|ios|苹果|android|iphone|born(?: in| on)?|邮编|zip)(?: is| no\.?)?\s*[:：是为#]*\s*$/i;

/** Whether the words before a place in a text name the number there as none of money: a code, an order, a telephone. */
export const isLabelled = (text: string, at: number): boolean => LABELLED.test(text.slice(Math.max(0, at - 24), at));

/** A number as it is written; one point or comma before three digits may part thousands or decimals. */
function readings(number: string): readonly number[] {
  const parts = number.split(/[.,]/);
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return [Number(number)];
  if (parts.length === 2 && last.length === 3) return number.includes('.') ? [Number(number), Number(parts.join(''))] : [Number(parts.join(''))];
  return last.length === 3 ? [Number(parts.join(''))] : [Number(`${parts.slice(0, -1).join('')}.${last}`)];
}

const cents = (value: number) => Math.round(value * 1000) / 1000;
const overlaps = (a: Place, b: Place) => a.at < b.at + b.length && b.at < a.at + a.length;

/**
 * The amounts that a text names, in both languages and all their forms: 200, ¥200.00, 1.5k, 68块5, 一千二, "fifteen hundred".
 * Numbers at `taken` places (dates, hours, references), such as count something else, and such as a label names otherwise are none.
 */
export function mentionedAmounts(text: string, taken: readonly Place[]): readonly MentionedAmount[] {
  const found: MentionedAmount[] = [];
  const add = (match: RegExpExecArray, values: readonly number[], sign: string | undefined) => {
    const place = { at: match.index, length: match[0].length };
    if (taken.some((other) => overlaps(place, other)) || found.some((other) => overlaps(place, other))) return;
    const marked = sign !== undefined;
    if (!marked && (COUNTED.test(text.slice(place.at + place.length)) || isLabelled(text, place.at))) return;
    const positive = values.filter((value) => value > 0).map(cents);
    if (positive.length > 0) found.push({ ...place, values: positive, marked, currencies: sign === undefined ? null : currenciesOf(sign) });
  };
  for (const match of text.matchAll(WRITTEN)) {
    const { before, number = '', times, after, tenth } = match.groups ?? {};
    const scale = multipliers[times?.toLowerCase() ?? ''] ?? 1;
    const fraction = tenth === undefined ? 0 : (/\d/.test(tenth) ? Number(tenth) : (chineseNumber(tenth) ?? 0)) / 10;
    add(
      match,
      readings(number).map((value) => value * scale + fraction),
      before ?? after,
    );
  }
  for (const match of text.matchAll(CHINESE)) {
    const { number = '', after, tenth, hundredth } = match.groups ?? {};
    // Without a unit a small numeral is part of other words: 一下, 三天.
    if (after === undefined && !/[百千万]/.test(number)) continue;
    const whole = chineseNumber(number);
    if (whole !== null) add(match, [whole + (chineseNumber(tenth ?? '零') ?? 0) / 10 + (chineseNumber(hundredth ?? '零') ?? 0) / 100], after);
  }
  for (const match of text.matchAll(ENGLISH)) {
    const { number = '', after } = match.groups ?? {};
    if (after === undefined && !/hundred|thousand|million/i.test(number)) continue;
    const value = englishNumber(number);
    if (value !== null) add(match, [value], after);
  }
  return found.sort((a, b) => a.at - b.at);
}

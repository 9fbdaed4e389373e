const digits: ReadonlyMap<string, number> = new Map(
  [...'零一二三四五六七八九'].map((sign, value) => [sign, value] as const).concat([['〇', 0] as const, ['两', 2] as const]),
);
const units: ReadonlyMap<string, number> = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1_000],
  ['万', 10_000],
]);

/** The signs of which a Chinese numeral is made, for a character class. */
export const CHINESE_NUMERAL = '零〇一二两三四五六七八九十百千万';

/**
 * What a Chinese numeral stands for: 三百二十六, 一千零五, and short forms in which the last place is left out, so that
 * 一千二 is 1200 and 一万二 is 12000; null for what is no numeral, such as 万一 or 千万.
 */
export function chineseNumber(text: string): number | null {
  let total = 0;
  let section = 0;
  let digit: number | null = null;
  let lastUnit = 0;
  let short = true;
  for (const sign of text) {
    const value = digits.get(sign);
    if (value !== undefined) {
      if (digit !== null && digit !== 0) return null;
      if (value === 0) short = false;
      digit = value;
      continue;
    }
    const unit = units.get(sign);
    if (unit === undefined) return null;
    if (unit === 10_000) {
      if (section + (digit ?? 0) === 0) return null;
      total = (section + (digit ?? 0)) * unit;
      section = 0;
    } else {
      // Only ten stands without its one: 十 is 10, 百 alone is a word.
      if (digit === null && (unit !== 10 || section + total > 0)) return null;
      section += (digit ?? 1) * unit;
    }
    digit = null;
    lastUnit = unit;
    short = true;
  }
  if (digit !== null) section += short && lastUnit >= 100 ? (digit * lastUnit) / 10 : digit;
  return text === '' ? null : total + section;
}

const small = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const names: ReadonlyMap<string, number> = new Map([
  ...small.map((word, value) => [word, value] as const),
  ...tens.map((word, index) => [word, (index + 2) * 10] as const),
  ['a', 1] as const,
  ['an', 1] as const,
]);

const word = [...small, ...tens, 'hundred', 'thousand', 'million'].join('|');

/** A row of English number words as it stands in a text, "a hundred and five" included; a pattern's source without groups that capture. */
export const ENGLISH_NUMERAL = `\\b(?:an? (?=hundred|thousand|million))?(?:${word})\\b(?:(?:[ -]| and )(?:${word})\\b)*`;

/** What a row of English number words stands for, "fifteen hundred" and "four hundred and ninety-nine" included; null for other words. */
export function englishNumber(text: string): number | null {
  let total = 0;
  let section = 0;
  for (const part of text.toLowerCase().split(/[ -]+/)) {
    if (part === 'and') continue;
    if (part === 'hundred') section = (section || 1) * 100;
    else if (part === 'thousand' || part === 'million') {
      total += (section || 1) * (part === 'thousand' ? 1_000 : 1_000_000);
      section = 0;
    } else {
      const value = names.get(part);
      if (value === undefined) return null;
      section += value;
    }
  }
  return total + section;
}

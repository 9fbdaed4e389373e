import { isValidPhoneNumber } from 'libphonenumber-js/min';
import type { Token } from '#shared/lib/ids.ts';
import { foldWidth, mask } from '#shared/wallet/masking.ts';
import type { MaskedText, SensitiveKind, TokenMark } from '#shared/wallet/tokens.ts';

/** A value found in a text: `[at, at + length)` in UTF-16 units. */
export interface Sensitive {
  readonly kind: SensitiveKind;
  readonly raw: string;
  readonly at: number;
  readonly length: number;
}

/** Separators people put between the digits of one number: at most one or two at a time. */
const GAP = '[ \\u00a0\\u2009.\\-\\u2010-\\u2013]';
/**
 * Not inside a longer number or a word, not an amount nor a fraction of one, not what a mask left; a point after a
 * list's number does not count.
 */
const BEFORE = '(?<![0-9A-Za-z_¥￥$€£])(?<!(?<![0-9])0\\.)(?<!\\* ?)';
const AFTER = '(?![0-9A-Za-z_])(?!\\.[0-9])';

const digitsOf = (text: string) => text.replace(/[^0-9]/g, '');

/** How many digits stand together in each group of a number, such as 3-4-4. */
const groupsOf = (text: string): readonly number[] => (text.match(/[0-9]+/g) ?? []).map((group) => group.length);

/** The number itself, and what it begins with up to the end of each group: another number may stand beside it. */
const beginnings = (found: string): readonly string[] => [...found.matchAll(/[0-9]+/g)].map((group) => found.slice(0, group.index + group[0].length)).reverse();

/** ISO/IEC 7812-1's check digit. */
function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const d = Number(digits[digits.length - 1 - i]);
    const v = i % 2 === 1 ? d * 2 : d;
    sum += v > 9 ? v - 9 : v;
  }
  return sum % 10 === 0;
}

/** Issuers' ranges with the lengths they use: UnionPay, Visa, Mastercard, Amex, JCB, Discover, Diners, Maestro. */
const brands: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^62/, [16, 17, 18, 19]],
  [/^81/, [16, 17, 18, 19]],
  [/^4/, [13, 16, 19]],
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^35(2[89]|[3-8])/, [16]],
  [/^(6011|64[4-9]|65)/, [16, 19]],
  [/^3(0[0-5]|[689])/, [14]],
  [/^(50|5[6-9]|6[0-9])/, [13, 15, 16, 18, 19]],
];

const isCard = (digits: string) => luhn(digits) && brands.some(([prefix, lengths]) => prefix.test(digits) && lengths.includes(digits.length));

/** Groups of one size but for the last, or as American Express and Diners print them. */
function isPrinted(groups: readonly number[]): boolean {
  const [first = 0, ...others] = groups;
  const last = others.pop() ?? first;
  return (last <= first && others.every((size) => size === first)) || /^4-6-[45]$/.test(groups.join('-'));
}

/**
 * What may be a card in a row of groups: first those grouped as cards are printed, then other groupings that a list of
 * small numbers does not have; of each the longest first, but for lengths that hardly any card has.
 */
function cardsIn(found: string): readonly string[] {
  const rank = (row: string) => {
    const groups = groupsOf(row);
    const length = digitsOf(row).length;
    if (length < 13) return null;
    if (!isPrinted(groups) && !(groups.length <= 5 && (groups[0] ?? 0) >= 4 && groups.every((size) => size >= 3))) return null;
    const gaps = new Set(row.match(/[^0-9]+/g) ?? []);
    // With a number behind it a card of sixteen may be taken for such a one, where it is parted from it as its own groups are.
    const odd = (length === 17 || length === 18) && !(groups.length >= 4 && gaps.size === 1);
    return (isPrinted(groups) ? 0 : 2) + (odd ? 1 : 0);
  };
  return [0, 1, 2, 3].flatMap((sought) => beginnings(found).filter((row) => rank(row) === sought));
}

/** How people part a mainland mobile number: digit by digit, or in few groups; dotted or listed numbers are something else. */
const mobileGroups = new Set(['11', '3-4-4', '3-8', '7-4', '5-6', '4-4-3', '4-3-4', '4-7', '3-3-5', '3-2-2-2-2', '1-1-1-1-1-1-1-1-1-1-1']);

function isMobile(found: string): boolean {
  const number = /^(?:(?:(?:\+|00)[^0-9]?)?86[^0-9]{0,2}|\(86\)[^0-9]?)?(1[^0-9]?[3-9].*)$/.exec(found)?.[1] ?? '';
  return mobileGroups.has(groupsOf(number).join('-'));
}

/** The first two digits of GB/T 2260: the provinces. */
const province = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;

/** GB 11643-1999: eighteen characters, a real date of birth, the check character by ISO 7064 MOD 11-2. */
function isResidentId(id: string): boolean {
  const form = /^[1-8]\d{5}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/.exec(id);
  if (!form || !province.test(id)) return false;
  const [year, month, day] = [Number(form[1]), Number(form[2]), Number(form[3])];
  if (!isDate(year, month, day)) return false;
  const sum = [...id.slice(0, 17)].reduce((total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11), 0);
  return '10X98765432'[sum % 11] === id[17];
}

/** The form before 1999: fifteen digits with a two-digit year. */
function isOldResidentId(id: string): boolean {
  const form = /^[1-8]\d{5}(\d{2})(\d{2})(\d{2})\d{3}$/.exec(id);
  return form !== null && province.test(id) && isDate(1900 + Number(form[1]), Number(form[2]), Number(form[3]));
}

function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && year <= 2100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** The first two digits of a NIK: Indonesia's provinces (Permendagri 72/2019, and those parted from Papua since). */
const indonesianProvince = /^(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])/;

/**
 * Indonesia's NIK: sixteen digits, province, regency (towns from 71), district, the day of birth (of women 40 more), month
 * and year, a serial. It has no check digit: about one in two hundred numbers of sixteen digits looks like one, and is
 * rather hidden than shown.
 */
function isNik(digits: string): boolean {
  const form = /^\d{2}(?:[0-3]\d|7\d)(?:[0-4]\d)(\d{2})(\d{2})(\d{2})(\d{4})$/.exec(digits);
  if (!form || !indonesianProvince.test(digits) || form[4] === '0000' || /^..00|^....00/.test(digits)) return false;
  const day = Number(form[1]);
  // A leap year, so that no 29 February is refused.
  return isDate(2000, Number(form[2]), day > 40 ? day - 40 : day);
}

/** How people part an Indonesian mobile number as it is dialled there: 0812-3456-7890. */
const indonesianGroups = /^(?:1[0-3]|4-[34]-[345]|4-[6-9]|3-[34]-[345])$/;

interface Rule {
  readonly kind: SensitiveKind;
  readonly pattern: RegExp;
  /** What of a match may be the value, the likeliest first; all of it unless said. */
  readonly parts?: (found: string) => readonly string[];
  readonly holds: (found: string) => boolean;
}

/** In the order in which they claim a place. */
const rules: readonly Rule[] = [
  {
    kind: 'email',
    pattern:
      /(?<![A-Za-z0-9._%+-])[A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9_+-])?@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}(?![A-Za-z0-9-])/g,
    holds: () => true,
  },
  {
    kind: 'id-number',
    pattern: new RegExp(`${BEFORE}[1-8](?:${GAP}?[0-9]){16}${GAP}?[0-9Xx](?![0-9A-Za-z_])`, 'g'),
    holds: (found) => isResidentId(found.replace(/[^0-9xX]/g, '').toUpperCase()),
  },
  {
    kind: 'card',
    pattern: new RegExp(`(?<![+])${BEFORE}[2-8](?:${GAP}{0,2}[0-9]){12,18}${AFTER}(?![/:][0-9])`, 'g'),
    parts: cardsIn,
    holds: (found) => isCard(digitsOf(found)),
  },
  {
    kind: 'id-number',
    pattern: new RegExp(`${BEFORE}[1-8][0-9]{14}${AFTER}`, 'g'),
    holds: (found) => isOldResidentId(found),
  },
  {
    kind: 'id-number',
    pattern: new RegExp(`(?<![+])${BEFORE}[1-9][0-9]{5}${GAP}?[0-9]{6}${GAP}?[0-9]{4}${AFTER}`, 'g'),
    holds: (found) => isNik(digitsOf(found)),
  },
  {
    // Not the end of another country's number: +63 917 148 2126.
    kind: 'phone',
    pattern: new RegExp(
      `(?<!\\+[0-9][0-9 ()-]{0,6})(?<![+])${BEFORE}(?:(?:(?:\\+|00)${GAP}?)?86${GAP}{0,2}|\\(86\\)${GAP}?)?1${GAP}?[3-9](?:${GAP}?[0-9]){9}${AFTER}`,
      'g',
    ),
    holds: isMobile,
  },
  {
    kind: 'phone',
    pattern: new RegExp(`(?<![+])(?<![0-9A-Za-z_])(?<!\\* ?)(?:\\+|00)[1-9](?:(?:${GAP}|[()]){0,2}[0-9]){6,14}${AFTER}`, 'g'),
    parts: beginnings,
    holds: (found) => isValidPhoneNumber(`+${digitsOf(found).replace(/^00/, '')}`),
  },
  {
    kind: 'phone',
    pattern: new RegExp(`(?<![+])${BEFORE}08[1-9](?:${GAP}?[0-9]){7,10}${AFTER}`, 'g'),
    parts: beginnings,
    holds: (found) => indonesianGroups.test(groupsOf(found).join('-')) && isValidPhoneNumber(found, 'ID'),
  },
];

/** All card, id, phone and e-mail values of a text, in order and without overlap; full-width forms and separators included. */
export function findSensitive(text: string): readonly Sensitive[] {
  const folded = foldWidth(text);
  const found: Sensitive[] = [];
  for (const { kind, pattern, parts, holds } of rules) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(folded); match !== null; match = pattern.exec(folded)) {
      const at = match.index;
      const value = (parts?.(match[0]) ?? [match[0]]).find(holds);
      const taken = value === undefined || found.some((other) => at < other.at + other.length && other.at < at + value.length);
      // What is no value may still have one that begins inside it.
      pattern.lastIndex = at + (taken ? 1 : value.length);
      if (!taken) found.push({ kind, raw: text.slice(at, at + value.length), at, length: value.length });
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

/** A letter or digit of a script that parts its words by blanks: beside an address it makes another of it, also behind what is invisible. */
const PART = String.raw`(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}])[\p{L}\p{M}\p{N}_]`;
const PART_BEFORE = new RegExp(String.raw`(?:${PART}[\p{Cf}!#$%&'*/=?^\x60{|}~+.-]*|[\p{Cf}])$`, 'u');
const PART_BEHIND = new RegExp(String.raw`^(?:\p{Cf}|${PART}|[@%+-]|\.[\p{Cf}\p{L}\p{N}_-])`, 'u');

/** Whether a value is, as it is written, one of these addresses (in lower case) and no part of another. */
function isSpared({ kind, raw, at, length }: Sensitive, text: string, spared: ReadonlySet<string>): boolean {
  if (kind !== 'email' || !spared.has(raw.toLowerCase())) return false;
  return !PART_BEFORE.test(text.slice(Math.max(0, at - 64), at)) && !PART_BEHIND.test(text.slice(at + length));
}

const nobodys: ReadonlySet<string> = new Set();

/** What of a text is to be hidden: each sensitive value but for the `spared` addresses, which are nobody's secret; these in lower case. */
export function secretsIn(text: string, spared: ReadonlySet<string> = nobodys): readonly Sensitive[] {
  const found = findSensitive(text);
  return spared.size === 0 ? found : found.filter((value) => !isSpared(value, text, spared));
}

/** Replaces each sensitive value but the `spared` addresses by its masked form and marks the place with the token that `put` gives for it. */
export async function maskText(
  text: string,
  put: (kind: SensitiveKind, raw: string) => Promise<Token>,
  spared: ReadonlySet<string> = nobodys,
): Promise<MaskedText> {
  const marks: TokenMark[] = [];
  let masked = '';
  let from = 0;
  for (const { kind, raw, at, length } of secretsIn(text, spared)) {
    masked += text.slice(from, at);
    const shown = mask(kind, raw);
    marks.push({ kind, token: await put(kind, raw), at: masked.length, length: shown.length });
    masked += shown;
    from = at + length;
  }
  return { text: masked + text.slice(from), marks };
}

/** Values whose kind is known beforehand, masked whole and marked as one text: what a form asks for looks as its writer likes. */
export async function maskValues(
  values: readonly Pick<Sensitive, 'kind' | 'raw'>[],
  put: (kind: SensitiveKind, raw: string) => Promise<Token>,
): Promise<MaskedText> {
  const marks: TokenMark[] = [];
  let text = '';
  for (const { kind, raw } of values) {
    if (text !== '') text += ' ';
    const shown = mask(kind, raw);
    marks.push({ kind, token: await put(kind, raw), at: text.length, length: shown.length });
    text += shown;
  }
  return { text, marks };
}

/** Replaces each sensitive value but the `spared` addresses by its masked form where nobody is to see it in full again: nothing of it is kept. */
export function hideSensitive(text: string, spared: ReadonlySet<string> = nobodys): string {
  let hidden = '';
  let from = 0;
  for (const { kind, raw, at, length } of secretsIn(text, spared)) {
    hidden += text.slice(from, at) + mask(kind, raw);
    from = at + length;
  }
  return hidden + text.slice(from);
}

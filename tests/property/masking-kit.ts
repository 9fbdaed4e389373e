import type { SensitiveKind } from '#shared/wallet/tokens.ts';

type Random = () => number;

export const pick = <T>(random: Random, list: readonly T[]): T => {
  const one = list[Math.floor(random() * list.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};
export const between = (random: Random, from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
export const digits = (random: Random, count: number): string => Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
const two = (value: number) => String(value).padStart(2, '0');

/** The number with the check digit of ISO/IEC 7812-1 behind it, by the plain definition: from the right, every second digit doubled. */
export function withLuhn(payload: string): string {
  for (let check = 0; check < 10; check += 1) {
    const all = [...`${payload}${check}`].map(Number).toReversed();
    const sum = all.reduce((total, digit, place) => total + (place % 2 === 0 ? digit : Math.floor((digit * 2) / 10) + ((digit * 2) % 10)), 0);
    if (sum % 10 === 0) return `${payload}${check}`;
  }
  throw new Error('one of ten fits');
}

const cards: readonly (readonly [prefix: string, length: number])[] = [
  ['622202', 19],
  ['621700', 19],
  ['622848', 19],
  ['625912', 16],
  ['628310', 16],
  ['4', 16],
  ['4', 13],
  ['4', 19],
  ['62', 17],
  ['6228', 18],
  ['5018', 13],
  ['6759', 15],
  ['6304', 18],
  ['51', 16],
  ['55', 16],
  ['2221', 16],
  ['2720', 16],
  ['34', 15],
  ['37', 15],
  ['3528', 16],
  ['3589', 16],
  ['6011', 16],
  ['65', 16],
  ['36', 14],
];

/** A card number as people write it: in one piece, or in groups with blanks or dashes. */
export function aCard(random: Random): string {
  const [prefix, length] = pick(random, cards);
  const number = withLuhn(`${prefix}${digits(random, length - prefix.length - 1)}`);
  const gap = pick(random, ['', '', ' ', '-', '  ', '–']);
  if (gap === '') return number;
  const groups = length === 15 ? /^(.{4})(.{6})(.{5})$/ : length === 14 ? /^(.{4})(.{6})(.{4})$/ : null;
  const parts = groups?.exec(number)?.slice(1) ?? number.match(/.{1,4}/g) ?? [number];
  return parts.join(gap);
}

/** A mobile number of another country, as it is dialled from abroad. */
export function anAbroad(random: Random): string {
  const number = pick(random, [
    () => `62 812 ${digits(random, 4)} ${digits(random, 4)}`,
    () => `852 9${digits(random, 3)} ${digits(random, 4)}`,
    () => `65 8${digits(random, 3)} ${digits(random, 4)}`,
    () => `1 (${pick(random, ['212', '415', '646'])}) ${between(random, 2, 9)}${digits(random, 2)}-${digits(random, 4)}`,
    () => `44 7${pick(random, ['4', '5', '8', '9'])}${digits(random, 2)} ${digits(random, 6)}`,
    () => `60 12 ${digits(random, 3)} ${digits(random, 4)}`,
    () => `66 8${digits(random, 1)} ${digits(random, 3)} ${digits(random, 4)}`,
    () => `81 90-${digits(random, 4)}-${digits(random, 4)}`,
    () => `63 917 ${digits(random, 3)} ${digits(random, 4)}`,
    () => `91 98${digits(random, 3)} ${digits(random, 5)}`,
  ])();
  const country = pick(random, ['+', '00', '+']);
  return `${country}${random() < 0.5 ? number : number.replaceAll(' ', '')}`;
}

/** An Indonesian mobile number as it is dialled there. */
export function anIndonesian(random: Random): string {
  const gap = pick(random, ['', ' ', '-']);
  const head = `08${pick(random, ['11', '12', '13', '21', '52', '57', '78', '95'])}`;
  return [head, digits(random, 4), digits(random, pick(random, [3, 4]))].join(gap);
}

/** An Indonesian identity number (NIK): province, regency, district, day of birth (of women 40 more), month, year, serial. */
export function aNik(random: Random): string {
  const area = `${pick(random, ['11', '12', '31', '32', '33', '34', '35', '36', '51', '61', '64', '73', '91'])}${pick(random, ['01', '04', '10', '71', '75'])}${two(between(random, 1, 20))}`;
  const day = between(random, 1, 28) + (random() < 0.5 ? 40 : 0);
  const birth = `${two(day)}${two(between(random, 1, 12))}${digits(random, 2)}`;
  const serial = String(between(random, 1, 80)).padStart(4, '0');
  return [area, birth, serial].join(pick(random, ['', '', '', ' ', '-']));
}

/** A mainland mobile number, with or without the country's code, in one piece or in groups. */
export function aMobile(random: Random): string {
  const number = `1${pick(random, ['3', '5', '7', '8', '9'])}${digits(random, 9)}`;
  const country = pick(random, ['', '', '', '+86', '+86 ', '0086', '86-', '86 ', '(86)']);
  const gap = pick(random, ['', '', ' ', '-']);
  return `${country}${number.slice(0, 3)}${gap}${number.slice(3, 7)}${gap}${number.slice(7)}`;
}

/** A resident identity number by GB 11643-1999: the check character of ISO 7064 MOD 11-2, found by the plain definition. */
export function anIdNumber(random: Random): string {
  const area = pick(random, ['110101', '310104', '440305', '330106', '510107', '650102', '820000']);
  const birth = `${between(random, 1930, 2015)}${two(between(random, 1, 12))}${two(between(random, 1, 28))}`;
  const head = `${area}${birth}${digits(random, 3)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, place) => total + weight * Number(head[place]), 0);
  const check = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][sum % 11] ?? '';
  const number = `${head}${random() < 0.5 ? check : check.toLowerCase()}`;
  return random() < 0.8 ? number : `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}`;
}

/** An e-mail address. */
export function anEmail(random: Random): string {
  const letters = (count: number) => Array.from({ length: count }, () => pick(random, [...'abcdefghijklmnopqrstuvwxyz'])).join('');
  const local = pick(random, [
    () => letters(between(random, 1, 12)),
    () => `${letters(4)}.${letters(5)}`,
    () => digits(random, between(random, 5, 11)),
    () => `${letters(3)}_${digits(random, 3)}`,
    () => `${letters(3)}+wallet`,
    () => `${letters(2).toUpperCase()}-${letters(3)}`,
  ])();
  return `${local}@${pick(random, ['qq.com', '163.com', 'gmail.com', 'mail.example.co.id', 'a-b.example', 'sub.bank.com.cn'])}`;
}

export const values: Readonly<Record<SensitiveKind, (random: Random) => string>> = {
  card: aCard,
  phone: (random) => pick(random, [aMobile, aMobile, aMobile, anAbroad, anIndonesian])(random),
  'id-number': (random) => pick(random, [anIdNumber, anIdNumber, aNik])(random),
  email: anEmail,
};

/** ASCII signs and digits in their full-width forms. */
export const wide = (text: string): string => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

/** What stands around a value in a customer's message; `@` is its place. */
export const contexts: readonly string[] = [
  '@',
  '我的卡号@,帮我查一下',
  '卡号是@。谢谢',
  '尾号不对，应该是@！',
  '（@）',
  '【@】',
  'My number is @.',
  'it is: @, please check',
  'number=@;',
  '"@"',
  'see @ or call me',
  '充值200到@',
  '充值到@ 200元没到账',
  '从 @ 扣了 500.00',
  '@ 12/27',
  '@ 2026-11-23 14:03',
  '我昨天 19:30 用 @ 付款',
  'paid 200 with @ 3 times',
  '200 @',
  '订单 20261123 @',
  '第1次 @\n第2次还是不行',
  '王小明 @ 北京',
  '卡@和别的',
  '1.@ 2.别的',
  '第1,@,第2',
  '\t@\t',
  '@，@',
  '身份证@已上传',
  '手机@收不到验证码，优惠券 SAVE50 也没到',
  'my KTP is @ and the selfie fails',
  'Please call @ after 18:30, ref 20261123',
  'charged 3 times from @ on 23/11',
];

/** Numbers that are nobody's: orders, amounts, days, times, codes. */
export const noise: readonly ((random: Random) => string)[] = [
  (random) => `订单号${between(random, 2024, 2026)}${two(between(random, 1, 12))}${two(between(random, 1, 28))}${digits(random, between(random, 10, 16))}`,
  (random) => `order no. T${digits(random, between(random, 7, 14))}`,
  (random) => `流水 ${digits(random, between(random, 20, 28))}`,
  (random) => `ref ${pick(random, ['SF', 'YT', 'JD', 'TX'])}${digits(random, between(random, 10, 15))}`,
  (random) => `${pick(random, ['¥', '￥', '$', '€'])}${between(random, 1, 99_999)}.${digits(random, 2)}`,
  (random) => `${between(random, 1, 999)},${digits(random, 3)},${digits(random, 3)}.${digits(random, 2)} 元`,
  (random) => `${between(random, 1, 999_999)}元`,
  (random) =>
    `${between(random, 2020, 2026)}-${two(between(random, 1, 12))}-${two(between(random, 1, 28))} ${two(between(random, 0, 23))}:${two(between(random, 0, 59))}:${two(between(random, 0, 59))}`,
  (random) => `${between(random, 2020, 2026)}年${between(random, 1, 12)}月${between(random, 1, 28)}日 ${between(random, 0, 23)}点${between(random, 0, 59)}`,
  (random) =>
    `${two(between(random, 1, 12))}/${two(between(random, 1, 28))}/${between(random, 2020, 2026)} - ${two(between(random, 1, 12))}/${two(between(random, 1, 28))}/${between(random, 2020, 2026)}`,
  (random) => `验证码 ${digits(random, 6)}`,
  (random) => pick(random, ['95588', '12363', '400-800-1234', '10086', '110', '010-65529988', '4008123123']),
  (random) => `E${digits(random, 4)} 版本 ${between(random, 1, 9)}.${between(random, 0, 20)}.${between(random, 0, 99)}`,
  (random) => `${between(random, 1, 255)}.${between(random, 0, 255)}.${between(random, 0, 255)}.${between(random, 0, 255)}`,
  (random) => `${Array.from({ length: between(random, 3, 9) }, () => between(random, 1, 500)).join(' ')} 都试过`,
  (random) => `余额${between(random, 0, 99_999)}.${digits(random, 2)}，手续费${between(random, 0, 9)}.${digits(random, 2)}`,
  (random) => `时间戳 ${1_700_000_000_000 + between(random, 0, 99_999_999_999)}`,
  (random) => `商户 ${digits(random, 15)} 终端 ${digits(random, 8)}`,
  (random) => `券码 ${pick(random, ['SAVE', 'NEW', 'VIP', 'HB'])}${digits(random, between(random, 2, 8))} 用不了`,
  (random) => `coupon ${digits(random, 4)}-${pick(random, ['ABCD', 'QX7K'])}-${digits(random, 4)} was refused`,
  (random) =>
    `at ${two(between(random, 0, 23))}:${two(between(random, 0, 59))} on ${between(random, 1, 28)} Nov I paid ${between(random, 1, 9_999)}.${digits(random, 2)}`,
  (random) => `Rp ${between(random, 1, 999)}.${digits(random, 3)}.${digits(random, 3)} belum masuk`,
  (random) => `交易号 ${between(random, 2024, 2026)}${two(between(random, 1, 12))}${two(between(random, 1, 28))}${digits(random, 10)} 到哪了`,
  (random) => `提现 ${between(random, 100, 99_999)} 三天了，上次是 ${between(random, 1, 12)}.${between(random, 1, 28)}`,
  (random) => `***${digits(random, 4)} 尾号${digits(random, 4)}`,
];

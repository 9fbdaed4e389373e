import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findMentions } from '#shared/wallet/find-mentions.ts';
import { chineseNumber, englishNumber } from '#shared/wallet/number-words.ts';

const now = Date.parse('2026-11-24T10:30:00+08:00');
const read = (text: string) => findMentions(text, { now, timeZone: 'Asia/Shanghai' });
const local = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(5, 16);

it.each([
  ['充了200没到', [200]],
  ['充了２００元没到', [200]],
  ['¥200.00 and RMB50', [200, 50]],
  ['两百块，二百元，200块', [200, 200, 200]],
  ['转了1.5k', [1500]],
  ['转了一千二，又转了一万二', [1200, 12_000]],
  ['一千零五块', [1005]],
  ['68块5，八百八十八块八毛八', [68.5, 888.88]],
  ['提了1.2万', [12_000]],
  ['paid 1,299.5 and 5,000', [1299.5, 5000]],
  ['1.250.000 rupiah', [1_250_000]],
  ['two hundred, fifteen hundred, four hundred and ninety-nine', [200, 1500, 499]],
  ['eighteen yuan and thirty-eight dollars', [18, 38]],
  ['a 1.25 million refund', [1_250_000]],
  ['等了30分钟，打了3次电话，住159号楼', []],
  ['waited 45 minutes, called 3 times, 2nd floor', []],
  ['error 1500, room 2480, ticket 90075', []],
  ['我的限额是5000吗', []],
  ['满200减20', []],
  ['我想充200，怎么操作', []],
  ['how do I top up 200?', []],
  ['138****8000 和 **** 4821', []],
  ['2026-11-20 16:40, 11/20, 20 November', []],
  ['万一没到，千万别退', []],
])('%s names the amounts %j', (text, values) => {
  expect(read(text).amounts.map((amount) => amount.values[0])).toEqual(values);
});

it('takes one point before three digits both ways', () => {
  expect(read('paid 85.500').amounts[0]?.values).toEqual([85.5, 85_500]);
});

it.each([
  ['昨天', '11-23T00:00', '11-24T00:00'],
  ['前天中午', '11-22T11:00', '11-22T15:00'],
  ['大前天', '11-21T00:00', '11-22T00:00'],
  ['今早', '11-24T05:00', '11-24T12:00'],
  ['昨晚', '11-23T17:00', '11-24T06:00'],
  ['上周五', '11-20T00:00', '11-21T00:00'],
  ['周二', '11-24T00:00', '11-25T00:00'],
  ['11月3号', '11-03T00:00', '11-04T00:00'],
  ['十一月三日', '11-03T00:00', '11-04T00:00'],
  ['三号', '11-03T00:00', '11-04T00:00'],
  ['28号', '10-28T00:00', '10-29T00:00'],
  ['上个月5号', '10-05T00:00', '10-06T00:00'],
  ['三天前', '11-21T00:00', '11-22T00:00'],
  ['yesterday', '11-23T00:00', '11-24T00:00'],
  ['the day before yesterday', '11-22T00:00', '11-23T00:00'],
  ['last night', '11-23T17:00', '11-24T06:00'],
  ['last Friday', '11-20T00:00', '11-21T00:00'],
  ['on Friday', '11-20T00:00', '11-21T00:00'],
  ['the Friday before last', '11-13T00:00', '11-14T00:00'],
  ['on the 12th', '11-12T00:00', '11-13T00:00'],
  ['Nov 3rd', '11-03T00:00', '11-04T00:00'],
  ['3 November', '11-03T00:00', '11-04T00:00'],
  ['20/11', '11-20T00:00', '11-21T00:00'],
  ['an hour ago', '11-24T08:49', '11-24T10:11'],
  ['半小时前', '11-24T09:37', '11-24T10:23'],
  ['two days ago', '11-22T00:00', '11-23T00:00'],
])('%s means from %s to %s', (text, from, to) => {
  expect(
    read(text)
      .times.flatMap(({ spans }) => spans)
      .map((span) => span.map(local)),
  ).toEqual([[from, to]]);
});

it.each(['到今天还没到', '159号楼', '每个月', '万一', 'you may add it', 'the sun', '31st of June'])('%s names no day that was', (text) => {
  expect(read(text).times).toEqual([]);
});

it.each([
  ['晚上八点多', [20 * 60]],
  ['10点18分', [10 * 60 + 18, 22 * 60 + 18]],
  ['周二晚上九点四十', [21 * 60 + 40]],
  ['凌晨三点', [3 * 60]],
  ['at 8pm', [20 * 60]],
  ['at 10:40pm', [22 * 60 + 40]],
  ['at 12:35', [12 * 60 + 35]],
])('%s tells the hour', (text, minutes) => {
  expect(read(text).hours[0]?.minutes).toEqual(minutes);
});

it('reads references and last digits with whose they are', () => {
  expect(read('单号202611232000000200').references).toEqual(['202611232000000200']);
  expect(read('尾号4821的卡').tails).toEqual([{ digits: '4821', of: 'card' }]);
  expect(read('card ending in 4821').tails).toEqual([{ digits: '4821', of: 'card' }]);
  expect(read('卡 **** 4821').tails).toEqual([{ digits: '4821', of: 'card' }]);
  expect(read('流水号后几位是0200').tails).toEqual([{ digits: '0200', of: 'reference' }]);
  expect(read('The reference ends in 1876').tails).toEqual([{ digits: '1876', of: 'reference' }]);
});

/** Another way to write a number in Chinese than the reader's. */
function inChinese(n: number): string {
  const sign = '零一二三四五六七八九';
  const below = (m: number): string => {
    const parts = [1000, 100, 10, 1].map((unit, place) => ({ digit: Math.floor(m / unit) % 10, name: '千百十'[place] ?? '' }));
    return parts
      .map(({ digit, name }) => (digit === 0 ? '零' : `${sign[digit]}${name}`))
      .join('')
      .replace(/^零+|零+$/g, '')
      .replace(/零+/g, '零');
  };
  if (n < 10_000) return below(n);
  const rest = n % 10_000;
  return `${below(Math.floor(n / 10_000))}万${rest === 0 ? '' : `${rest < 1000 ? '零' : ''}${below(rest)}`}`;
}

const small = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tens = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
function inEnglish(n: number): string {
  if (n < 20) return small[n] ?? '';
  if (n < 100) return `${tens[Math.floor(n / 10)]}${n % 10 === 0 ? '' : `-${small[n % 10]}`}`;
  const [unit, name] = n < 1000 ? ([100, 'hundred'] as const) : n < 1_000_000 ? ([1000, 'thousand'] as const) : ([1_000_000, 'million'] as const);
  const rest = n % unit;
  return `${inEnglish(Math.floor(n / unit))} ${name}${rest === 0 ? '' : ` ${rest < 100 ? 'and ' : ''}${inEnglish(rest)}`}`;
}

it('reads every number in words', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999_999 }), (n) => {
      expect(chineseNumber(inChinese(n))).toBe(n);
      expect(englishNumber(inEnglish(n))).toBe(n);
      if (n >= 100) expect(read(`paid ${inEnglish(n)} dollars`).amounts.map(({ values }) => values)).toEqual([[n]]);
    }),
    { numRuns: 300 },
  );
});

it('reads anything without a fault, and takes no place twice', () => {
  const bits = fc.constantFrom(
    '昨天',
    '充',
    '200',
    '块',
    '5',
    '.',
    ',',
    ' ',
    '点',
    '号',
    '月',
    '上周',
    '三',
    '万',
    'k',
    '¥',
    'last ',
    'Friday',
    '*',
    '-',
    '/',
    ':',
    'hundred ',
    '。',
    '\n',
    '㊙',
    '👍',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(bits, fc.string({ maxLength: 5 })), { maxLength: 20 }), (parts) => {
      const { amounts, times } = read(parts.join(''));
      const places = [...amounts, ...times].sort((a, b) => a.at - b.at);
      for (const [i, place] of places.entries()) expect(place.at).toBeGreaterThanOrEqual((places[i - 1]?.at ?? 0) + (places[i - 1]?.length ?? 0));
    }),
    { numRuns: 500 },
  );
});

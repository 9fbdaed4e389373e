import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { type SearchBounds, searchCache } from '#electron/store/projections/search-query.ts';
import type { Position } from '#shared/case/envelope.ts';
import { type InboxRow, toInboxRow } from '#shared/case/inbox-row.ts';
import { parseSearch, type SearchVocabulary } from '#shared/desk/search-query.ts';
import type { IncidentId, PersonId } from '#shared/lib/ids.ts';
import { logTransactions, randomCaseLog } from '#tests/fixtures/case-log.ts';
import { type PlainPlace, plainPlaces } from '#tests/property/plain-places.ts';
import { filledCache, foldAll } from '#tests/property/store-kit.ts';

// Far apart, so that times are looked up in many stretches of the log.
const log = randomCaseLog(71, { cases: 140, acts: 18, rich: true }).map((event) => ({ ...event, position: (event.position * 300) as Position }));
/** Each of these sends searches another way, whatever the size of the cache. */
const ways: readonly SearchBounds[] = [
  { fewPlaces: 1_500, fewCases: 200, mostCases: 2_000, mostAmounts: 20_000, patience: 100, newest: 400 },
  { fewPlaces: 3, fewCases: 2, mostCases: 2_000, mostAmounts: 20_000, patience: 4, newest: 5 },
  { fewPlaces: 0, fewCases: 0, mostCases: 0, mostAmounts: 0, patience: 0, newest: 0 },
  { fewPlaces: 3, fewCases: 200, mostCases: 2_000, mostAmounts: 20_000, patience: 0, newest: 5 },
];
const db = filledCache(log);
const places = plainPlaces(log);
const rows = new Map(foldAll(log).map((state) => [state.id as string, toInboxRow(state)]));
afterAll(() => db.close());

const last = log.at(-1)?.at ?? 0;
const named = (id: string, en: string, zh: string) => ({ id, name: { en, 'zh-CN': zh } });
const vocabulary: SearchVocabulary = {
  me: 'agent-2' as PersonId,
  people: [named('agent-1', 'Lin Xia', '林夏'), named('agent-2', 'Zhao Yiming', '赵一鸣'), named('agent-3', 'Anna Berg', '安娜')],
  queues: [named('payment', 'Payments', '支付'), named('refund', 'Refunds', '退款'), named('account', 'My account', '账户')],
  tags: [named('vip', 'VIP', '贵宾'), named('fraud', 'Fraud', '欺诈')],
  incidents: [
    named('incident-1', 'Top-ups from one bank are late', '一家银行充值延迟'),
    named('incident-2', 'Codes do not come', '收不到验证码'),
    named('incident-3', 'Codes come late', '验证码延迟'),
  ],
  now: last,
  timeZone: 'UTC',
};

const ids = { first: 'incident-1' as IncidentId, second: 'incident-2' as IncidentId };

/** One part of a search: what is typed, and which places have it. Parts of one group mean any of them. */
interface Part {
  readonly typed: string;
  readonly group: string | null;
  /** It is the case's own. */
  readonly ofCase: boolean;
  readonly has: (place: PlainPlace, row: InboxRow) => boolean;
}

const part = (typed: string, has: Part['has'], group: string | null = null): Part => ({ typed, has, group, ofCase: false });
const own = (typed: string, has: (row: InboxRow) => boolean, group: string | null): Part => ({ typed, has: (_place, row) => has(row), group, ofCase: true });
const entry =
  (has: Part['has']): Part['has'] =>
  (place, row) =>
    place.entry !== null && has(place, row);
const amount = (typed: string, fits: (value: number) => boolean): Part =>
  part(
    typed,
    entry((place) => place.amounts.some(fits)),
  );
const day = new Date(last).toISOString().slice(0, 10);
const dayBegan = Date.parse(`${day}T00:00:00Z`);

const words: readonly Part[] = ['退款', '到账', '付款', '好', 'refund', 'the', 'card', '200', 'E1003', '王', 'José', '欧阳修', 'ok'].map((word) =>
  part(word, (place) => place.has(word)),
);
const parts: readonly Part[] = [
  ...['my card was', '“什么时候”', '未收到', '没有收到', 'App 版本', '200元，还没'].map((typed) => {
    const plain = typed.replace(/[“”]/g, '').normalize('NFKC').toLowerCase();
    return part(typed.startsWith('“') ? typed : `"${typed}"`, (place) => place.folded.includes(plain));
  }),
  part(
    'from:me',
    entry(({ author }) => author === 'agent-2'),
    'from',
  ),
  part(
    '来自：林夏',
    entry(({ author }) => author === 'agent-1'),
    'from',
  ),
  part(
    'from:customer',
    entry(({ author }) => author === 'customer'),
    'from',
  ),
  part(
    'from:agents',
    entry(({ author }) => author !== 'customer'),
    'from',
  ),
  part(
    'from:王小明',
    entry(({ author }, row) => author === 'customer' && row.contactName === '王小明'),
    'from',
  ),
  part(
    'to:"Anna"',
    entry(({ addressee }, row) => addressee === 'agent-3' || (addressee === 'customer' && row.contactName === 'Anna Müller')),
    'to',
  ),
  part(
    '发给:我',
    entry(({ addressee }) => addressee === 'agent-2'),
    'to',
  ),
  part(
    'to:customer',
    entry(({ addressee }) => addressee === 'customer'),
    'to',
  ),
  own('channel:email', (row) => row.channel === 'email', 'channel'),
  own('渠道：微信', (row) => row.channel === 'wechat', 'channel'),
  own('queue:Refunds', (row) => row.queue === 'refund', 'queue'),
  own('队列:"my account"', (row) => row.queue === 'account', 'queue'),
  own('status:closed', (row) => row.status === 'resolved', 'status'),
  own('状态：排队中', (row) => row.status === 'waiting', 'status'),
  own('tag:vip', (row) => row.tags.includes('vip'), null),
  own('标签:欺诈', (row) => row.tags.includes('fraud'), null),
  own('incident:incident-1', (row) => row.incidents?.includes(ids.first) === true, null),
  own('incident:"codes do"', (row) => row.incidents?.includes(ids.second) === true, null),
  own('故障：验证码', (row) => row.incidents?.some((id) => id !== ids.first) === true, null),
  own('incident:延迟', (row) => row.incidents?.some((id) => id !== ids.second) === true, null),
  own('customer:c7', (row) => row.customer === 'C7', 'customer'),
  own('客户:李娜', (row) => row.contactName === '李娜', 'customer'),
  part(`before:${day}`, ({ at }) => at < dayBegan),
  part('after:today', ({ at }) => at >= dayBegan),
  part('早于：7d', ({ at }) => at < last - 7 * 86_400_000),
  part('after:1d', ({ at }) => at >= last - 86_400_000),
  ...logTransactions.map((reference) =>
    part(
      `tx:${reference}`,
      entry(({ folded }) => folded.includes(reference.toLowerCase())),
    ),
  ),
  amount('amount:>200', (value) => value > 200),
  amount('金额：＞＝200', (value) => value >= 200),
  amount('amount:<100', (value) => value < 100),
  amount('amount:1250.5', (value) => value === 1250.5),
  amount('amount:100..1,300', (value) => value >= 100 && value <= 1300),
  part(
    'has:attachment',
    entry(({ files }) => files > 0),
  ),
  part(
    '含：附件',
    entry(({ files }) => files > 0),
  ),
];

interface Asked {
  readonly part: Part;
  readonly not: boolean;
  readonly minus: string;
}

/** The plainest reading of a search: every place of every case is looked at. */
function expected(asked: readonly Asked[]): readonly string[] {
  const groups = new Map<string, Part[]>();
  for (const { part: one, not } of asked) {
    if (!not && one.group !== null) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  }
  const fits = (place: PlainPlace, row: InboxRow) =>
    asked.every(({ part: one, not }) => (not ? !one.has(place, row) : one.group !== null || one.has(place, row))) &&
    [...groups.values()].every((group) => group.some((one) => one.has(place, row)));
  if (asked.every(({ part: one }) => one.ofCase)) {
    const nowhere = { entry: null } as PlainPlace;
    return [...rows.values()]
      .filter((row) => fits(nowhere, row))
      .sort((a, b) => b.activeAt - a.activeAt || (a.id < b.id ? 1 : -1))
      .map(({ id }) => id);
  }
  const namesWords = asked.some(({ part: one, not }) => !not && (words.includes(one) || /^["“]/.test(one.typed)));
  return places
    .filter((place) => {
      const row = rows.get(place.caseId);
      return row !== undefined && (place.entry !== null || namesWords) && fits(place, row);
    })
    .sort((a, b) => b.position - a.position)
    .map(({ entry: id, caseId }) => id ?? caseId);
}

const some = (from: readonly Part[], least: number, most: number) =>
  fc.array(fc.record({ part: fc.constantFrom(...from), not: fc.nat(3).map((n) => n === 0), minus: fc.constantFrom('-', '－') }), {
    minLength: least,
    maxLength: most,
  });

test('what a search finds is what a filter over all events finds, newest first', () => {
  let found = 0;
  fc.assert(
    fc.property(
      fc
        .tuple(some(words, 0, 1), some(parts, 0, 3))
        .map(([some, others]) => [...some, ...others])
        .filter(({ length }) => length > 0),
      fc.integer({ min: 1, max: 60 }),
      (asked, limit) => {
        const text = asked.map(({ part: { typed }, not, minus }) => `${not ? minus : ''}${typed}`).join(' ');
        const read = parseSearch(text, vocabulary);
        if (!read.ok) throw new Error(`${text}: ${JSON.stringify(read.error)}`);
        const wanted = expected(asked);
        found += wanted.length > 0 ? 1 : 0;
        for (const bounds of ways) {
          const hits = searchCache(db, { query: read.value, tokens: null }, 100_000, bounds);
          // Whoever sought words sees them in every hit.
          if (asked.some(({ part: one, not }) => !not && (words.includes(one) || /^["“]/.test(one.typed))))
            expect(
              hits.filter(({ marks }) => marks.length === 0).map(({ excerpt }) => excerpt),
              text,
            ).toEqual([]);
          expect(
            hits.map(({ at }) => at),
            text,
          ).toEqual(hits.map(({ at }) => at).toSorted((a, b) => b - a));
          const ask = (most: number) => searchCache(db, { query: read.value, tokens: null }, most, bounds).map(({ entry: id, row }) => id ?? row.id);
          expect(ask(100_000), text).toEqual(wanted);
          expect(ask(limit), text).toEqual(wanted.slice(0, limit));
        }
      },
    ),
    { numRuns: 600, seed: 72 },
  );
  // Searches that find nothing prove little.
  expect(found).toBeGreaterThan(200);
});

test.each(parts.map((one) => [one.typed, one] as const))('%s alone, and left out, finds what a filter finds', (_typed, one) => {
  for (const not of [false, true]) {
    const read = parseSearch(`${not ? '-' : ''}${one.typed}`, vocabulary);
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    const found = searchCache(db, { query: read.value, tokens: null }, 100_000).map(({ entry: id, row }) => id ?? row.id);
    expect(found).toEqual(expected([{ part: one, not, minus: '-' }]));
  }
});

test('the times of a log whose producers’ clocks went astray are told from each other all the same', () => {
  const strayed = log.map((event, index) => (index % 11 === 0 ? { ...event, at: event.at - (index % 5) * 86_400_000 } : event));
  const other = filledCache(strayed);
  const all = plainPlaces(strayed).filter(({ entry: id }) => id !== null);
  for (const [typed, fits] of [
    ['before:1d', (at: number) => at < last - 86_400_000],
    ['after:2d', (at: number) => at >= last - 2 * 86_400_000],
    ['before:1d after:3d', (at: number) => at < last - 86_400_000 && at >= last - 3 * 86_400_000],
  ] as const) {
    const read = parseSearch(typed, { ...vocabulary, now: last });
    if (!read.ok) throw new Error(typed);
    const wanted = all.filter(({ at }) => fits(at)).sort((a, b) => b.position - a.position);
    expect(wanted.length, typed).toBeGreaterThan(5);
    // Which are told goes by the log; in which order, by the times that are read.
    for (const limit of [4, 100_000]) {
      const told = searchCache(other, { query: read.value, tokens: null }, limit);
      expect(
        told.map(({ entry: id }) => id),
        typed,
      ).toEqual(
        wanted
          .slice(0, limit)
          .sort((a, b) => b.at - a.at || b.position - a.position)
          .map(({ entry: id }) => id),
      );
      expect(
        told.map(({ at }) => at),
        typed,
      ).toEqual(told.map(({ at }) => at).toSorted((a, b) => b - a));
    }
  }
  other.close();
});

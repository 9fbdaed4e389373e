import { afterAll, expect, test } from 'vitest';
import type { ClosedQuery, InboxQuery } from '#electron/store/cache-queries.ts';
import { closedPage } from '#electron/store/projections/closed-queries.ts';
import { casesOf, inboxCounts, inboxPage, pageQuery, snoozedUntil } from '#electron/store/projections/inbox-queries.ts';
import { compareRows, viewHolds } from '#shared/case/inbox-order.ts';
import { type InboxRow, inboxView, toInboxRow } from '#shared/case/inbox-row.ts';
import { openWindowEnd, type ReplyWindows } from '#shared/case/reply-windows.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CustomerId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { DAY, HOUR } from '#shared/lib/time.ts';
import { logPeople, logQueues, randomCaseLog } from '#tests/fixtures/case-log.ts';
import { filledCache, foldAll } from '#tests/property/store-kit.ts';

type View = InboxQuery['view'];
type Sort = InboxQuery['sort'];

const log = randomCaseLog(21, { cases: 400, acts: 14 });
const db = filledCache(log);
const rows = foldAll(log).map(toInboxRow);
afterAll(() => db.close());

/** The views and orders as the screen knows them: the other half of `armsOf`, `within` and `pageQuery`. */
const holds = (view: View, row: InboxRow, person: PersonId, queues: readonly QueueId[]): boolean =>
  viewHolds(view, row, { person, serves: (queue) => queues.includes(queue) });

const ordered = (found: readonly InboxRow[], sort: Sort): InboxRow[] => found.toSorted((a, b) => compareRows(a, b, sort));

const sorts: readonly Sort[] = (['activeAt', 'waitingSince', 'priority', 'openedAt'] as const).flatMap((by) => [
  { by, descending: true },
  { by, descending: false },
]);
const queueSets: readonly (readonly QueueId[])[] = [[], logQueues.slice(0, 1), logQueues.slice(0, 2), logQueues];
const people = [...logPeople, 'nobody' as PersonId];

test.each(inboxView.options)('the view %s is what a filter over the folded cases gives, in every order, for everybody', (view) => {
  let compared = 0;
  for (const person of people) {
    for (const queues of queueSets) {
      const expected = rows.filter((row) => holds(view, row, person, queues));
      compared += expected.length;
      for (const sort of sorts) {
        const page = inboxPage(db, { view, person, queues, sort, offset: 0, limit: 500 });
        expect(page.total, `${person} ${queues}`).toBe(expected.length);
        expect(page.rows, `${person} ${queues} ${sort.by} ${sort.descending}`).toEqual(ordered(expected, sort));
      }
    }
  }
  // A comparison of nothing with nothing proves nothing.
  expect(compared).toBeGreaterThan(20);
});

test('a page is the same whether its arms are merged or all cases are gone through in its order', () => {
  const windows: ReplyWindows = { now: (rows[0]?.activeAt ?? 0) + HOUR, ms: { wechat: DAY, email: HOUR } };
  const orders: readonly Sort[] = [...sorts, { by: 'windowEnds', descending: false }, { by: 'windowEnds', descending: true }];
  let compared = 0;
  for (const view of inboxView.options) {
    for (const person of people) {
      for (const queues of queueSets) {
        for (const sort of orders) {
          const query: InboxQuery = { view, person, queues, sort, windows, offset: 3, limit: 40 };
          const [merged, along] = [false, true].map((most) => db.all(pageQuery(query, most)));
          expect(along, `${view} ${person} ${queues} ${sort.by} ${sort.descending}`).toEqual(merged);
          compared += merged?.length ?? 0;
        }
      }
    }
  }
  expect(compared).toBeGreaterThan(1_000);
});

test('pages of any size are the parts of the whole', () => {
  const [person] = people;
  if (!person) throw new Error('there are people');
  for (const view of inboxView.options) {
    for (const sort of sorts) {
      const ask = (offset: number, limit: number) => inboxPage(db, { view, person, queues: logQueues, sort, offset, limit }).rows;
      const whole = ask(0, 500);
      for (const size of [7, 50]) {
        const pages = Array.from({ length: Math.ceil(whole.length / size) }, (_, page) => ask(page * size, size));
        expect(pages.flat(), `${view} ${sort.by} ${size}`).toEqual(whole);
      }
      expect(ask(whole.length, 10)).toEqual([]);
    }
  }
});

test('by the end of the windows, open ones come soonest first and all others behind them, whatever the rules and the time', () => {
  const froms = rows.flatMap(({ windowFrom }) => (windowFrom === undefined ? [] : [windowFrom])).toSorted((a, b) => a - b);
  const middle = froms[Math.floor(froms.length / 2)] ?? 0;
  const moments: readonly ReplyWindows[] = [
    { now: middle + HOUR, ms: { wechat: HOUR } },
    { now: middle + HOUR, ms: { wechat: HOUR, email: 2 * HOUR, whatsapp: HOUR } },
    { now: middle, ms: { wechat: DAY, email: DAY } },
    { now: middle + 365 * DAY, ms: { wechat: DAY } },
    { now: middle, ms: {} },
  ];
  const heads = new Set<string>();
  for (const [index, windows] of moments.entries()) {
    for (const view of inboxView.options) {
      for (const person of people) {
        for (const sort of [
          { by: 'windowEnds', descending: false },
          { by: 'windowEnds', descending: true },
        ] as const) {
          const expected = rows.filter((row) => holds(view, row, person, logQueues)).toSorted((a, b) => compareRows(a, b, sort, windows));
          const ask = (offset: number, limit: number) => inboxPage(db, { view, person, queues: logQueues, sort, windows, offset, limit }).rows;
          expect(ask(0, 500), `${index} ${view} ${person} ${sort.descending}`).toEqual(expected);
          if (person !== people[0]) continue;
          const pages = Array.from({ length: Math.ceil(expected.length / 7) }, (_, page) => ask(page * 7, 7));
          expect(pages.flat(), `${index} ${view} ${person} pages`).toEqual(expected);
          if (view === 'all' && !sort.descending) heads.add(`${index} ${expected[0] && openWindowEnd(expected[0], windows) !== null}`);
        }
      }
    }
  }
  // Some of these lists begin with a window that is open, some have none.
  expect(heads).toContain('1 true');
  expect(heads).toContain('3 false');
});

test('the counts are those of the views', () => {
  for (const person of people) {
    for (const queues of queueSets) {
      const counts = Object.fromEntries(inboxView.options.map((view) => [view, rows.filter((row) => holds(view, row, person, queues)).length]));
      expect(inboxCounts(db, person, queues), `${person} ${queues}`).toEqual(counts);
    }
  }
});

test('a desk of more queues than SQLite merges is answered the same', () => {
  const [person] = people;
  if (!person) throw new Error('there are people');
  const queues = [...logQueues, ...Array.from({ length: 60 }, (_, index) => `queue-${index}` as QueueId)];
  for (const view of inboxView.options) {
    for (const sort of sorts) {
      const expected = ordered(
        rows.filter((row) => holds(view, row, person, queues)),
        sort,
      );
      expect(inboxPage(db, { view, person, queues, sort, offset: 0, limit: 500 }).rows, `${view} ${sort.by}`).toEqual(expected);
    }
  }
});

test('a customer’s cases, and snoozed cases that are due, are what a filter gives', () => {
  for (const customer of ['C0', 'C7', 'C19', 'C99'] as CustomerId[]) {
    const expected = ordered(
      rows.filter((row) => row.customer === customer),
      { by: 'activeAt', descending: true },
    );
    expect(casesOf(db, customer, 500)).toEqual(expected);
    expect(casesOf(db, customer, 2)).toEqual(expected.slice(0, 2));
  }
  const due = rows.flatMap(({ snoozedUntil: at }) => (at === null ? [] : [at])).sort((a, b) => a - b);
  expect(due.length).toBeGreaterThan(3);
  for (const now of [0, ...due, Number.MAX_SAFE_INTEGER]) {
    const expected = rows.filter((row) => row.snoozedUntil !== null && row.snoozedUntil <= now).map(({ id }) => id);
    expect(
      snoozedUntil(db, now)
        .map(({ id }) => id)
        .toSorted(),
      String(now),
    ).toEqual(expected.toSorted());
  }
});

test('closed cases are what a filter over the folded cases gives, page by page', () => {
  const states = foldAll(log).filter(({ status }) => status === 'resolved');
  const again = new Set(log.filter(({ type }) => type === 'case.reopened').map(({ about }) => about.id));
  const times = states.flatMap(({ resolvedAt }) => (resolvedAt === null ? [] : [resolvedAt])).toSorted((a, b) => a - b);
  const middle = times[Math.floor(times.length / 2)] ?? 0;
  const some = states.slice(0, 9).map(({ id }) => id);
  const nothing = {
    queues: logQueues,
    owner: null,
    channel: null,
    closedFrom: null,
    closedBefore: null,
    disposition: null,
    reopened: null,
    only: null,
    without: null,
  };
  const { owner, channel, disposition } = states.find((state) => state.owner !== null && state.disposition !== null) ?? {
    owner: null,
    channel: null,
    disposition: null,
  };
  const asked: readonly (readonly [Partial<Omit<ClosedQuery, 'offset' | 'limit'>>, (state: CaseState) => boolean])[] = [
    [{}, () => true],
    [{ queues: logQueues.slice(0, 1) }, ({ queue }) => queue === logQueues[0]],
    [{ owner }, (state) => state.owner === owner],
    [{ channel }, (state) => state.channel === channel],
    [{ disposition }, (state) => state.disposition === disposition],
    [{ reopened: true }, ({ id }) => again.has(id)],
    [{ reopened: false, owner }, (state) => !again.has(state.id) && state.owner === owner],
    [{ closedFrom: middle }, ({ resolvedAt }) => resolvedAt !== null && resolvedAt >= middle],
    [{ closedBefore: middle }, ({ resolvedAt }) => resolvedAt !== null && resolvedAt < middle],
    [{ only: some }, ({ id }) => some.includes(id)],
    [{ without: some, disposition }, (state) => !some.includes(state.id) && state.disposition === disposition],
  ];
  for (const [filter, fits] of asked) {
    const expected = ordered(states.filter(fits).map(toInboxRow), { by: 'activeAt', descending: true });
    expect(expected.length, JSON.stringify(filter)).toBeGreaterThan(0);
    expect(closedPage(db, { ...nothing, ...filter, offset: 0, limit: 500 }), JSON.stringify(filter)).toEqual({ rows: expected, total: expected.length });
    expect(closedPage(db, { ...nothing, ...filter, offset: 2, limit: 3 }).rows).toEqual(expected.slice(2, 5));
  }
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CaseProjection } from '#electron/store/projections/case-projection.ts';
import { leave, leftAmong, visit } from '#electron/store/projections/leaving.ts';
import { type AnyEvent, newEvent, type Position } from '#shared/case/envelope.ts';
import type { CaseId, CustomerId, EventId, Token } from '#shared/lib/ids.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { randomCaseLog } from '#tests/fixtures/case-log.ts';
import { contentsOf, foldAll, freshCache } from '#tests/property/store-kit.ts';

const logs = fc.record({ seed: fc.nat(), cases: fc.integer({ min: 1, max: 10 }), acts: fc.integer({ min: 0, max: 25 }) });

/** Some cases of a log end in their erasure; what would come after it does not. */
function withErasures(log: readonly AnyEvent[], seed: number): readonly AnyEvent[] {
  const random = seededRandom(seed);
  const erased = new Set<string>();
  const ids = new Set(log.map(({ about }) => about.id));
  const chosen = new Set([...ids].filter(() => random() < 0.5));
  const made: AnyEvent[] = [];
  for (const event of log) {
    if (erased.has(event.about.id)) continue;
    made.push(event);
    if (!chosen.has(event.about.id) || random() > 0.15) continue;
    erased.add(event.about.id);
    const { about, group, at } = event;
    const head = { id: `erased ${about.id}` as EventId, about, group, at, actor: { kind: 'administrator' as const, id: 'a' } };
    const named = { ...head, id: `named ${about.id}` as EventId };
    made.push({ ...newEvent(named, 'customer.identified', { customer: 'C1' as CustomerId, how: 'match' }, { name: '王*明' }), recordedAt: at } as AnyEvent);
    made.push({ ...newEvent(head, 'case.erased', { reason: 'asked', tokens: ['tok-1' as Token] }), recordedAt: at } as AnyEvent);
  }
  return made.map((event, index) => ({ ...event, position: (index + 1) as Position }));
}

/** As the log is read once the keys are dropped. */
const withoutKeys = (log: readonly AnyEvent[]): readonly AnyEvent[] => {
  const erased = new Set(log.filter(({ type }) => type === 'case.erased').map(({ about }) => about.id));
  return log.map((event) => ('content' in event && erased.has(event.about.id) ? ({ ...event, content: null } as AnyEvent) : event));
};

test('a case whose erasure is folded is the case as it folds without its key', () => {
  fc.assert(
    fc.property(logs, ({ seed, cases, acts }) => {
      const log = withErasures(randomCaseLog(seed, { cases, acts }), seed);
      expect(foldAll(log)).toEqual(foldAll(withoutKeys(log)));
    }),
    { numRuns: 60, seed: 31 },
  );
});

test('a cache that took erasures in as they came is the one that is filled again after the keys are gone, in every table', () => {
  fc.assert(
    fc.property(logs, fc.nat(400), ({ seed, cases, acts }, at) => {
      const log = withErasures(randomCaseLog(seed, { cases, acts }), seed);
      const [taken, again] = [freshCache(), freshCache()];
      const cut = at % (log.length + 1);
      new CaseProjection(taken).ingest(log.slice(0, cut), 'middle');
      new CaseProjection(taken).ingest(log.slice(cut), 'end');
      new CaseProjection(again).ingest(withoutKeys(log), 'end');
      expect(contentsOf(taken)).toEqual(contentsOf(again));
      taken.close();
      again.close();
    }),
    { numRuns: 50, seed: 32 },
  );
});

test('closed cases leave when their time is over, and no others; come back whole, a cache is the one that never lost them', () => {
  fc.assert(
    fc.property(logs, fc.nat(400), fc.nat(100), ({ seed, cases, acts }, at, days) => {
      const log = withErasures(randomCaseLog(seed, { cases, acts }), seed);
      const cut = at % (log.length + 1);
      const now = (log.at(-1)?.at ?? 0) + 1;
      const before = (log[Math.floor((log.length * days) / 101)]?.at ?? 0) + 1;
      const [db, whole] = [freshCache(), freshCache()];
      const projection = new CaseProjection(db);
      projection.ingest(log.slice(0, cut), 'middle');
      new CaseProjection(whole).ingest(log, 'end');
      const states = foldAll(log.slice(0, cut));
      for (let more = true; more; ) ({ more } = projection.leave(before, now));
      const outgoing = new Set(contentsOf(db).outgoing?.map((row) => (row as { case_id: string }).case_id));
      const over = states.filter(
        ({ id, status, preview, openedAt, resolvedAt }) =>
          status === 'resolved' && (preview?.at ?? openedAt) < before && (resolvedAt ?? 0) < before && !outgoing.has(id),
      );
      expect(
        new Set(
          leftAmong(
            db,
            states.map(({ id }) => id),
          ),
        ),
      ).toEqual(new Set(over.map(({ id }) => id)));
      expect(projection.leave(before, now).left).toEqual([]);
      // What is left is what a cache of the other cases alone holds.
      const left = new Set<string>(over.map(({ id }) => id));
      const others = freshCache();
      new CaseProjection(others).ingest(
        log.slice(0, cut).filter(({ about }) => !left.has(about.id)),
        'middle',
      );
      const bare = ({ left: _left, erased: _erased, ...rest }: ReturnType<typeof contentsOf>) => rest;
      expect(bare(contentsOf(db))).toEqual(bare(contentsOf(others)));
      // All come back, with what came meanwhile.
      const back = [...left].flatMap((id) => log.slice(0, cut).filter(({ about }) => about.id === id));
      projection.ingest([...back, ...log.slice(cut)], 'end');
      expect(contentsOf(db)).toEqual(contentsOf(whole));
      for (const one of [db, whole, others]) one.close();
    }),
    { numRuns: 50, seed: 33 },
  );
});

test('a turn takes no more than a few cases, and a case that somebody looks at stays until they have', () => {
  const log = randomCaseLog(34, { cases: 120, acts: 3, atOnce: 120 });
  const db = freshCache();
  const projection = new CaseProjection(db);
  const ids = [...new Set(log.map(({ about }) => about.id as CaseId))];
  const end = (log.at(-1)?.at ?? 0) + 1;
  const closed = ids.map((id, index): AnyEvent => {
    const group = log[0]?.group as never;
    const head = { id: `closed ${id}` as EventId, about: { kind: 'case' as const, id }, group, at: end, actor: { kind: 'agent' as const, id: 'a' } };
    return {
      ...newEvent(head, 'case.resolved', { disposition: 'x' }, { comment: '' }),
      position: (log.length + 1 + index) as Position,
      recordedAt: end,
    } as AnyEvent;
  });
  projection.ingest([...log, ...closed], 'end');
  const states = foldAll([...log, ...closed]);
  const unsent = new Set(contentsOf(db).outgoing?.map((row) => (row as { case_id: string }).case_id));
  const turns: number[] = [];
  const looked = ids.find((id) => !unsent.has(id));
  if (looked === undefined) throw new Error('there are cases');
  visit(db, looked, end + 100);
  for (let more = true; more; ) {
    const turn = projection.leave(end + 1, end + 50);
    turns.push(turn.left.length);
    more = turn.more;
  }
  expect(Math.max(...turns)).toBeLessThanOrEqual(50);
  expect(turns.reduce((sum, count) => sum + count, 0)).toBe(states.filter(({ id }) => id !== looked && !unsent.has(id)).length);
  expect(db.transaction(() => leave(db, end + 1, end + 99)).left).toEqual([]);
  expect(db.transaction(() => leave(db, end + 1, end + 100)).left).toEqual([looked]);
  db.close();
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CaseProjection } from '#electron/store/projections/case-projection.ts';
import { toInboxRow } from '#shared/case/inbox-row.ts';
import { randomCaseLog } from '#tests/fixtures/case-log.ts';
import { contentsOf, filledCache, foldAll, freshCache } from '#tests/property/store-kit.ts';

const logs = fc.record({ seed: fc.nat(), cases: fc.integer({ min: 1, max: 12 }), acts: fc.integer({ min: 0, max: 25 }) });
const cuts = fc.array(fc.tuple(fc.nat(400), fc.nat(6)), { maxLength: 12, size: 'max' });

test('taken in piece by piece, with repeats, a cache is the one that is filled at once', () => {
  fc.assert(
    fc.property(logs, cuts, ({ seed, cases, acts }, pieces) => {
      const log = randomCaseLog(seed, { cases, acts });
      const piecewise = freshCache();
      const projection = new CaseProjection(piecewise);
      let from = 0;
      const ends = pieces.map(([at, overlap]) => [at % (log.length + 1), overlap] as const).sort(([a], [b]) => a - b);
      for (const [to, overlap] of [...ends, [log.length, 3] as const]) {
        projection.ingest(log.slice(Math.max(0, from - overlap), to), `up to ${to}`);
        from = to;
      }
      projection.ingest([], 'end');
      const atOnce = filledCache(log);
      expect(contentsOf(piecewise)).toEqual(contentsOf(atOnce));
      piecewise.close();
      atOnce.close();
    }),
    { numRuns: 60, seed: 11 },
  );
});

test('a projection that begins anew in the middle, as after a restart, goes on the same', () => {
  fc.assert(
    fc.property(logs, fc.nat(400), ({ seed, cases, acts }, at) => {
      const log = randomCaseLog(seed, { cases, acts });
      const db = freshCache();
      const cut = at % (log.length + 1);
      new CaseProjection(db).ingest(log.slice(0, cut), 'middle');
      new CaseProjection(db).ingest(log.slice(cut), 'end');
      const atOnce = filledCache(log);
      expect(contentsOf(db)).toEqual(contentsOf(atOnce));
      db.close();
      atOnce.close();
    }),
    { numRuns: 40, seed: 12 },
  );
});

test('the rows are the folds of the cases, and a batch answers those that changed', () => {
  fc.assert(
    fc.property(logs, fc.nat(400), ({ seed, cases, acts }, at) => {
      const log = randomCaseLog(seed, { cases, acts });
      const cut = at % (log.length + 1);
      const db = freshCache();
      const projection = new CaseProjection(db);
      projection.ingest(log.slice(0, cut), 'middle');
      const changed = projection.ingest(log.slice(cut), 'end');
      const expected = foldAll(log).map(toInboxRow);
      const ids = new Set<string>(log.slice(cut).map(({ about }) => about.id));
      const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
      expect(changed.toSorted(byId)).toEqual(expected.filter(({ id }) => ids.has(id)).toSorted(byId));
      expect(contentsOf(db).rows?.map((row) => JSON.parse((row as { json: string }).json))).toEqual(expected.toSorted(byId));
      db.close();
    }),
    { numRuns: 40, seed: 13 },
  );
});

test('a batch that cannot be kept leaves nothing of itself, the cursor neither, and the next goes on', () => {
  fc.assert(
    fc.property(logs, fc.nat(400), ({ seed, cases, acts }, at) => {
      const log = randomCaseLog(seed, { cases, acts });
      const cut = at % log.length;
      const db = freshCache();
      const projection = new CaseProjection(db);
      projection.ingest(log.slice(0, cut), 'middle');
      const before = contentsOf(db);
      // Nothing writes a BigInt as JSON.
      const last = { ...log.at(-1), position: log.length + 1, body: 1n } as unknown as (typeof log)[number];
      expect(() => projection.ingest([...log.slice(cut), last], 'never')).toThrow();
      expect(contentsOf(db)).toEqual(before);
      projection.ingest(log.slice(cut), 'end');
      const atOnce = filledCache(log);
      expect(contentsOf(db)).toEqual(contentsOf(atOnce));
      db.close();
      atOnce.close();
    }),
    { numRuns: 30, seed: 14 },
  );
});

test('cleared and filled again it is the same; cleared it holds nothing', () => {
  const log = randomCaseLog(15, { cases: 20, acts: 20 });
  const db = freshCache();
  const projection = new CaseProjection(db);
  projection.ingest(log, 'end');
  const full = contentsOf(db);
  projection.clear();
  expect(Object.entries(contentsOf(db)).filter(([, rows]) => rows.length > 0)).toEqual([]);
  projection.ingest(log, 'end');
  expect(contentsOf(db)).toEqual(full);
  db.close();
});

test('more cases at once than it keeps folded are folded all the same', () => {
  const log = randomCaseLog(16, { cases: 900, acts: 5, atOnce: 900 });
  const db = freshCache();
  const projection = new CaseProjection(db);
  for (let from = 0; from < log.length; from += 500) projection.ingest(log.slice(from, from + 500), 'end');
  const atOnce = filledCache(log);
  expect(contentsOf(db).tally).toEqual(contentsOf(atOnce).tally);
  expect(contentsOf(db).rows).toEqual(contentsOf(atOnce).rows);
  db.close();
  atOnce.close();
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import type { Query } from '#electron/sqlite/sql.ts';
import { cacheMigrations } from '#electron/store/migrations/cache-migrations.ts';
import { CaseProjection } from '#electron/store/projections/case-projection.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { median } from '#tests/bench/engine-load.ts';
import type { Report } from '#tests/bench/run.ts';
import { storeEvents } from '#tests/bench/store-cases.ts';

const ROUNDS = 5;
const BATCHES = 60;
const key = Buffer.alloc(32, 9);

/** A database that notes what is written through it. */
function noting(db: WriteDb, notes: Query[]): WriteDb {
  return new Proxy(db, {
    get: (target, name) => {
      if (name === 'run')
        return (query: Query) => {
          notes.push(query);
          return target.run(query);
        };
      const value = Reflect.get(target, name, target) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/**
 * Our projection beside the bare library: the same rows and index entries, written by statements that were prepared
 * once, in the same batches, with the same cipher and settings. What bare does not do is fold, read and decide.
 */
export async function ingestRatio(report: Report): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ingest-bench-'));
  const batches = [...take(storeEvents(5_000), BATCHES)];
  const count = batches.reduce((sum, batch) => sum + batch.length, 0);
  let made = 0;
  const fresh = (): WriteDb => {
    const db = openForWriting({ file: path.join(folder, `${made++}.db`), key, synchronous: 'NORMAL', logger: null });
    migrate(db, cacheMigrations);
    return db;
  };
  try {
    const written = writesOf(fresh(), batches);
    const ours = (): number => {
      const db = fresh();
      const projection = new CaseProjection(db);
      return rate(db, count, () => {
        for (const [index, batch] of batches.entries()) projection.ingest(batch, String(index));
      });
    };
    const bare = (): number => {
      const db = fresh();
      return rate(db, count, () => {
        for (const writes of written)
          db.transaction(() => {
            for (const write of writes) db.run(write);
          });
      });
    };
    const rounds = Array.from({ length: ROUNDS }, (_, round) => {
      if (round % 2 === 0) {
        const mine = ours();
        return { mine, plain: bare() };
      }
      const plain = bare();
      return { mine: ours(), plain };
    });
    report('store.ingest.per_s', median(rounds.map(({ mine }) => mine)));
    report('store.ingest.bare_per_s', median(rounds.map(({ plain }) => plain)));
    report('store.ingest.ratio', median(rounds.map(({ mine, plain }) => mine / plain)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function* take<T>(from: Iterable<T>, count: number): Generator<T> {
  let taken = 0;
  for (const one of from) {
    if (taken++ >= count) return;
    yield one;
  }
}

/** What our projection writes for each batch. */
function writesOf(db: WriteDb, batches: readonly (readonly AnyEvent[])[]): readonly (readonly Query[])[] {
  const notes: Query[] = [];
  const projection = new CaseProjection(noting(db, notes));
  const written = batches.map((batch, index) => {
    projection.ingest(batch, String(index));
    return notes.splice(0);
  });
  db.close();
  return written;
}

/** Events a second; the database is closed. */
function rate(db: WriteDb, count: number, work: () => void): number {
  const began = performance.now();
  work();
  const took = performance.now() - began;
  db.close();
  return (count * 1_000) / took;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type SqliteDatabase from 'better-sqlite3';
import Database from 'better-sqlite3-multiple-ciphers';
import { v7 } from 'uuid';
import { EmbeddedEngine } from '#electron/engine/embedded/embedded-engine.ts';
import { EventLog } from '#electron/engine/event-log.ts';
import { benchGroup, inFlight, lineOf, median, rateOf } from '#tests/bench/engine-load.ts';
import { quantile } from '#tests/bench/quantile.ts';
import type { Report } from '#tests/bench/run.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const ROUNDS = 7;
const EVENTS = 400;
const CASES = 64;
const DELIVERED = 500;

/**
 * Our engine beside the bare driver on one disk, each row its own commit that is on disk before the next begins: ours
 * through a worker, sealed and with its indexes, bare in this thread with one index. Cipher and settings are the same.
 */
export async function embeddedFigures(report: Report): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'engine-bench-'));
  const key = Buffer.alloc(32, 7);
  const engine = new EmbeddedEngine({ file: path.join(folder, 'engine.db'), key, clock: Date.now, newId: v7, logger: recordingLogger() });
  const bare = openBare(path.join(folder, 'bare.db'), key);
  try {
    await engine.start();
    const log = new EventLog(engine, () => undefined);
    const cases = Array.from({ length: CASES }, () => v7());
    const ours = (count: number, window: number) => inFlight(count, window, async (n) => log.append(await log.seal([lineOf(cases[n % CASES] ?? '', n)])));
    await ours(CASES, 1);
    const rows = (await engine.read({ kind: 'case', id: cases[0] ?? '' })).map(({ position: _position, recordedAt: _recordedAt, ...event }) =>
      JSON.stringify(event),
    );
    const insert = bare.prepare('INSERT INTO event (id, about, json) VALUES (?, ?, ?)');
    const bareRows = async (): Promise<void> => {
      for (let n = 0; n < EVENTS; n++) insert.run(v7(), cases[n % CASES], rows[n % rows.length]);
    };
    await bareRows();
    const pairs: { readonly mine: number; readonly plain: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const [first, second] = round % 2 === 0 ? [() => ours(EVENTS, 1), bareRows] : [bareRows, () => ours(EVENTS, 1)];
      const rates = [await rateOf(EVENTS, first), await rateOf(EVENTS, second)] as const;
      pairs.push(round % 2 === 0 ? { mine: rates[0], plain: rates[1] } : { mine: rates[1], plain: rates[0] });
    }
    report('engine.embedded.append.per_s', median(pairs.map(({ mine }) => mine)));
    report('engine.embedded.append.bare_per_s', median(pairs.map(({ plain }) => plain)));
    report('engine.embedded.append.ratio', median(pairs.map(({ mine, plain }) => mine / plain)));
    report('engine.embedded.append.together_per_s', await rateOf(EVENTS * 10, () => ours(EVENTS * 10, 256)));
    const p95 = await delivered(log, cases);
    report('engine.embedded.deliver.p95_ms', p95);
    return p95;
  } finally {
    bare.close();
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As electron/sqlite/open.ts opens a log. */
function openBare(file: string, key: Buffer): SqliteDatabase.Database {
  const db = new Database(file);
  db.pragma("cipher='chacha20'");
  db.pragma(`key='raw:${key.toString('hex')}'`);
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'foreign_keys = ON',
    'secure_delete = ON',
    'temp_store = MEMORY',
    'mmap_size = 0',
    'cache_size = -4096',
  ])
    db.pragma(pragma);
  db.exec('CREATE TABLE event (position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, about TEXT NOT NULL, json TEXT NOT NULL) STRICT');
  return db;
}

/** From the call that appends to the follower's callback. The embedded engine has one process by nature: its worker is what lies between. */
async function delivered(log: EventLog, cases: readonly string[]): Promise<number> {
  const waiting = new Map<string, (at: number) => void>();
  const live = Promise.withResolvers<void>();
  const subscription = log.follow(
    [benchGroup],
    null,
    async (batch) => {
      for (const { id } of batch.events) waiting.get(id)?.(performance.now());
      if (batch.live) live.resolve();
    },
    (fault) => live.reject(new Error(fault)),
  );
  await live.promise;
  const took: number[] = [];
  for (let n = 0; n < DELIVERED; n++) {
    const event = lineOf(cases[n % cases.length] ?? '', n);
    const came = new Promise<number>((resolve) => waiting.set(event.id, resolve));
    const began = performance.now();
    await log.append(await log.seal([event]));
    took.push((await came) - began);
    waiting.delete(event.id);
  }
  await subscription.stop();
  return quantile(took, 0.95);
}

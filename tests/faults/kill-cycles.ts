import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { v7 } from 'uuid';
import { EmbeddedEngine } from '#electron/engine/embedded/embedded-engine.ts';
import { engineMigrations } from '#electron/engine/embedded/migrations/engine-migrations.ts';
import { positionOf } from '#electron/engine/embedded/tables/event-table.ts';
import { EventLog } from '#electron/engine/event-log.ts';
import type { ReadDb } from '#electron/sqlite/db.ts';
import { readMark } from '#electron/sqlite/high-water-mark.ts';
import type { Migration } from '#electron/sqlite/migrate.ts';
import { openForReading } from '#electron/sqlite/open.ts';
import { probe } from '#electron/sqlite/open-marked.ts';
import { commitsOf } from '#electron/sqlite/tables/commit-count.ts';
import { findDamage } from '#electron/sqlite/tables/whole-file.ts';
import { cacheMigrations } from '#electron/store/migrations/cache-migrations.ts';
import { ledgerMigrations } from '#electron/store/migrations/ledger-migrations.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import { outboxEntry } from '#electron/store/tables/ledger-tables.ts';
import { drafts } from '#electron/store/tables/words-table.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { benchGroup } from '#tests/bench/engine-load.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

/*
 * A console is killed at work again and again, on the folder that the one before it left, and what it was told is on
 * disk is read back each time: by whoever opens the files next, with their marks and every page. Which kill comes when
 * is drawn by a seed: before the console is ready, at an acknowledgement, or some time behind one.
 */

const WRITERS = 3;
/** Kills of one folder; then a fresh one, so that reading everything back stays cheap. */
const LIVES = 25;
const script = fileURLToPath(import.meta.resolve('#tests/fixtures/processes/storing.ts'));
const key = Buffer.alloc(32, 11);

export interface KillFigures {
  readonly cycles: number;
  readonly acknowledged: number;
  /** Acknowledged and not there afterwards, or there and not believed. */
  readonly lost: number;
  readonly faults: readonly string[];
}

/** What a console was told is on disk. */
class Acknowledged {
  readonly events = new Set<string>();
  readonly commands = new Map<string, 'queued' | 'confirmed'>();
  readonly drafts = new Map<string, number>();
  lines = 0;

  hear(line: string): void {
    const [what, name = '', state = ''] = line.split(' ');
    this.lines++;
    if (what === 'E') this.events.add(name);
    if (what === 'O') this.commands.set(name, state as 'queued' | 'confirmed');
    if (what === 'D') this.drafts.set(name, Number(state));
  }
}

/** Runs a console until its kill. */
async function live(folder: string, life: number, random: () => number, told: Acknowledged, cache: string): Promise<void> {
  const child = spawn(process.execPath, [script, folder, key.toString('hex'), String(life), String(WRITERS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });
  const gone = once(child, 'exit');
  const kill = () => child.kill('SIGKILL');
  const early = random() < 0.1;
  const after = 1 + Math.floor(random() * 120);
  const late = random() < 0.5 ? 0 : random() * 4;
  if (early) setTimeout(kill, 50 + random() * 500);
  let lines = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line !== 'S') told.hear(line);
    if (++lines !== after) continue;
    if (late === 0) kill();
    else setTimeout(kill, late);
  }
  const [code, signal] = (await gone) as [number | null, NodeJS.Signals | null];
  if (signal !== 'SIGKILL') throw new Error(`the console ended by itself with ${code ?? signal}`);
}

/** What is wrong with a file as the next start would find it; else what `look` finds missing in it. */
function lookInto(folder: string, name: string, migrations: readonly Migration[], look: (db: ReadDb) => readonly string[]): readonly string[] {
  const file = path.join(folder, name);
  if (!existsSync(file)) return [];
  try {
    probe({ file, key, migrations, logger: null });
    const db = openForReading({ file, key, synchronous: 'FULL', logger: null });
    try {
      const damage = findDamage(db);
      return [...(damage === null ? [] : [`${name}: ${damage}`]), ...look(db)];
    } finally {
      db.close();
    }
  } catch (cause) {
    return [`${name}: ${cause instanceof Error ? cause.message : String(cause)}`];
  }
}

function missingIn(folder: string, told: Acknowledged): readonly string[] {
  return [
    ...lookInto(folder, 'engine.db', engineMigrations, (db) => [...told.events].filter((id) => positionOf(db, id) === null).map((id) => `event ${id}`)),
    ...lookInto(folder, 'ledger.db', ledgerMigrations, (db) => [
      ...[...told.commands]
        .filter(([id, state]) => !(outboxEntry(db, id)?.state === 'confirmed' || outboxEntry(db, id)?.state === state))
        .map(([id]) => `command ${id}`),
      ...[...told.drafts]
        .filter(([who, count]) => !drafts(db, 'agent-lin').some(({ caseId, savedAt }) => caseId === `draft-${who}` && savedAt >= count))
        .map(([who]) => `draft ${who}`),
    ]),
    ...lookInto(folder, 'cache.db', cacheMigrations, () => []),
  ];
}

/** Starts once more and lets the cache catch up: it holds each case as the log does. */
async function cacheDiffers(folder: string): Promise<readonly string[]> {
  const logger = recordingLogger();
  const store = new SqliteStore({ folder, key, logger });
  const engine = new EmbeddedEngine({ file: path.join(folder, 'engine.db'), key, clock: Date.now, newId: v7, logger });
  await Promise.all([store.start(), engine.start()]);
  try {
    const log = new EventLog(engine, () => undefined);
    const live = Promise.withResolvers<void>();
    const cases = new Set<string>();
    const subscription = log.follow(
      [benchGroup],
      await store.cache.cursor(),
      async (batch) => {
        await store.cache.ingest(batch.events, batch.cursor);
        if (batch.live) live.resolve();
      },
      (fault) => live.reject(new Error(fault)),
    );
    await live.promise;
    await subscription.stop();
    for await (const batch of engine.moving().allEvents()) for (const { about } of batch) cases.add(about.id);
    const differing: string[] = [];
    for (const id of cases) {
      const [inLog, inCache] = [await log.read({ kind: 'case', id }), await store.cache.caseEvents(id as CaseId)];
      if (JSON.stringify(inLog.map((event) => event.id)) !== JSON.stringify(inCache.map((event) => event.id))) differing.push(`cache ${id}`);
    }
    return differing;
  } finally {
    await engine.stop();
    await store.stop();
  }
}

async function oneFolder(lives: number, random: () => number, compiled: string): Promise<KillFigures> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kill-'));
  const told = new Acknowledged();
  const faults: string[] = [];
  try {
    for (let life = 0; life < lives; life++) {
      await live(folder, life, random, told, compiled);
      faults.push(...missingIn(folder, told).map((missing) => `life ${life}: ${missing}`));
    }
    if (existsSync(path.join(folder, 'engine.db'))) faults.push(...(await cacheDiffers(folder)));
    return { cycles: lives, acknowledged: told.lines, lost: faults.length, faults };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A folder as a console leaves it that was killed at work. One that was killed between a commit and its mark is left:
 * that commit was never answered, and whether it is there afterwards is nobody's promise.
 */
export async function killedFolder(lines: number): Promise<string> {
  for (let life = 0; ; life++) {
    const folder = mkdtempSync(path.join(tmpdir(), 'killed-'));
    const child = spawn(process.execPath, [script, folder, key.toString('hex'), String(life), String(WRITERS)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const gone = once(child, 'exit');
    let heard = 0;
    for await (const _line of createInterface({ input: child.stdout })) if (++heard === lines) child.kill('SIGKILL');
    const [, signal] = (await gone) as [number | null, NodeJS.Signals | null];
    if (signal !== 'SIGKILL') throw new Error('the console ended by itself');
    if (['ledger.db', 'engine.db'].every((name) => allMarked(folder, name))) return folder;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether every commit of a file is marked; asked of a copy, since reading makes the log's index anew. */
function allMarked(folder: string, name: string): boolean {
  const copy = mkdtempSync(path.join(tmpdir(), 'marked-'));
  try {
    for (const file of readdirSync(folder)) if (file.startsWith(name)) copyFileSync(path.join(folder, file), path.join(copy, file));
    const db = openForReading({ file: path.join(copy, name), key, synchronous: 'FULL', logger: null });
    try {
      return commitsOf(db) === readMark(db.file);
    } finally {
      db.close();
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Kills consoles so often, some at once, each folder by a draw of its own; answers what was acknowledged and lost. */
export async function killCycles(seed: number, cycles: number, atOnce: number): Promise<KillFigures> {
  const compiled = mkdtempSync(path.join(tmpdir(), 'compiled-'));
  const folders = Math.max(atOnce, Math.ceil(cycles / LIVES));
  const shares = Array.from({ length: folders }, (_, index) => Math.floor(cycles / folders) + (index < cycles % folders ? 1 : 0));
  const done: KillFigures[] = [];
  let next = 0;
  const row = async (): Promise<void> => {
    for (let index = next++; index < folders; index = next++) done.push(await oneFolder(shares[index] ?? 0, seededRandom(seed + index), compiled));
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, row));
  } finally {
    rmSync(compiled, { recursive: true, force: true });
  }
  const sum = (of: (figures: KillFigures) => number) => done.reduce((all, figures) => all + of(figures), 0);
  return {
    cycles: sum((one) => one.cycles),
    acknowledged: sum((one) => one.acknowledged),
    lost: sum((one) => one.lost),
    faults: done.flatMap((one) => one.faults),
  };
}

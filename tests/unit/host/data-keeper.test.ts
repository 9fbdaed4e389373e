import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineMigrations } from '#electron/engine/embedded/migrations/engine-migrations.ts';
import { isNotedDamaged } from '#electron/host/keeping/damage-note.ts';
import { DataKeeper, type MetDamage } from '#electron/host/keeping/data-keeper.ts';
import { backupFolderOf } from '#electron/host/keeping/desk-files.ts';
import type { WriteDb } from '#electron/sqlite/db.ts';
import type { Migration } from '#electron/sqlite/migrate.ts';
import { openMarked } from '#electron/sqlite/open-marked.ts';
import { inProcess } from '#electron/sqlite/run-in-process.ts';
import { inThread, type RunWorker } from '#electron/sqlite/run-worker.ts';
import { sql } from '#electron/sqlite/sql.ts';
import { cacheMigrations } from '#electron/store/migrations/cache-migrations.ts';
import { ledgerMigrations } from '#electron/store/migrations/ledger-migrations.ts';
import { type StoredFile, storageHealth } from '#shared/desk/storage-health.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const key = Buffer.alloc(32, 4);
const HOUR = 3_600_000;
const forms: Readonly<Record<StoredFile, readonly Migration[]>> = {
  'cache.db': cacheMigrations,
  'ledger.db': ledgerMigrations,
  'engine.db': engineMigrations,
};

describe('Looking after the databases of a folder', () => {
  let folder: string;
  let now: number;
  let timers: { readonly work: () => void; readonly ms: number }[];
  let logger: ReturnType<typeof recordingLogger>;
  let cacheDamages: number;
  let told: MetDamage[];
  const settings = new Map<string, string>();
  const open: WriteDb[] = [];

  const at = (file: StoredFile) => path.join(folder, file);
  const database = (file: StoredFile): WriteDb => {
    const db = openMarked({ file: at(file), key, synchronous: 'FULL', markEach: 'commit', migrations: forms[file], logger: null });
    open.push(db);
    return db;
  };
  const close = () => {
    for (const db of open.splice(0)) db.close();
  };
  const write = (db: WriteDb, name: string) => db.run(sql`INSERT INTO fact (name, value) VALUES (${name}, 'x')`);
  const backups = (file: StoredFile) => readdirSync(backupFolderOf(folder)).filter((name) => name.startsWith(file.replace('.db', '-'))).length;
  /** Its work in a thread, which begins sooner than a process; one test has it apart, as the program does. */
  const keeper = (engineHere = true, runApart: RunWorker = inThread) => {
    const made = new DataKeeper({
      runApart,
      folder,
      key,
      engineHere,
      clock: () => now as never,
      setTimer: (work, ms) => timers.push({ work, ms }),
      clearTimer: () => undefined,
      logger,
      onDamage: (damage) => void told.push(damage),
    });
    made.start();
    return made;
  };
  const watch = (of: DataKeeper) =>
    of.watch({
      ledger: { setting: async (scope) => settings.get(scope) ?? null, saveSetting: async (scope, value) => void settings.set(scope, value) },
      restorations: [],
      onCacheDamage: async () => void cacheDamages++,
    });
  const health = (of: DataKeeper, file: StoredFile) => {
    expect(storageHealth.safeParse(of.health.value).success).toBe(true);
    return of.health.value.files.find((one) => one.file === file);
  };
  const nextHour = async (of: DataKeeper) => {
    now += HOUR;
    timers.at(-1)?.work();
    const before = timers.length;
    while (timers.length === before) await of.idle();
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'keeper-'));
    now = 1_790_000_000_000;
    timers = [];
    logger = recordingLogger();
    cacheDamages = 0;
    told = [];
    settings.clear();
  });
  afterEach(() => {
    close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('backs up ledger and log every hour and at the end, where something changed, and never the cache', async () => {
    const [ledger, engine] = [database('ledger.db'), database('engine.db')];
    database('cache.db');
    const one = keeper();
    await watch(one);
    await one.idle();
    expect(timers.map(({ ms }) => ms)).toEqual([60_000]);
    write(ledger, 'a');
    write(engine, 'a');
    await nextHour(one);
    expect([backups('ledger.db'), backups('engine.db'), backups('cache.db')]).toEqual([1, 1, 0]);
    expect(health(one, 'ledger.db')).toMatchObject({ backedUpAt: now, backupFault: null });
    expect(timers.at(-1)?.ms).toBe(HOUR);
    write(ledger, 'b');
    await nextHour(one);
    expect([backups('ledger.db'), backups('engine.db')]).toEqual([2, 1]);
    write(engine, 'c');
    close();
    await one.stop();
    expect([backups('ledger.db'), backups('engine.db')]).toEqual([2, 2]);
    // The next start finds fresh ones, and one whose clock went back makes new ones soon.
    const next = keeper();
    await watch(next);
    expect(timers.at(-1)?.ms).toBe(HOUR);
    now -= 24 * HOUR;
    const back = keeper();
    await watch(back);
    expect(timers.at(-1)?.ms).toBe(60_000);
    await Promise.all([next.stop(), back.stop()]);
  });

  it('waits at the end for no backup of a large log, says so after the next start, and makes it then', async () => {
    const [ledger, engine] = [database('ledger.db'), database('engine.db')];
    const one = keeper();
    await watch(one);
    write(ledger, 'a');
    write(engine, 'a');
    close();
    const { size } = statSync(at('engine.db'));
    truncateSync(at('engine.db'), 200 * 1024 * 1024);
    await one.stop();
    expect([backups('ledger.db'), backups('engine.db')]).toEqual([1, 0]);
    expect(logger.lines.filter(({ message }) => message.startsWith('stop:'))).toMatchObject([{ level: 'info', fields: { file: 'engine.db' } }]);
    truncateSync(at('engine.db'), size);
    const next = keeper();
    await watch(next);
    expect([health(next, 'ledger.db')?.behind, health(next, 'engine.db')?.behind]).toEqual([false, true]);
    expect(timers.at(-1)?.ms).toBe(60_000);
    await nextHour(next);
    expect(health(next, 'engine.db')).toMatchObject({ behind: false, backedUpAt: now });
    expect(backups('engine.db')).toBe(1);
    await next.stop();
  });

  it('gives its last backups a few seconds, and leaves nothing of one that takes longer', async () => {
    const ledger = database('ledger.db');
    // The time is over while the process is still beginning.
    let over = 0;
    const one = keeper(false, (entry) => {
      const running = inProcess(entry);
      setImmediate(() => {
        for (const limit of timers.filter(({ ms }) => ms === 30_000)) {
          over += 1;
          limit.work();
        }
      });
      return running;
    });
    await watch(one);
    write(ledger, 'a');
    close();
    await one.stop();
    expect(over).toBe(1);
    expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).startsWith('backups/'))).toEqual([]);
    expect(health(one, 'ledger.db')?.backupFault).toBeNull();
    expect(logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
    const next = keeper(false);
    await watch(next);
    expect(health(next, 'ledger.db')?.behind).toBe(true);
    await next.stop();
    expect(backups('ledger.db')).toBe(1);
  });

  it('makes none of a desk that could not be opened', async () => {
    write(database('ledger.db'), 'a');
    close();
    await keeper().stop();
    expect(() => readdirSync(backupFolderOf(folder))).toThrow();
  });

  it('says that no backup can be made, and since when, until one can', async () => {
    write(database('ledger.db'), 'a');
    writeFileSync(backupFolderOf(folder), 'in the way');
    const one = keeper(false);
    await watch(one);
    await nextHour(one);
    expect(health(one, 'ledger.db')).toMatchObject({ backedUpAt: null, backupFault: { at: now, full: false } });
    expect(logger.lines.some(({ level, message }) => level === 'error' && message.startsWith('backUp:'))).toBe(true);
    rmSync(backupFolderOf(folder));
    await nextHour(one);
    expect(health(one, 'ledger.db')).toMatchObject({ backedUpAt: now, backupFault: null });
    close();
    await one.stop();
  });

  it('reads every file through after an end without a stop, and again after a week', async () => {
    const ledger = database('ledger.db');
    for (const file of ['cache.db', 'engine.db'] as const) database(file);
    write(ledger, 'a');
    const one = keeper();
    await watch(one);
    await one.idle();
    expect(one.health.value.files.map(({ checkedAt, damage }) => [checkedAt, damage])).toEqual(Array(3).fill([now, null]));
    close();
    await one.stop();
    const [week, first] = [7 * 24 * HOUR, now];
    const look = async () => {
      const next = keeper();
      await watch(next);
      await next.idle();
      await next.stop();
      return next.health.value.files.map(({ checkedAt }) => checkedAt);
    };
    now += week - 1;
    expect(await look()).toEqual(Array(3).fill(first));
    now += 1;
    expect(await look()).toEqual(Array(3).fill(now));
    // A clock that went back makes a look due, and never late.
    now -= week;
    expect(await look()).toEqual(Array(3).fill(now));
  });

  it('tells damage of ledger and log, and has a damaged cache rebuilt', async () => {
    for (const file of ['cache.db', 'ledger.db', 'engine.db'] as const) {
      const db = database(file);
      for (let n = 0; n < 600; n += 1) write(db, `${n} ${'x'.repeat(200)}`);
    }
    close();
    for (const file of ['cache.db', 'engine.db'] as const) {
      const bytes = readFileSync(at(file));
      bytes[bytes.length - 6_000] = (bytes[bytes.length - 6_000] ?? 0) ^ 1;
      writeFileSync(at(file), bytes);
    }
    const one = keeper();
    await watch(one);
    await one.idle();
    expect(cacheDamages).toBe(1);
    expect(health(one, 'cache.db')?.damage).toBeNull();
    expect(health(one, 'ledger.db')?.damage).toBeNull();
    expect(health(one, 'engine.db')?.damage).not.toBeNull();
    await nextHour(one);
    expect(health(one, 'engine.db')).toMatchObject({ backedUpAt: null, backupFault: { at: now } });
    expect(health(one, 'ledger.db')).toMatchObject({ backedUpAt: now });
    await one.stop();
    expect(told).toEqual([{ file: at('engine.db'), detail: expect.any(String), backedUp: false }]);
    expect(['cache.db', 'ledger.db', 'engine.db'].map((file) => isNotedDamaged(at(file as StoredFile)))).toEqual([false, false, true]);
    const healthy = readFileSync(at('engine.db'));
    healthy[healthy.length - 6_000] = (healthy[healthy.length - 6_000] ?? 0) ^ 1;
    writeFileSync(at('engine.db'), healthy);
    const next = keeper();
    await watch(next);
    await next.idle();
    expect(health(next, 'engine.db')?.damage).toBeNull();
    expect(isNotedDamaged(at('engine.db'))).toBe(false);
    await next.stop();
  });

  it('notes damage that the last backup meets, and tells nothing of a backup at the next start', async () => {
    const [, , db] = (['cache.db', 'ledger.db', 'engine.db'] as const).map(database);
    for (let n = 0; n < 600; n += 1) if (db) write(db, `${n} ${'x'.repeat(200)}`);
    close();
    const one = keeper();
    await watch(one);
    await one.idle();
    const bytes = readFileSync(at('engine.db'));
    bytes[bytes.length - 6_000] = (bytes[bytes.length - 6_000] ?? 0) ^ 1;
    writeFileSync(at('engine.db'), bytes);
    await one.stop();
    expect(told).toEqual([{ file: at('engine.db'), detail: expect.any(String), backedUp: false }]);
    expect(isNotedDamaged(at('engine.db'))).toBe(true);
    expect(logger.lines.filter(({ message }) => message.startsWith('stop:'))).toEqual([]);
  });

  it('tells damage that cannot be noted, and notes it as soon as it can', async () => {
    const [, , db] = (['cache.db', 'ledger.db', 'engine.db'] as const).map(database);
    for (let n = 0; n < 600; n += 1) if (db) write(db, `${n} ${'x'.repeat(200)}`);
    close();
    const bytes = readFileSync(at('engine.db'));
    bytes[bytes.length - 6_000] = (bytes[bytes.length - 6_000] ?? 0) ^ 1;
    writeFileSync(at('engine.db'), bytes);
    symlinkSync(path.join(folder, 'nowhere', 'x'), `${at('engine.db')}.damaged`);
    const one = keeper();
    await watch(one);
    await one.idle();
    expect(told).toHaveLength(1);
    expect(health(one, 'ledger.db')?.checkedAt).toBe(now);
    rmSync(`${at('engine.db')}.damaged`);
    await nextHour(one);
    expect(isNotedDamaged(at('engine.db'))).toBe(true);
    expect(told).toHaveLength(1);
    await one.stop();
  });

  it('leaves no older backup where something was erased', async () => {
    const ledger = database('ledger.db');
    const one = keeper(false);
    await watch(one);
    for (const name of ['a', 'b', 'c']) {
      write(ledger, name);
      await nextHour(one);
    }
    expect(backups('ledger.db')).toBe(3);
    ledger.run(sql`DELETE FROM fact WHERE name = 'a'`);
    await one.replaceBackups();
    expect(backups('ledger.db')).toBe(1);
    // One that cannot be replaced yet is replaced when it can, by the next start too.
    write(ledger, 'd');
    await nextHour(one);
    expect(backups('ledger.db')).toBe(2);
    ledger.run(sql`DELETE FROM fact WHERE name = 'b'`);
    const whole = readdirSync(backupFolderOf(folder));
    mkdirSync(path.join(backupFolderOf(folder), 'ledger.1.new', 'in the way'), { recursive: true });
    await expect(one.replaceBackups()).rejects.toThrow('could not be replaced yet');
    expect(readdirSync(backupFolderOf(folder))).toEqual(expect.arrayContaining(whole));
    await one.rest();
    rmSync(path.join(backupFolderOf(folder), 'ledger.1.new'), { recursive: true });
    const next = keeper(false);
    await watch(next);
    await next.idle();
    expect(backups('ledger.db')).toBe(1);
    await next.stop();
    close();
    await one.stop();
  });
});

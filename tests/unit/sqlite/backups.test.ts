import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Backup, backUp, backupsOf, dropUnfinished, newestGood } from '#electron/sqlite/backups.ts';
import type { WriteDb } from '#electron/sqlite/db.ts';
import type { Migration } from '#electron/sqlite/migrate.ts';
import { openForReading } from '#electron/sqlite/open.ts';
import { OpenFault } from '#electron/sqlite/open-fault.ts';
import { openMarked } from '#electron/sqlite/open-marked.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { Instant } from '#shared/lib/time.ts';
import { smallDisk } from '#tests/small-disk.ts';

const key = Buffer.alloc(32, 6);
const migrations: readonly Migration[] = [
  {
    version: 10,
    name: 'rows',
    up: (db) =>
      db.script(sql`
        CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
      `),
  },
];
const noon = Date.UTC(2026, 10, 29, 12) as Instant;
const hour = (n: number) => (noon + n * 3_600_000) as Instant;

describe('Backups of a database', () => {
  let folder: string;
  let file: string;
  let into: string;
  let db: WriteDb;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'backups-'));
    file = join(folder, 'ledger.db');
    into = join(folder, 'backups');
    db = openMarked({ file, key, synchronous: 'FULL', markEach: 'commit', migrations, logger: null });
  });
  afterEach(() => {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const add = (id: number, text = `MARKER row ${id}`) => db.run(sql`INSERT INTO row (id, text) VALUES (${id}, ${text})`);
  const make = (at: Instant): Backup => {
    const made = backUp({ file, key, into }, at);
    if (made === 'unchanged') throw new Error('nothing was made');
    return made;
  };
  const rowsIn = (backup: Backup): number => {
    const read = openForReading({ file: backup.file, key, synchronous: 'FULL', logger: null });
    try {
      return read.get<{ n: number }>(sql`SELECT count(*) AS n FROM row`)?.n ?? -1;
    } finally {
      read.close();
    }
  };

  it('hold all that was committed, while somebody writes, encrypted with the same key, for their owner alone', () => {
    for (let id = 1; id <= 50; id += 1) add(id);
    const backup = db.transaction(() => {
      db.run(sql`INSERT INTO row (id, text) VALUES (51, 'not yet')`);
      return make(noon);
    });
    expect(backup).toMatchObject({ commits: 50, at: noon });
    expect(rowsIn(backup)).toBe(50);
    expect(readFileSync(backup.file).includes('MARKER')).toBe(false);
    expect(statSync(backup.file).mode & 0o077).toBe(0);
    expect(newestGood({ file, key: Buffer.alloc(32, 7), into }, 10)).toBeNull();
  });

  it('are three, the newest by what they hold and not by the clock, and none is made of what did not change', () => {
    const made: string[] = [];
    // The clock goes back by a day in between.
    for (const at of [hour(0), hour(1), hour(-23), hour(-22)]) {
      add(made.length + 1);
      made.push(basename(make(at).file));
      expect(backUp({ file, key, into }, at)).toBe('unchanged');
    }
    expect(readdirSync(into).toSorted()).toEqual(made.slice(1).toSorted());
    expect(backupsOf({ file, into }).map(({ commits, at }) => [commits, at])).toEqual([
      [4, hour(-22)],
      [3, hour(-23)],
      [2, hour(1)],
    ]);
    expect(newestGood({ file, key, into }, 10)).toMatchObject({ commits: 4 });
  });

  it('that are damaged are passed over for the newest that opens whole', () => {
    for (let id = 1; id <= 3; id += 1) {
      add(id, 'x'.repeat(50_000));
      make(hour(id));
    }
    const [third, second] = backupsOf({ file, into });
    if (!third || !second) throw new Error('there are three');
    const bytes = readFileSync(third.file);
    bytes[20_000] = (bytes[20_000] ?? 0) ^ 1;
    writeFileSync(third.file, bytes);
    expect(newestGood({ file, key, into }, 10)).toMatchObject({ commits: 2 });
    truncateSync(second.file, 8_192);
    expect(newestGood({ file, key, into }, 10)).toMatchObject({ commits: 1 });
    expect(newestGood({ file, key, into }, 9)).toBeNull();
  });

  it('are not made of a damaged database, and the older ones stay', () => {
    for (let id = 1; id <= 40; id += 1) add(id, 'x'.repeat(5_000));
    const good = make(noon);
    add(41);
    db.close();
    const bytes = readFileSync(file);
    for (let at = 60_000; at < 90_000; at += 1_000) bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    expect(() => backUp({ file, key, into }, hour(1))).toThrow(OpenFault);
    expect(backupsOf({ file, into })).toEqual([good]);
    expect(readdirSync(into)).toHaveLength(1);
  });

  it('that were begun and not made leave nothing, SQLite’s own files beside them neither, and what was made stays', () => {
    add(1);
    const good = make(noon);
    for (const ending of ['', '-journal', '-wal', '-shm']) writeFileSync(join(into, `ledger.4711.new${ending}`), 'x');
    dropUnfinished({ file, into });
    expect(readdirSync(into)).toEqual([basename(good.file)]);
  });

  it('of which one may be kept alone, so that what was erased is in none', () => {
    add(1);
    make(noon);
    db.run(sql`DELETE FROM row`);
    const erased = backUp({ file, key, into }, hour(1), 1);
    expect(backupsOf({ file, into })).toEqual([erased]);
  });

  it('that find the disk full say so, and leave the older ones and the database', (context) => {
    const disk = smallDisk(3);
    if (disk === null) return context.skip('not run: a small disk can be mounted by root alone');
    try {
      add(1);
      const place = { file, key, into: join(disk.path, 'backups') };
      const good = backUp(place, noon);
      for (let id = 2; id <= 60; id += 1) add(id, 'x'.repeat(100_000));
      expect(() => backUp(place, hour(1))).toThrow(expect.objectContaining({ code: 'full' }));
      expect(backupsOf(place)).toEqual([good]);
      expect(readdirSync(place.into)).toHaveLength(1);
      add(61);
      expect(db.get(sql`SELECT count(*) AS n FROM row`)).toEqual({ n: 61 });
    } finally {
      disk.remove();
    }
  });
});

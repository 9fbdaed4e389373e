import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { markFileOf, readMark } from '#electron/sqlite/high-water-mark.ts';
import type { Migration } from '#electron/sqlite/migrate.ts';
import { openForReading } from '#electron/sqlite/open.ts';
import { OpenFault } from '#electron/sqlite/open-fault.ts';
import { type MarkedOptions, openMarked, wasInUse } from '#electron/sqlite/open-marked.ts';
import { sql } from '#electron/sqlite/sql.ts';
import { commitsOf } from '#electron/sqlite/tables/commit-count.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const key = Buffer.alloc(32, 5);
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

describe('A database whose commits are marked', () => {
  let folder: string;
  let file: string;
  let logger: ReturnType<typeof recordingLogger>;
  const open: ReadDb[] = [];
  let kills = 0;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'marked-'));
    file = join(folder, 'a.db');
    logger = recordingLogger();
  });
  afterEach(() => {
    close();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (over: Partial<MarkedOptions> = {}): WriteDb => {
    const db = openMarked({ file, key, synchronous: 'FULL', markEach: 'commit', migrations, logger, ...over });
    open.push(db);
    return db;
  };
  const close = () => {
    for (const db of open.splice(0)) db.close();
  };
  const add = (db: WriteDb, id: number, length = 100) => db.run(sql`INSERT INTO row (id, text) VALUES (${id}, ${'x'.repeat(length)})`);
  const count = (db: ReadDb) => db.get<{ n: number }>(sql`SELECT count(*) AS n FROM row`)?.n;
  /** The files as a kill would leave them, under another name. */
  const killed = (letGo: () => void = () => undefined): string => {
    const copy = join(folder, `killed-${++kills}.db`);
    for (const ending of ['', '-wal', '.mark']) if (existsSync(`${file}${ending}`)) copyFileSync(`${file}${ending}`, `${copy}${ending}`);
    letGo();
    close();
    file = copy;
    return copy;
  };
  const codeOf = (work: () => unknown): string => {
    try {
      work();
      return 'none';
    } catch (cause) {
      if (cause instanceof OpenFault) return cause.code;
      throw cause;
    }
  };

  it('counts each commit that changed something, once, and the mark knows it before the answer', () => {
    const db = start();
    add(db, 1);
    expect([commitsOf(db), readMark(file)]).toEqual([1, 1]);
    db.transaction(() => {
      add(db, 2);
      add(db, 3);
      db.transaction(() => add(db, 4));
    });
    expect([commitsOf(db), readMark(file)]).toEqual([2, 2]);
    db.transaction(() => db.all(sql`SELECT * FROM row`));
    db.run(sql`DELETE FROM row WHERE id = 99`);
    expect(() =>
      db.transaction(() => {
        add(db, 5);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect([commitsOf(db), readMark(file), count(db)]).toEqual([2, 2, 4]);
    close();
    expect(commitsOf(start())).toBe(2);
  });

  it.each(['cut to its first commits', 'with one flipped bit', 'gone'])(
    'that was killed and has its log %s is refused by name, its files left as they are',
    (harm) => {
      const db = start();
      db.checkpoint();
      for (let id = 1; id <= 40; id += 1) add(db, id);
      killed();
      expect(wasInUse(file)).toBe(true);
      const wal = `${file}-wal`;
      const size = statSync(wal).size;
      if (harm === 'gone') rmSync(wal);
      else if (harm === 'with one flipped bit') flip(wal, Math.floor(size / 2));
      else truncateSync(wal, Math.floor(size / 2));
      const before = harm === 'gone' ? null : readFileSync(wal);
      expect(codeOf(start)).toBe('cut-short');
      expect(codeOf(start)).toBe('cut-short');
      if (before) expect(readFileSync(wal).equals(before)).toBe(true);
    },
  );
  function flip(at: string, place: number): void {
    const bytes = readFileSync(at);
    bytes[place] = (bytes[place] ?? 0) ^ 4;
    writeFileSync(at, bytes);
  }

  it('that was killed has all its rows, whatever its mark is: gone, damaged, or behind', () => {
    const db = start();
    for (let id = 1; id <= 6; id += 1) add(db, id);
    killed();
    expect(count(start())).toBe(6);
    close();
    rmSync(markFileOf(file));
    expect(count(start())).toBe(6);
    close();
    expect(readMark(file)).toBe(6);
    // The newest record is torn: the one before it counts.
    const handle = openSync(markFileOf(file), 'r+');
    writeSync(handle, Buffer.alloc(20, 9), 0, 20, 0);
    closeSync(handle);
    expect(count(start())).toBe(6);
    close();
    writeFileSync(markFileOf(file), 'no mark');
    expect(readMark(file)).toBe(0);
    expect(count(start())).toBe(6);
    expect(readMark(file)).toBe(6);
  });

  it('is missed when it is gone, or an older one was put in its place', () => {
    const db = start();
    add(db, 1);
    close();
    copyFileSync(file, `${file}.old`);
    add(start(), 2);
    close();
    copyFileSync(`${file}.old`, file);
    expect(codeOf(start)).toBe('cut-short');
    truncateSync(file, 0);
    expect(codeOf(start)).toBe('cut-short');
    rmSync(file);
    expect(codeOf(start)).toBe('missing');
    expect(existsSync(file)).toBe(false);
    rmSync(markFileOf(file));
    expect(count(start())).toBe(0);
    expect(db).toBeDefined();
  });

  it('takes what cannot be marked all the same, and says once that its mark cannot be written', () => {
    mkdirSync(markFileOf(file));
    const db = start();
    add(db, 1);
    add(db, 2);
    expect(logger.lines.map(({ level, message }) => [level, message])).toEqual([['error', 'mark: cannot be written']]);
    close();
    expect(count(start())).toBe(2);
  });

  it('that follows a log may lose its newest commits with their cursor, and is refused where its file has pages of commits its log lost', () => {
    const db = start({ markEach: 'checkpoint', synchronous: 'NORMAL' });
    for (let id = 1; id <= 3; id += 1) add(db, id);
    expect(readMark(file)).toBe(0);
    killed();
    truncateSync(`${file}-wal`, 200);
    expect(count(start({ markEach: 'checkpoint' }))).toBe(0);
    close();
    // Now so much that it is moved into the file, up to the moment of a reader, who keeps the log from beginning anew.
    file = join(folder, 'c.db');
    const again = start({ markEach: 'checkpoint', synchronous: 'NORMAL' });
    for (let id = 1; id <= 10; id += 1) add(again, id, 200_000);
    const reader = openForReading({ file, key, synchronous: 'NORMAL', logger: null });
    open.push(reader);
    const held = reader.iterate(sql`SELECT id FROM row`);
    held.next();
    expect(readMark(file)).toBe(0);
    for (let id = 11; id <= 30; id += 1) add(again, id, 200_000);
    expect(readMark(file)).toBe(30);
    killed(() => void held.return?.());
    truncateSync(`${file}-wal`, 400_000);
    expect(codeOf(() => start({ markEach: 'checkpoint' }))).toBe('cut-short');
  });

  it('keeps its log small: moved into the file every 1,000 pages, cut back once a reader lets it go, empty at the end', () => {
    const db = start();
    const wal = () => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    for (let id = 1; id <= 60; id += 1) add(db, id, 200_000);
    expect(wal()).toBeLessThan(6_000_000);
    const reader = openForReading({ file, key, synchronous: 'FULL', logger: null });
    open.push(reader);
    const held = reader.iterate<{ id: number }>(sql`SELECT id FROM row ORDER BY id`);
    held.next();
    for (let id = 101; id <= 220; id += 1) add(db, id, 200_000);
    // The reader is never waited for, and still reads its own moment.
    expect(wal()).toBeGreaterThan(20_000_000);
    expect([...held]).toHaveLength(59);
    for (let id = 301; id <= 303; id += 1) add(db, id, 200_000);
    expect(wal()).toBeLessThanOrEqual(16 * 1024 * 1024);
    close();
    expect(wal()).toBe(0);
    expect(count(start())).toBe(183);
  });
});

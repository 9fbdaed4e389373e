import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { type Migration, migrate } from '#electron/sqlite/migrate.ts';
import { openForReading, openForWriting } from '#electron/sqlite/open.ts';
import { OpenFault, toOpenFault } from '#electron/sqlite/open-fault.ts';
import { sql } from '#electron/sqlite/sql.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const key = Buffer.alloc(32, 1);
let folder: string;
let file: string;
let open: ReadDb[] = [];

const writer = (over: Partial<Parameters<typeof openForWriting>[0]> = {}): WriteDb => {
  const db = openForWriting({ file, key, synchronous: 'FULL', logger: null, ...over });
  open.push(db);
  return db;
};
const reader = (): ReadDb => {
  const db = openForReading({ file, key, synchronous: 'FULL', logger: null });
  open.push(db);
  return db;
};
const close = () => {
  for (const db of open.splice(0)) db.close();
};
const faultOf = (work: () => unknown): OpenFault | null => {
  try {
    work();
    return null;
  } catch (cause) {
    if (cause instanceof OpenFault) return cause;
    throw cause;
  }
};
const codeOf = (work: () => unknown) => faultOf(work)?.code ?? 'none';
/** A file with 200 rows over many pages. */
const fill = () => {
  const db = writer();
  db.script(sql`CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT`);
  db.transaction(() => {
    for (let id = 1; id <= 200; id += 1) db.run(sql`INSERT INTO row (id, text) VALUES (${id}, ${`row ${id} `.repeat(40)})`);
  });
  close();
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlite-'));
  file = join(folder, 'a.db');
  open = [];
});
afterEach(() => {
  close();
  rmSync(folder, { recursive: true, force: true });
});

describe('Opening a database', () => {
  it('has the settings that durability and secrecy need', () => {
    const db = writer();
    const pragma = (name: 'journal_mode' | 'synchronous' | 'temp_store' | 'secure_delete' | 'foreign_keys' | 'mmap_size') =>
      Object.values(
        {
          journal_mode: () => db.get<Record<string, unknown>>(sql`PRAGMA journal_mode`),
          synchronous: () => db.get<Record<string, unknown>>(sql`PRAGMA synchronous`),
          temp_store: () => db.get<Record<string, unknown>>(sql`PRAGMA temp_store`),
          secure_delete: () => db.get<Record<string, unknown>>(sql`PRAGMA secure_delete`),
          foreign_keys: () => db.get<Record<string, unknown>>(sql`PRAGMA foreign_keys`),
          mmap_size: () => db.get<Record<string, unknown>>(sql`PRAGMA mmap_size`),
        }[name]() ?? {},
      )[0] ?? 0;
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('temp_store')).toBe(2);
    expect(pragma('secure_delete')).toBe(1);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('mmap_size')).toBe(0);
  });

  it('refuses a wrong key, no database, and a readable one, by one code and the file', () => {
    fill();
    expect(faultOf(() => writer({ key: Buffer.alloc(32, 2) }))).toMatchObject({ code: 'wrong-key-or-not-a-database', file });
    file = join(folder, 'text.db');
    writeFileSync(file, 'this is a letter, not a database\n'.repeat(400));
    expect(codeOf(writer)).toBe('wrong-key-or-not-a-database');
    expect(readFileSync(file, 'utf8')).toContain('a letter');
  });

  it.each([0, 16, 31, 33])('refuses a key of %i bytes', (length) => {
    expect(() => writer({ key: Buffer.alloc(length) })).toThrow('32 bytes');
  });

  it('refuses a file without a key', () => {
    expect(() => writer({ key: null })).toThrow('a database on disk has a key');
  });

  it('does not make what it shall only read', () => {
    expect(codeOf(reader)).toBe('io');
  });

  it('names a missing folder, and a folder in the place of the file', () => {
    expect(codeOf(() => writer({ file: join(folder, 'missing', 'a.db') }))).toBe('io');
    mkdirSync(file);
    expect(codeOf(writer)).toBe('io');
  });

  it.each(['new', 'known'])('calls a folder that may not be written read-only, for a %s file', (which) => {
    if (which === 'known') writer({ key: Buffer.alloc(32) });
    close();
    chmodSync(folder, 0o555);
    if (which === 'known') chmodSync(file, 0o444);
    // Root may write anywhere: then somebody else opens it.
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const script = fileURLToPath(import.meta.resolve('#tests/fixtures/processes/open-database.ts'));
    const said = spawnSync(process.execPath, [script, file], { ...nobody, encoding: 'utf8' });
    chmodSync(folder, 0o755);
    expect(said.stderr).toBe('');
    expect(said.stdout).toMatch(/^read-only: /);
  });

  it('gives a reader what a writer committed, and lets it write nothing', () => {
    fill();
    const write = writer();
    const read = reader();
    expect(read.get(sql`SELECT count(*) AS count FROM row`)).toEqual({ count: 200 });
    write.run(sql`DELETE FROM row WHERE id = ${1}`);
    expect(read.get(sql`SELECT count(*) AS count FROM row`)).toEqual({ count: 199 });
    expect(codeOf(() => read.all(sql`DELETE FROM row RETURNING id`))).toBe('read-only');
    // @ts-expect-error what writes does not take a reader's handle
    const refused: WriteDb = read;
    expect('run' in refused).toBe(false);
  });

  it('holds no readable text, in the file or its log', () => {
    const db = writer();
    db.script(sql`CREATE TABLE row (text TEXT NOT NULL) STRICT`);
    db.run(sql`INSERT INTO row (text) VALUES (${'MARKER 13800138000'})`);
    expect(readFileSync(`${file}-wal`).includes('MARKER')).toBe(false);
    db.checkpoint();
    expect(readFileSync(file).includes('MARKER')).toBe(false);
    expect(readFileSync(file).length).toBeGreaterThan(4_000);
  });

  it('notices every changed bit and every cut', () => {
    fill();
    const good = readFileSync(file);
    const rows = (): number => {
      const db = writer();
      const all = db.all<{ id: number; text: string }>(sql`SELECT id, text FROM row ORDER BY id`);
      return all.filter(({ id, text }, index) => id === index + 1 && text === `row ${id} `.repeat(40)).length;
    };
    const random = seededRandom(7);
    let noticed = 0;
    for (let round = 0; round < 60; round += 1) {
      const bad = Buffer.from(good);
      const at = Math.floor(random() * bad.length);
      bad[at] = (bad[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      writeFileSync(file, bad);
      const fault = faultOf(() => expect(rows()).toBe(200));
      close();
      if (fault) {
        noticed += 1;
        expect(['damaged', 'wrong-key-or-not-a-database']).toContain(fault.code);
      }
    }
    expect(noticed).toBeGreaterThan(50);
    for (let round = 0; round < 10; round += 1) {
      writeFileSync(file, good);
      truncateSync(file, 1 + Math.floor(random() * (good.length - 1)));
      expect(['damaged', 'wrong-key-or-not-a-database', 'io']).toContain(codeOf(rows));
      close();
    }
  });
});

describe('A database handle', () => {
  it('takes all of a transaction or nothing, and gives the cause on', () => {
    fill();
    const db = writer();
    const broken = () =>
      db.transaction(() => {
        db.run(sql`DELETE FROM row`);
        throw new Error('changed my mind');
      });
    expect(broken).toThrow('changed my mind');
    expect(db.get(sql`SELECT count(*) AS count FROM row`)).toEqual({ count: 200 });
  });

  it('runs one statement twice at a time', () => {
    fill();
    const db = writer();
    const query = sql`SELECT id FROM row WHERE id <= ${3} ORDER BY id`;
    const seen: unknown[] = [];
    for (const row of db.iterate<{ id: number }>(query)) seen.push([row.id, db.all(query).length]);
    expect(seen).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });

  it('names a slow statement by its text, without its values', () => {
    const logger = recordingLogger();
    const db = writer({ logger });
    const slow = sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${3_000_000}) SELECT max(i) AS most FROM n WHERE ${'SECRET'} <> ''`;
    expect(db.get(slow)).toEqual({ most: 3_000_000 });
    expect(logger.lines).toHaveLength(1);
    expect(logger.lines[0]).toMatchObject({ level: 'warn', message: 'statement: slow' });
    expect(String(logger.lines[0]?.fields?.sql)).toContain('WITH RECURSIVE');
    expect(JSON.stringify(logger.lines)).not.toContain('SECRET');
  });

  it('gives SQLite’s own codes as faults, and leaves other errors as they are', () => {
    const sqlite = (code: string) => toOpenFault(Object.assign(new Error('x'), { code }), 'f');
    expect(sqlite('SQLITE_FULL')).toMatchObject({ code: 'full' });
    expect(sqlite('SQLITE_IOERR_FSYNC')).toMatchObject({ code: 'io' });
    expect(sqlite('SQLITE_BUSY_SNAPSHOT')).toMatchObject({ code: 'busy' });
    expect(sqlite('SQLITE_READONLY_DBMOVED')).toMatchObject({ code: 'read-only' });
    expect(sqlite('SQLITE_CONSTRAINT_UNIQUE')).not.toBeInstanceOf(OpenFault);
    expect(toOpenFault('text', 'f')).toBe('text');
  });

  it('says that a full disk is full, and keeps what was', () => {
    fill();
    const db = writer();
    db.get(sql`PRAGMA max_page_count = 60`);
    const more = () =>
      db.transaction(() => {
        for (let id = 201; id < 5_000; id += 1) db.run(sql`INSERT INTO row (id, text) VALUES (${id}, ${'x'.repeat(2_000)})`);
      });
    expect(codeOf(more)).toBe('full');
    expect(db.get(sql`SELECT count(*) AS count FROM row`)).toEqual({ count: 200 });
  });
});

describe('Migrations', () => {
  const first: Migration = { version: 10, name: 'first', up: (db) => db.script(sql`CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT`) };
  const second: Migration = { version: 20, name: 'second', up: (db) => db.script(sql`CREATE TABLE b (id INTEGER PRIMARY KEY) STRICT`) };
  const tables = (db: ReadDb) => db.all<{ name: string }>(sql`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`).map(({ name }) => name);

  it('run once each, in order, and tell what they found', () => {
    expect(migrate(writer(), [first])).toBe(0);
    close();
    const db = writer();
    expect(migrate(db, [first, second])).toBe(10);
    expect(migrate(db, [first, second])).toBe(20);
    expect(tables(db)).toEqual(['a', 'b']);
  });

  it('leave the file as it was when one fails', () => {
    const failing: Migration = {
      version: 20,
      name: 'failing',
      up: (db) => {
        second.up(db);
        throw new Error('half way');
      },
    };
    const db = writer();
    expect(() => migrate(db, [first, failing])).toThrow('half way');
    expect(tables(db)).toEqual(['a']);
    expect(migrate(db, [first, second])).toBe(10);
    expect(tables(db)).toEqual(['a', 'b']);
  });

  it('refuse a file of a newer version by name', () => {
    const db = writer();
    migrate(db, [first, second]);
    expect(faultOf(() => migrate(db, [first]))).toMatchObject({ code: 'newer-version', file });
    expect(tables(db)).toEqual(['a', 'b']);
  });
});

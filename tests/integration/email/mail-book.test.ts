import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { MemoryMailBook } from '#electron/channels/email/mail-book.ts';
import { SqliteMailBook } from '#electron/channels/email/sqlite-mail-book.ts';
import { bookMigrations, cursor, moveCursor, readThread, taken, threadsOf } from '#electron/channels/email/tables/book-tables.ts';
import type { WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { type Query, sql } from '#electron/sqlite/sql.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const facts = { address: 'li@example.com', name: '李雷', subject: '退款', lastId: 'a@b', references: ['r@b'], lastAt: 5 };
const key = Buffer.alloc(32, 3);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'mail-book-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const onDisk = () => new SqliteMailBook({ file: path.join(folder, 'mail.db'), key, logger: recordingLogger() });

describe.each([
  ['in memory', () => Object.assign(new MemoryMailBook(), { start: async () => undefined, stop: async () => undefined })],
  ['on disk', onDisk],
])('A book %s', (_name, make) => {
  it('keeps ties, threads and what was taken', async () => {
    const book = make();
    await book.start();
    await book.tie('one', ['a', 'b']);
    await book.tie('two', ['b', 'c']);
    expect(await book.threadsOf(['b', 'x'])).toEqual([{ thread: 'one', made: 1 }]);
    expect((await book.threadsOf(['a', 'b', 'c'])).toSorted((x, y) => x.made - y.made).map(({ thread }) => thread)).toEqual(['one', 'two']);
    await book.writeThread('two', facts);
    await book.join('two', 'one');
    expect(await book.threadsOf(['c'])).toEqual([{ thread: 'one', made: 1 }]);
    expect([await book.readThread('two'), await book.readThread('one'), await book.readThread('none')]).toEqual([facts, null, null]);
    expect(await book.taken('h')).toBe(false);
    await book.markTaken('h');
    await book.markTaken('h');
    expect(await book.taken('h')).toBe(true);
    expect(await book.threadsOf([])).toEqual([]);
    await book.stop();
  });

  it('keeps how far mailboxes were read', async () => {
    const book = make();
    await book.start();
    expect(await book.cursor('a INBOX')).toBeNull();
    await book.moveCursor('a INBOX', { validity: '4294967295', uid: 7, since: 5 });
    await book.moveCursor('b INBOX', { validity: '1', uid: 1, since: 1 });
    await book.moveCursor('a INBOX', { validity: '18446744073709551615', uid: 4_294_967_295, since: 5 });
    expect(await book.cursor('a INBOX')).toEqual({ validity: '18446744073709551615', uid: 4_294_967_295, since: 5 });
    await book.stop();
  });
});

it('comes back from disk, where nothing of it can be read', async () => {
  const book = onDisk();
  await book.start();
  await book.tie('one', ['a']);
  await book.writeThread('one', facts);
  await book.stop();
  const file = readFileSync(path.join(folder, 'mail.db'));
  for (const plain of ['SQLite format 3', 'li@example.com', '李雷']) expect(file.includes(plain)).toBe(false);
  const again = onDisk();
  await again.start();
  expect([await again.readThread('one'), await again.threadsOf(['a'])]).toEqual([facts, [{ thread: 'one', made: 1 }]]);
  await again.stop();
});

test('a book of the form before is taken over as it is', () => {
  const file = path.join(folder, 'mail.db');
  const open = () => openForWriting({ file, key, synchronous: 'FULL', logger: recordingLogger(), cacheKib: 512 });
  const before = open();
  expect(migrate(before, bookMigrations.slice(0, 1))).toBe(0);
  before.run(sql`INSERT INTO thread (thread, facts) VALUES ('one', ${JSON.stringify(facts)})`);
  before.close();
  const db = open();
  expect(migrate(db, bookMigrations)).toBe(10);
  expect([readThread(db, 'one'), cursor(db, 'a INBOX')]).toEqual([facts, null]);
  db.close();
});

test('the list of what was still to leave goes, and nothing else', () => {
  const db = openForWriting({ file: ':memory:', key: null, synchronous: 'FULL', logger: recordingLogger(), cacheKib: 512 });
  const tables = () =>
    db.all<{ name: string }>(sql`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`).map(({ name }) => name);
  migrate(db, bookMigrations.slice(0, 2));
  moveCursor(db, 'a INBOX', { validity: '1', uid: 7, since: 5 });
  db.run(sql`INSERT INTO unsent (message, caseId, own, since) VALUES ('m', 'c', 'service@wallet.example', 1)`);
  expect(tables()).toEqual(['cursor', 'link', 'taken', 'thread', 'unsent']);
  expect(migrate(db, bookMigrations)).toBe(20);
  expect([tables(), cursor(db, 'a INBOX')]).toEqual([['cursor', 'link', 'taken', 'thread'], { validity: '1', uid: 7, since: 5 }]);
  db.close();
});

test('every question is answered by an index', () => {
  const db = openForWriting({ file: ':memory:', key: null, synchronous: 'FULL', logger: recordingLogger(), cacheKib: 512 });
  migrate(db, bookMigrations);
  const asked: Query[] = [];
  const spy = { all: (query: Query) => asked.push(query) && [], get: (query: Query) => void asked.push(query) } as unknown as WriteDb;
  threadsOf(spy, ['a']);
  readThread(spy, 'a');
  taken(spy, 'a');
  cursor(spy, 'a');
  const plans = asked.flatMap(({ text, values }) => db.all<{ detail: string }>({ text: `EXPLAIN QUERY PLAN ${text}`, values }).map(({ detail }) => detail));
  expect(plans.filter((plan) => /^SCAN (?!json_each)/.test(plan))).toEqual([]);
  db.close();
});

import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cursor } from '#electron/engine/port.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import type { OpenFaultCode } from '#electron/sqlite/open-fault.ts';
import { sql } from '#electron/sqlite/sql.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import { searchForWords } from '#shared/desk/search-query.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { logPeople, logQueues, randomCaseLog } from '#tests/fixtures/case-log.ts';

const key = Buffer.alloc(32, 3);
const log = randomCaseLog(61, { cases: 150, acts: 12 });
const lin = 'agent-lin' as PersonId;
const draft = { caseId: 'c1' as CaseId, person: lin, kind: 'reply' as const, text: '尊敬的客户', attachments: [], savedAt: 5 };

/** Overwrites a file from a place to its end, or its whole. */
function ruin(file: string, from = 0): void {
  const handle = openSync(file, 'r+');
  const size = fstatSync(handle).size;
  writeSync(handle, Buffer.alloc(size - from, 0x5a), 0, size - from, from);
  closeSync(handle);
}

describe('The store in a folder', () => {
  let folder: string;
  let logger: ReturnType<typeof recordingLogger>;
  const resets: OpenFaultCode[] = [];
  const running: SqliteStore[] = [];
  const file = (name: string) => join(folder, name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
    logger = recordingLogger();
    resets.length = 0;
  });
  afterEach(async () => {
    for (const store of running.splice(0)) await store.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(withKey: Uint8Array = key): Promise<SqliteStore> {
    const store = new SqliteStore({ folder, key: withKey, logger, onCacheReset: (reason) => resets.push(reason) });
    await store.start();
    running.push(store);
    return store;
  }
  async function stop(): Promise<void> {
    for (const store of running.splice(0)) await store.stop();
  }
  /** A folder with a filled cache and one draft, nothing open. */
  async function filled(): Promise<void> {
    const store = await start();
    await store.cache.cursor();
    await store.cache.ingest(log, 'end' as Cursor);
    await store.ledger.saveDraft(draft);
    await stop();
  }
  const total = async (store: SqliteStore) => (await store.cache.inboxCounts(logPeople[0] as PersonId, logQueues)).all;

  it('has after a stop what it took in, and reads from the cursor on', async () => {
    await filled();
    const store = await start();
    expect(await store.cache.cursor()).toBe('end');
    expect(await total(store)).toBe(150);
    expect(await store.ledger.drafts(lin)).toMatchObject([draft]);
    expect(logger.lines.filter(({ level, message }) => level === 'warn' && !message.endsWith(': slow'))).toEqual([]);
  });

  it('lets nobody read anything out of its files', async () => {
    await filled();
    const bytes = Buffer.concat([readFileSync(file('cache.db')), readFileSync(file('ledger.db'))]);
    for (const text of ['尊敬的客户', 'agent-lin', 'case.opened', 'SQLite format', 'CREATE TABLE']) expect(bytes.includes(text), text).toBe(false);
  });

  const harms: readonly (readonly [what: string, reason: OpenFaultCode, harm: () => void])[] = [
    ['is not a database', 'wrong-key-or-not-a-database', () => writeFileSync(file('cache.db'), 'hello '.repeat(5_000))],
    ['has another key', 'wrong-key-or-not-a-database', () => remake(Buffer.alloc(32, 4), 20)],
    ['was made by a newer program', 'newer-version', () => remake(key, 9_990)],
    ['is cut short', 'damaged', () => truncateSync(file('cache.db'), 8_192)],
  ];
  /** A database of another key or version in the cache's place. */
  function remake(withKey: Uint8Array, version: number): void {
    rmSync(file('cache.db'));
    const db = openForWriting({ file: file('cache.db'), key: withKey, synchronous: 'NORMAL', logger: null });
    db.script(sql`CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL)`);
    db.setVersion(version);
    db.close();
  }

  it.each(harms)('makes a cache anew that %s, says so, and keeps the ledger', async (_what, reason, harm) => {
    await filled();
    harm();
    const store = await start();
    expect(logger.lines).toContainEqual(expect.objectContaining({ level: 'warn', fields: { reason } }));
    expect(await store.cache.cursor()).toBeNull();
    expect(await total(store)).toBe(0);
    expect(await store.ledger.drafts(lin)).toMatchObject([draft]);
    await store.cache.ingest(log, 'end' as Cursor);
    expect(await total(store)).toBe(150);
    await stop();
    expect(await total(await start())).toBe(150);
  });

  it('makes a cache anew that was read through and found damaged, and tells its owner', async () => {
    await filled();
    const store = await start();
    await store.cacheDamaged();
    expect(resets).toEqual(['damaged']);
    expect(await store.cache.cursor()).toBeNull();
    expect(await store.ledger.drafts(lin)).toMatchObject([draft]);
    await store.cache.ingest(log, 'end' as Cursor);
    expect(await total(store)).toBe(150);
  });

  it('makes a cache anew that is damaged while it works, tells its owner, and takes nothing in before one asks where to begin', async () => {
    await filled();
    const store = await start();
    await store.cache.cursor();
    ruin(file('cache.db'), 4_096);
    await expect(store.cache.search({ query: searchForWords('到账'), tokens: null }, 50)).rejects.toMatchObject({
      code: expect.stringMatching(/damaged|wrong-key/),
    });
    expect(resets).toHaveLength(1);
    expect(logger.lines).toContainEqual(expect.objectContaining({ level: 'error', message: expect.stringContaining('made anew') }));
    await expect(store.cache.ingest(log.slice(20), 'late' as Cursor)).rejects.toThrow(/cursor first/);
    expect(await store.cache.cursor()).toBeNull();
    await store.cache.ingest(log, 'end' as Cursor);
    expect(await total(store)).toBe(150);
    expect(await store.ledger.drafts(lin)).toMatchObject([draft]);
  });

  it('refuses to start with another key, by name of the ledger, and harms neither file', async () => {
    await filled();
    const before = [readFileSync(file('cache.db')), readFileSync(file('ledger.db'))];
    await expect(start(Buffer.alloc(32, 4))).rejects.toMatchObject({ code: 'wrong-key-or-not-a-database', file: file('ledger.db') });
    expect([readFileSync(file('cache.db')), readFileSync(file('ledger.db'))]).toEqual(before);
    const store = await start();
    expect([await total(store), (await store.ledger.drafts(lin)).length]).toEqual([150, 1]);
  });

  it.each([
    ['damaged', () => ruin(file('ledger.db'), 100)],
    ['of a newer program', () => newerLedger()],
  ])('refuses to start over a ledger that is %s, and leaves it as it is', async (_what, harm) => {
    await filled();
    harm();
    const before = readFileSync(file('ledger.db'));
    await expect(start()).rejects.toMatchObject({ name: 'OpenFault', file: file('ledger.db') });
    expect(readFileSync(file('ledger.db')).equals(before)).toBe(true);
  });
  function newerLedger(): void {
    const db = openForWriting({ file: file('ledger.db'), key, synchronous: 'FULL', logger: null });
    db.setVersion(9_990);
    db.close();
  }

  it('forgets a cleared cache alone', async () => {
    await filled();
    const store = await start();
    await store.cache.cursor();
    await store.cache.clear();
    expect([await store.cache.cursor(), await total(store)]).toEqual([null, 0]);
    expect(await store.ledger.drafts(lin)).toMatchObject([draft]);
  });
});

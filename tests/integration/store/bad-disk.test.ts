import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cursor } from '#electron/engine/port.ts';
import { openForReading } from '#electron/sqlite/open.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import { drafts } from '#electron/store/tables/words-table.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { randomCaseLog } from '#tests/fixtures/case-log.ts';
import { ConsoleParts, engineIn, key, masked, type Time } from '#tests/integration/desk/console-parts-kit.ts';
import { smallDisk } from '#tests/small-disk.ts';

const lin = 'agent-lin' as PersonId;
const NOT_RUN = 'not run: a disk of its own can be mounted by root alone';
const draft = (text: string) => ({ caseId: 'c1' as CaseId, person: lin, kind: 'reply' as const, text, attachments: [], savedAt: 5 });
const storeIn = (folder: string) => new SqliteStore({ folder, key, logger: recordingLogger() });

/** What the ledger on a disk holds, read past any program. */
function draftsIn(folder: string): readonly string[] {
  const copy = mkdtempSync(path.join(tmpdir(), 'ledger-'));
  try {
    for (const name of readdirSync(folder)) if (name.startsWith('ledger.db')) copyFileSync(path.join(folder, name), path.join(copy, name));
    const db = openForReading({ file: path.join(copy, 'ledger.db'), key, synchronous: 'FULL', logger: null });
    try {
      return drafts(db, lin).map(({ text }) => text);
    } finally {
      db.close();
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

describe('A full disk', () => {
  it('refuses a draft and a batch by name, keeps what was, and takes both once there is room', async (context) => {
    const disk = smallDisk(6);
    if (disk === null) return context.skip(NOT_RUN);
    const store = storeIn(disk.path);
    try {
      await store.start();
      await store.ledger.saveDraft(draft('before'));
      await store.cache.cursor();
      const filler = path.join(disk.path, 'filler');
      writeFileSync(filler, '');
      for (let size = 1 << 20; size >= 4_096; ) {
        try {
          writeFileSync(filler, Buffer.alloc(size), { flag: 'a' });
        } catch {
          size /= 2;
        }
      }
      const long = 'x'.repeat(200_000);
      await expect(store.ledger.saveDraft(draft(long))).rejects.toMatchObject({
        code: expect.stringMatching(/full|io/),
        file: path.join(disk.path, 'ledger.db'),
      });
      const log = randomCaseLog(7, { cases: 200, acts: 12 });
      await expect(store.cache.ingest(log, 'end' as Cursor)).rejects.toMatchObject({ code: expect.stringMatching(/full|io/) });
      expect(await store.cache.cursor()).toBeNull();
      expect((await store.ledger.drafts(lin)).map(({ text }) => text)).toEqual(['before']);
      expect(draftsIn(disk.path)).toEqual(['before']);
      rmSync(filler);
      await store.ledger.saveDraft(draft('after'));
      expect((await store.ledger.drafts(lin)).map(({ text }) => text)).toContain('after');
      await store.stop();
      const again = storeIn(disk.path);
      await again.start();
      expect((await again.ledger.drafts(lin)).map(({ text }) => text)).toContain('after');
      await again.stop();
    } finally {
      await store.stop();
      disk.remove();
    }
  });
});

describe('A disk that became read-only', () => {
  it('refuses to start by name of the ledger, which is as it was', async (context) => {
    const disk = smallDisk(8);
    if (disk === null) return context.skip(NOT_RUN);
    try {
      const store = storeIn(disk.path);
      await store.start();
      await store.ledger.saveDraft(draft('kept'));
      await store.stop();
      const before = readFileSync(path.join(disk.path, 'ledger.db'));
      disk.readOnly();
      await expect(storeIn(disk.path).start()).rejects.toMatchObject({ code: 'read-only', file: path.join(disk.path, 'ledger.db') });
      expect(readFileSync(path.join(disk.path, 'ledger.db')).equals(before)).toBe(true);
      expect(draftsIn(disk.path)).toEqual(['kept']);
    } finally {
      disk.remove();
    }
  });
});

describe('A cache that is not as it should be', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'bad-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('half written, by a start that was cut off or by a copy that was, is made anew, and the ledger is whole', async () => {
    const cache = path.join(folder, 'cache.db');
    for (const size of [0, 700, 4_096, 9_000]) {
      const store = storeIn(folder);
      await store.start();
      await store.ledger.saveDraft(draft(`before ${size}`));
      await store.cache.cursor();
      await store.cache.ingest(randomCaseLog(3, { cases: 30 }), 'end' as Cursor);
      await store.stop();
      truncateSync(cache, size);
      const again = storeIn(folder);
      await again.start();
      expect(await again.cache.cursor(), String(size)).toBeNull();
      expect((await again.ledger.drafts(lin))[0]?.text).toBe(`before ${size}`);
      await again.stop();
    }
  });
});

describe('A clock that was set back by a day', () => {
  const DAY = 86_400_000;

  it('changes no order and loses nothing: the log goes by positions, the cache follows, drafts and commands stay', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'clock-'));
    const time: Time = { now: 1_790_000_000_000 };
    const begin = async () => {
      const engine = engineIn(folder, time);
      await engine.start();
      return { engine, parts: await new ConsoleParts(engine, time, folder).start() };
    };
    try {
      const first = await begin();
      const thread = v7();
      const caseId = await first.parts.newCase('top up is missing', thread);
      await first.parts.act(caseId, lin, { type: 'reply', text: masked('one moment'), attachments: [] });
      await first.parts.act(caseId, lin, { type: 'snooze', until: time.now + 60_000 });
      await first.parts.store.ledger.saveDraft({ ...draft('half a sen'), caseId, savedAt: time.now });
      await first.parts.stop();
      await first.engine.stop();

      time.now -= DAY;
      const { parts, engine } = await begin();
      expect(parts.hub.sync().state).toBe('live');
      expect((await parts.store.cache.row(caseId))?.status).toBe('snoozed');
      await parts.say(thread, 'hello?');
      await parts.act(caseId, lin, { type: 'addNote', text: masked('written yesterday, it seems') });
      const events = await engine.read({ kind: 'case', id: caseId });
      expect(events.map(({ position }) => position)).toEqual(events.map(({ position }) => position).toSorted((a, b) => a - b));
      expect(events.at(-1)).toMatchObject({ type: 'note.added', at: time.now });
      expect((await parts.store.cache.caseEvents(caseId)).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
      expect((await parts.store.ledger.drafts(lin)).map(({ text }) => text)).toEqual(['half a sen']);
      expect((await parts.store.ledger.pendingOutbox()).length).toBe(0);
      await parts.stop();
      await engine.stop();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

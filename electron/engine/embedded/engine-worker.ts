import { GroupCommit } from '#electron/engine/embedded/group-commit.ts';
import { engineMigrations } from '#electron/engine/embedded/migrations/engine-migrations.ts';
import { eventsAbout, eventsAfter, eventsOfGroups, headPosition, idAt, insertEvent } from '#electron/engine/embedded/tables/event-table.ts';
import {
  bindThread,
  blobsAfter,
  dataKey,
  dropKey,
  factOnce,
  findThread,
  getBlob,
  keysAfter,
  putBlob,
  putKey,
  rebindThread,
  threadsAfter,
} from '#electron/engine/embedded/tables/registry-tables.ts';
import type { RawEvent } from '#electron/engine/raw-event.ts';
import type { WriteDb } from '#electron/sqlite/db.ts';
import { openMarked } from '#electron/sqlite/open-marked.ts';
import { serveWorker } from '#electron/sqlite/worker.ts';
import type { About } from '#shared/case/envelope.ts';
import type { Instant } from '#shared/lib/time.ts';

export interface EngineWorkerData {
  readonly file: string;
  readonly key: Uint8Array | null;
  readonly freshId: string;
}

function handlersOver(db: WriteDb, id: string, commits: GroupCommit, onCommit: () => void) {
  return {
    id: () => id,
    append: (events: readonly RawEvent[], expected: number | null, now: Instant) => commits.append(events, expected, now),
    appendAll: (events: readonly RawEvent[], now: Instant) => {
      db.transaction(() => {
        for (const event of events) insertEvent(db, event, now);
      });
      onCommit();
    },
    read: (about: About, after: number) => eventsAbout(db, about.kind, about.id, after),
    page: (groups: readonly string[], after: number, limit: number) => eventsOfGroups(db, groups, after, limit),
    head: () => headPosition(db),
    eventsAfter: (after: number, limit: number) => eventsAfter(db, after, limit),
    keysAfter: (kind: string, id: string, limit: number) => keysAfter(db, kind, id, limit),
    threadsAfter: (channel: string, thread: string, limit: number) => threadsAfter(db, channel, thread, limit),
    blobsAfter: (hash: string, limit: number) => blobsAfter(db, hash, limit),
    putKey: (about: About, key: Uint8Array | null) => {
      putKey(db, about, key);
      if (key === null) db.checkpoint();
    },
    idAt: (position: number) => idAt(db, position),
    putBlob: (bytes: Uint8Array) => putBlob(db, bytes),
    getBlob: (hash: string) => getBlob(db, hash),
    dataKey: (about: About, create: boolean) => (create ? db.transaction(() => dataKey(db, about, true)) : dataKey(db, about, false)),
    dropKey: (about: About) => {
      dropKey(db, about);
      // The key's last copy would otherwise lie in the write-ahead log until the next checkpoint.
      db.checkpoint();
    },
    findThread: (channel: string, thread: string) => findThread(db, channel, thread),
    bindThread: (channel: string, thread: string, caseId: string) => db.transaction(() => bindThread(db, channel, thread, caseId)),
    rebindThread: (channel: string, thread: string, caseId: string) => rebindThread(db, channel, thread, caseId),
  };
}

export type EngineHandlers = ReturnType<typeof handlersOver>;

serveWorker(async ({ file, key, freshId }: EngineWorkerData, emit, logger) => {
  const db = openMarked({ file, key, synchronous: 'FULL', markEach: 'commit', migrations: engineMigrations, logger });
  const id = factOnce(db, 'engine', freshId);
  const onCommit = () => emit('appended');
  const commits = new GroupCommit(db, onCommit);
  return {
    handlers: handlersOver(db, id, commits, onCommit),
    stop: () => {
      commits.flush();
      db.close();
    },
  };
});

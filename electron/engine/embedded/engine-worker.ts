import { engineMigrations } from '#electron/engine/embedded/migrations/engine-migrations.ts';
import { eventsAbout, eventsOfGroups, headPosition, insertEvent, lastPosition, positionOf } from '#electron/engine/embedded/tables/event-table.ts';
import {
  bindThread,
  dataKey,
  dropKey,
  factOnce,
  findThread,
  getBlob,
  putBlob,
  rebindThread,
} from '#electron/engine/embedded/tables/registry-tables.ts';
import type { WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { serveWorker } from '#electron/sqlite/worker.ts';
import type { About, LogEvent, Position } from '#shared/case/envelope.ts';
import type { Instant } from '#shared/lib/time.ts';

export interface EngineWorkerData {
  readonly file: string;
  readonly key: Uint8Array | null;
  readonly freshId: string;
}

type Appended = { readonly positions: readonly Position[] } | { readonly conflict: Position | 0 };

/** Appends one group of events about one thing, inside a transaction of the caller. */
function appendOne(db: WriteDb, events: readonly LogEvent[], expected: number | null, now: Instant): Appended {
  const known = events.map((event) => positionOf(db, event.id));
  if (known.every((position) => position !== null)) return { positions: known };
  const about = events[0]?.about;
  if (about && expected !== null) {
    const last = lastPosition(db, about);
    if (last !== expected) return { conflict: last };
  }
  return { positions: events.map((event, index) => known[index] ?? insertEvent(db, event, now)) };
}

function handlersOver(db: WriteDb, emit: (event: unknown) => void) {
  interface Waiting {
    readonly events: readonly LogEvent[];
    readonly expected: number | null;
    readonly now: Instant;
    readonly resolve: (appended: Appended) => void;
    readonly reject: (cause: unknown) => void;
  }
  let waiting: Waiting[] = [];

  /** One commit, and so one flush to disk, for all appends that came meanwhile; each keeps its own answer. */
  const flush = () => {
    const group = waiting;
    waiting = [];
    try {
      const answers = db.transaction(() => group.map((one) => appendOne(db, one.events, one.expected, one.now)));
      emit({ head: headPosition(db) });
      group.forEach((one, index) => {
        const answer = answers[index];
        if (answer) one.resolve(answer);
      });
    } catch (cause) {
      for (const one of group) one.reject(cause);
    }
  };

  return {
    append: (events: readonly LogEvent[], expected: number | null, now: Instant) =>
      new Promise<Appended>((resolve, reject) => {
        waiting.push({ events, expected, now, resolve, reject });
        if (waiting.length === 1) setImmediate(flush);
      }),
    appendAll: (events: readonly LogEvent[], now: Instant) => {
      db.transaction(() => {
        for (const event of events) if (positionOf(db, event.id) === null) insertEvent(db, event, now);
      });
      emit({ head: headPosition(db) });
    },
    read: (about: About, after: number) => eventsAbout(db, about, after),
    page: (groups: readonly string[], after: number, limit: number) => ({ events: eventsOfGroups(db, groups, after, limit), head: headPosition(db) }),
    putBlob: (bytes: Uint8Array) => putBlob(db, bytes),
    getBlob: (hash: string) => getBlob(db, hash),
    dataKey: (about: About, create: boolean) => db.transaction(() => dataKey(db, about, create)),
    dropKey: (about: About) => dropKey(db, about),
    findThread: (channel: string, thread: string) => findThread(db, channel, thread),
    bindThread: (channel: string, thread: string, caseId: string) => db.transaction(() => bindThread(db, channel, thread, caseId)),
    rebindThread: (channel: string, thread: string, caseId: string) => rebindThread(db, channel, thread, caseId),
  };
}

/** What the worker answers besides its table: the log's own id. */
export type EngineHandlers = ReturnType<typeof handlersOver> & { readonly id: () => string };

serveWorker(async ({ file, key, freshId }: EngineWorkerData, emit) => {
  const db = openForWriting({ file, key, synchronous: 'FULL', logger: null });
  migrate(db, engineMigrations);
  const id = factOnce(db, 'engine', freshId);
  return { handlers: { ...handlersOver(db, emit), id: () => id }, stop: () => db.close() };
});

import type { MailCursor, MailThread } from '#electron/channels/email/mail-book.ts';
import {
  bookMigrations,
  cursor,
  forgetThread,
  join,
  markTaken,
  moveCursor,
  readThread,
  taken,
  threadsOf,
  tie,
  writeThread,
} from '#electron/channels/email/tables/book-tables.ts';
import type { WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { serveWorker } from '#electron/sqlite/worker.ts';

const handlersOver = (db: WriteDb) => ({
  threadsOf: (links: readonly string[]) => threadsOf(db, links),
  tie: (thread: string, links: readonly string[]) => db.transaction(() => tie(db, thread, links)),
  join: (from: string, into: string) => join(db, from, into),
  readThread: (thread: string) => readThread(db, thread),
  writeThread: (thread: string, facts: MailThread) => writeThread(db, thread, facts),
  forgetThread: (thread: string) => {
    forgetThread(db, thread);
    db.checkpoint();
  },
  taken: (hash: string) => taken(db, hash),
  markTaken: (hash: string) => markTaken(db, hash),
  cursor: (mailbox: string) => cursor(db, mailbox),
  moveCursor: (mailbox: string, to: MailCursor) => moveCursor(db, mailbox, to),
});

export interface MailBookWorkerData {
  readonly file: string;
  readonly key: Uint8Array | null;
}

export type MailBookHandlers = ReturnType<typeof handlersOver>;

serveWorker(async ({ file, key }: MailBookWorkerData, _emit, logger) => {
  const db = openForWriting({ file, key, synchronous: 'FULL', logger, cacheKib: 1024 });
  migrate(db, bookMigrations);
  return { handlers: handlersOver(db), stop: () => db.close() };
});

import { rmSync } from 'node:fs';
import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForReading, openForWriting } from '#electron/sqlite/open.ts';
import { OpenFault } from '#electron/sqlite/open-fault.ts';
import { serveWorker } from '#electron/sqlite/worker.ts';
import { cacheMigrations } from '#electron/store/migrations/cache-migrations.ts';
import { ledgerMigrations } from '#electron/store/migrations/ledger-migrations.ts';
import type { Draft, InboxQuery, OutboxEntry, OutboxState } from '#electron/store/port.ts';
import { CaseProjection, caseEvents, readFact } from '#electron/store/projections/case-projection.ts';
import { casesOf, inboxCounts, inboxPage, rowOf, searchTexts, snoozedUntil } from '#electron/store/projections/inbox-queries.ts';
import * as ledger from '#electron/store/tables/ledger-tables.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';

export interface StoreWorkerData {
  /** Null keeps both in memory. */
  readonly folder: string | null;
  readonly key: Uint8Array;
  readonly role: 'writer' | 'reader';
}

function readers(cache: ReadDb) {
  return {
    cursor: () => readFact(cache, 'cursor'),
    caseEvents: (caseId: string, after: number) => caseEvents(cache, caseId, after),
    caseState: (caseId: string) => foldCase(undefined, caseEvents(cache, caseId, 0)) ?? null,
    row: (caseId: string) => rowOf(cache, caseId),
    inboxPage: (query: InboxQuery) => inboxPage(cache, query),
    inboxCounts: (person: string, queues: readonly string[]) => inboxCounts(cache, person, queues),
    casesOf: (customer: string, limit: number) => casesOf(cache, customer, limit),
    snoozedUntil: (now: number) => snoozedUntil(cache, now),
    search: (text: string, tokens: readonly string[], limit: number) => searchTexts(cache, text, tokens, limit),
  };
}

function writers(cache: WriteDb, book: WriteDb, reset: string | null) {
  const projection = new CaseProjection(cache);
  return {
    cacheReset: () => reset,
    ingest: (events: readonly AnyEvent[], cursor: string) => projection.ingest(events, cursor),
    clear: () => projection.clear(),
    saveDraft: (draft: Draft) => ledger.saveDraft(book, draft),
    dropDraft: (caseId: string, person: string, kind: string) => ledger.dropDraft(book, caseId, person, kind),
    drafts: (person: string) => ledger.drafts(book, person),
    putOutbox: (entry: OutboxEntry) => ledger.putOutbox(book, entry),
    settleOutbox: (commandId: string, state: OutboxState, answer: string) => ledger.settleOutbox(book, commandId, state, answer),
    outboxEntry: (commandId: string) => ledger.outboxEntry(book, commandId),
    pendingOutbox: () => ledger.pendingOutbox(book),
    setting: (scope: string) => ledger.setting(book, scope),
    saveSetting: (scope: string, value: string) => ledger.saveSetting(book, scope, value),
    quarantine: (from: string, fault: string, raw: string, at: number) => ledger.quarantine(book, from, fault, raw, at),
  };
}

export type ReaderHandlers = ReturnType<typeof readers>;
export type WriterHandlers = ReturnType<typeof writers> & ReaderHandlers;

/**
 * The cache may be made anew at any time: damaged, of another key or of a newer program, it is put away and the reason
 * told. NORMAL is enough for it, since its rows and its cursor are committed together: a power cut takes back both.
 */
function openCache(file: string, key: Uint8Array): { cache: WriteDb; reset: string | null } {
  const open = (): WriteDb => {
    const cache = openForWriting({ file, key, synchronous: 'NORMAL', logger: null });
    try {
      migrate(cache, cacheMigrations);
      return cache;
    } catch (cause) {
      cache.close();
      throw cause;
    }
  };
  try {
    return { cache: open(), reset: null };
  } catch (cause) {
    if (!(cause instanceof OpenFault) || !['damaged', 'newer-version', 'wrong-key-or-not-a-database'].includes(cause.code)) throw cause;
    for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
    return { cache: open(), reset: cause.code };
  }
}

serveWorker(async ({ folder, key, role }: StoreWorkerData) => {
  const place = (name: string) => (folder === null ? ':memory:' : `${folder}/${name}`);
  if (role === 'reader') {
    const cache = openForReading({ file: place('cache.db'), key, synchronous: 'NORMAL', logger: null, cacheKib: 8192 });
    return { handlers: readers(cache), stop: () => cache.close() };
  }
  const book = openForWriting({ file: place('ledger.db'), key, synchronous: 'FULL', logger: null, cacheKib: 1024 });
  migrate(book, ledgerMigrations);
  const { cache, reset } = openCache(place('cache.db'), key);
  return {
    handlers: { ...readers(cache), ...writers(cache, book, reset) },
    stop: () => {
      cache.close();
      book.close();
    },
  };
});

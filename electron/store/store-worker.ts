import { join } from 'node:path';
import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForReading, openForWriting } from '#electron/sqlite/open.ts';
import type { OpenFaultCode } from '#electron/sqlite/open-fault.ts';
import { serveWorker } from '#electron/sqlite/worker.ts';
import { ledgerMigrations } from '#electron/store/migrations/ledger-migrations.ts';
import { discardCache, openCache } from '#electron/store/open-cache.ts';
import type { AccountRecord, Cache, ClosedQuery, Draft, FailedSignIns, InboxQuery, OutboxEntry, OutboxState } from '#electron/store/port.ts';
import { CaseProjection } from '#electron/store/projections/case-projection.ts';
import { closedPage } from '#electron/store/projections/closed-queries.ts';
import { casesOf, inboxCounts, inboxPage, openCases, rowOf, snoozedUntil } from '#electron/store/projections/inbox-queries.ts';
import { outgoing } from '#electron/store/projections/outgoing.ts';
import { searchTexts } from '#electron/store/projections/search-query.ts';
import * as accounts from '#electron/store/tables/account-tables.ts';
import { caseEvents } from '#electron/store/tables/event-table.ts';
import { dropFact, readFact } from '#electron/store/tables/fact-table.ts';
import * as journal from '#electron/store/tables/journal-table.ts';
import * as ledger from '#electron/store/tables/ledger-tables.ts';
import type { About, AnyEvent, LogEvent, Position } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import { invariant } from '#shared/lib/assert.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Instant } from '#shared/lib/time.ts';

export interface StoreWorkerData {
  /** Null keeps both in memory. */
  readonly folder: string | null;
  readonly key: Uint8Array;
  readonly role: 'writer' | 'reader';
}

const place = (folder: string | null, name: string): string => (folder === null ? ':memory:' : join(folder, name));

function readers(cache: () => ReadDb) {
  return {
    caseEvents: (caseId: string, after: number) => caseEvents(cache(), caseId, after),
    caseState: (caseId: string) => foldCase(undefined, caseEvents(cache(), caseId, 0)) ?? null,
    row: (caseId: string) => rowOf(cache(), caseId),
    inboxPage: (query: InboxQuery) => inboxPage(cache(), query),
    inboxCounts: (person: string, queues: readonly string[]) => inboxCounts(cache(), person, queues),
    closedPage: (query: ClosedQuery) => closedPage(cache(), query),
    casesOf: (customer: string, limit: number) => casesOf(cache(), customer, limit),
    openCases: () => openCases(cache()),
    snoozedUntil: (now: number) => snoozedUntil(cache(), now),
    outgoing: () => outgoing(cache()),
    search: (text: string, tokens: readonly string[], limit: number) => searchTexts(cache(), text, tokens, limit),
  };
}

/** The cache as its one writer has it. Made anew under way, it takes nothing in until a follower has asked where to begin: else it would have a hole. */
class WrittenCache {
  readonly #options: Parameters<typeof openCache>[0];
  /** Why the cache was made anew, told once. */
  readonly reset: OpenFaultCode | null;
  #db: WriteDb;
  #projection: CaseProjection;
  #asked = false;

  constructor(options: Parameters<typeof openCache>[0]) {
    this.#options = options;
    const { cache, reset } = openCache(options);
    this.#db = cache;
    this.reset = reset;
    this.#projection = new CaseProjection(cache);
  }

  get db(): WriteDb {
    return this.#db;
  }

  cursor(): string | null {
    const cursor = readFact(this.#db, 'cursor');
    this.#asked = true;
    return cursor;
  }

  ingest(events: readonly AnyEvent[], cursor: string) {
    invariant(this.#asked, 'a follower asks for the cursor first');
    return this.#projection.ingest(events, cursor);
  }

  clear(): void {
    this.#projection.clear();
  }

  renew(): void {
    this.#asked = false;
    this.#db.close();
    discardCache(this.#options.file);
    this.#db = openCache(this.#options).cache;
    this.#projection = new CaseProjection(this.#db);
  }

  close(): void {
    dropFact(this.#db, 'in-use');
    this.#db.close();
  }
}

function writers(cache: WrittenCache, book: WriteDb) {
  return {
    cacheReset: () => cache.reset,
    renewCache: () => cache.renew(),
    cursor: () => cache.cursor() as Awaited<ReturnType<Cache['cursor']>>,
    ingest: (events: readonly AnyEvent[], cursor: string) => cache.ingest(events, cursor),
    clear: () => cache.clear(),
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
    quarantined: (from: string, limit: number) => ledger.quarantined(book, from, limit),
    noteAppend: (desk: string, about: About, events: readonly LogEvent[], expected: Position | 0 | null, at: Instant) =>
      journal.noteAppend(book, desk, about, events, expected, at),
    settleAppend: (number: number, state: 'recorded' | 'refused', engine: string) => journal.settleAppend(book, number, state, engine),
    journaled: (desk: string, which: 'unanswered' | 'all', after: number, limit: number) => journal.journaled(book, desk, which, after, limit),
    lastEngine: (desk: string) => journal.lastEngine(book, desk),
    account: (person: string) => accounts.account(book, person),
    accountByLogin: (login: string) => accounts.accountByLogin(book, login),
    accounts: () => accounts.accounts(book),
    addAccount: (record: AccountRecord, first: boolean) => book.transaction(() => accounts.addAccount(book, record, first)),
    changeAccount: (record: AccountRecord) => accounts.changeAccount(book, record),
    failedSignIns: (digest: string) => accounts.failedSignIns(book, digest),
    noteFailedSignIns: (digest: string, failed: FailedSignIns | null, at: number) =>
      book.transaction(() => accounts.noteFailedSignIns(book, digest, failed, at)),
  };
}

export type ReaderHandlers = ReturnType<typeof readers>;
export type WriterHandlers = ReturnType<typeof writers> & ReaderHandlers;

function openLedger(folder: string | null, key: Uint8Array, logger: Logger): WriteDb {
  const book = openForWriting({ file: place(folder, 'ledger.db'), key, synchronous: 'FULL', logger, cacheKib: 1024 });
  try {
    migrate(book, ledgerMigrations);
    return book;
  } catch (cause) {
    book.close();
    throw cause;
  }
}

serveWorker(async ({ folder, key, role }: StoreWorkerData, _emit, logger) => {
  const file = place(folder, 'cache.db');
  if (role === 'reader') {
    const db = openForReading({ file, key, synchronous: 'NORMAL', logger, cacheKib: 8192 });
    return { handlers: readers(() => db), stop: () => db.close() };
  }
  // The ledger first: with a wrong key it refuses, before the cache would be taken for unusable.
  const book = openLedger(folder, key, logger);
  const cache = new WrittenCache({ file, key, logger });
  return {
    handlers: { ...readers(() => cache.db), ...writers(cache, book) },
    stop: () => {
      try {
        cache.close();
      } finally {
        book.close();
      }
    },
  };
});

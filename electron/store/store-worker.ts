import { join } from 'node:path';
import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { openForReading } from '#electron/sqlite/open.ts';
import type { OpenFaultCode } from '#electron/sqlite/open-fault.ts';
import { openMarked } from '#electron/sqlite/open-marked.ts';
import { serveWorker } from '#electron/sqlite/worker.ts';
import type { CacheSearch, ClosedQuery, InboxQuery } from '#electron/store/cache-queries.ts';
import { ledgerMigrations } from '#electron/store/migrations/ledger-migrations.ts';
import { discardCache, openCache } from '#electron/store/open-cache.ts';
import type {
  AccountRecord,
  AuditQuery,
  Authenticator,
  Cache,
  DeferredCommand,
  Draft,
  ExpectedDraft,
  FailedProofs,
  FailedSignIns,
  KeptWords,
  OutboxEntry,
  OutboxState,
  TakenDraft,
} from '#electron/store/port.ts';
import { CaseProjection } from '#electron/store/projections/case-projection.ts';
import { closedPage } from '#electron/store/projections/closed-queries.ts';
import * as erasing from '#electron/store/projections/erasing.ts';
import {
  casesFrom,
  casesOf,
  inboxCounts,
  inboxPage,
  mergedCases,
  openCases,
  rowOf,
  snoozedUntil,
  splitCases,
} from '#electron/store/projections/inbox-queries.ts';
import * as leaving from '#electron/store/projections/leaving.ts';
import { openActions } from '#electron/store/projections/open-actions.ts';
import { outgoing, undelivered } from '#electron/store/projections/outgoing.ts';
import { searchCache } from '#electron/store/projections/search-query.ts';
import * as accounts from '#electron/store/tables/account-tables.ts';
import * as audit from '#electron/store/tables/audit-table.ts';
import * as deferred from '#electron/store/tables/deferred-table.ts';
import { eraseFromLedger } from '#electron/store/tables/erase-tables.ts';
import { caseEvents } from '#electron/store/tables/event-table.ts';
import { readFact } from '#electron/store/tables/fact-table.ts';
import * as journal from '#electron/store/tables/journal-table.ts';
import * as ledger from '#electron/store/tables/ledger-tables.ts';
import * as restored from '#electron/store/tables/restoration-table.ts';
import * as stepUp from '#electron/store/tables/step-up-table.ts';
import * as words from '#electron/store/tables/words-table.ts';
import type { Refusal } from '#shared/case/commands.ts';
import type { About, AnyEvent, LogEvent, Position } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import { earlierEntries, type OpenedCase, openedCase } from '#shared/case/opened-case.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { NewAuditEntry } from '#shared/desk/audit.ts';
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

/** Folds cases up to a position. The one that was opened last is kept until the rest of it is asked for, and is good as long as nothing came to it. */
function foldedCases(cache: () => ReadDb) {
  let opened: CaseState | null = null;
  const fold = (caseId: string, upTo = Number.POSITIVE_INFINITY): CaseState | null =>
    foldCase(
      undefined,
      caseEvents(cache(), caseId, 0).filter(({ position }) => position <= upTo),
    ) ?? null;
  const isGood = (caseId: string, position: number): boolean =>
    opened?.id === caseId && opened.position === position && caseEvents(cache(), caseId, position).length === 0 && rowOf(cache(), caseId) !== null;
  return {
    caseState: (caseId: string): CaseState | null => fold(caseId),
    openCase: (caseId: string, newest: number): OpenedCase | null => {
      const whole = fold(caseId);
      if (whole === null) return null;
      const cut = openedCase(whole, newest);
      opened = cut.earlier > 0 ? whole : null;
      return cut;
    },
    earlierEntries: (caseId: string, newest: number, position: number): string | null => {
      const whole = isGood(caseId, position) ? opened : fold(caseId, position);
      opened = null;
      return whole?.position === position ? JSON.stringify(earlierEntries(whole, newest)) : null;
    },
  };
}

function readers(cache: () => ReadDb) {
  return {
    ...foldedCases(cache),
    caseEvents: (caseId: string, after: number) => caseEvents(cache(), caseId, after),
    row: (caseId: string) => rowOf(cache(), caseId),
    inboxPage: (query: InboxQuery) => inboxPage(cache(), query),
    inboxCounts: (person: string, queues: readonly string[]) => inboxCounts(cache(), person, queues),
    closedPage: (query: ClosedQuery) => closedPage(cache(), query),
    casesOf: (customer: string, limit: number) => casesOf(cache(), customer, limit),
    openCases: () => openCases(cache()),
    casesFrom: (contact: string, limit: number) => casesFrom(cache(), contact, limit),
    mergedCases: (limit: number) => mergedCases(cache(), limit),
    splitCases: (limit: number) => splitCases(cache(), limit),
    snoozedUntil: (now: number) => snoozedUntil(cache(), now),
    outgoing: () => outgoing(cache()),
    undelivered: () => undelivered(cache()),
    openActions: () => openActions(cache()),
    leftOf: (customer: string, limit: number) => leaving.leftOf(cache(), customer, limit),
    leftCount: (person: string, queues: readonly string[]) => leaving.leftCount(cache(), person, queues),
    search: (search: CacheSearch, limit: number) => searchCache(cache(), search, limit),
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

  leave(before: Instant, now: Instant) {
    return this.#projection.leave(before, now);
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
    saveDraft: (draft: Draft, expected: ExpectedDraft | null) => book.transaction(() => words.saveDraft(book, draft, expected)),
    dropDraft: (caseId: string, person: string, kind: string) => words.dropDraft(book, caseId, person, kind),
    drafts: (person: string) => words.drafts(book, person),
    keptWords: (person: string) => words.keptWords(book, person),
    keepWords: (kept: KeptWords) => words.keepWords(book, kept),
    dropKept: (person: string, id: string) => words.dropKept(book, person, id),
    putOutbox: (entry: OutboxEntry, taken: TakenDraft | null) => book.transaction(() => ledger.putOutbox(book, entry, taken)),
    leave: (before: Instant, now: Instant) => cache.leave(before, now),
    leftAmong: (ids: readonly string[]) => leaving.leftAmong(cache.db, ids),
    visit: (caseId: string, until: Instant) => leaving.visit(cache.db, caseId, until),
    erasedCases: (left: boolean) => erasing.erasedCases(cache.db, left),
    doneErasing: (caseId: string) => erasing.doneErasing(cache.db, caseId),
    tokensKept: (tokens: readonly string[]) => erasing.tokensKept(cache.db, tokens),
    settle: () => cache.db.checkpoint(),
    settleOutbox: (commandId: string, state: OutboxState, answer: string) => ledger.settleOutbox(book, commandId, state, answer),
    refuseOutbox: (entry: OutboxEntry, refusal: Refusal, at: number) => book.transaction(() => ledger.refuseOutbox(book, entry, refusal, at)),
    outboxEntry: (commandId: string) => ledger.outboxEntry(book, commandId),
    pendingOutbox: (caseId: string | undefined) => (caseId === undefined ? ledger.pendingOutbox(book) : ledger.pendingOfCase(book, caseId)),
    unknownOutbox: () => ledger.unknownOutbox(book),
    deferCommand: (command: DeferredCommand, taken: TakenDraft | null) => book.transaction(() => deferred.deferCommand(book, command, taken)),
    deferredCommands: () => deferred.deferredCommands(book),
    refuseDeferred: (command: DeferredCommand, refusal: Refusal, at: number) => book.transaction(() => deferred.refuseDeferred(book, command, refusal, at)),
    trustDeferred: (commandId: string) => deferred.trustDeferred(book, commandId),
    dropDeferred: (commandId: string) => deferred.dropDeferred(book, commandId),
    takeBackDeferred: (command: DeferredCommand, at: number) => book.transaction(() => deferred.takeBackDeferred(book, command, at)),
    setting: (scope: string) => ledger.setting(book, scope),
    scopesUnder: (prefix: string) => ledger.scopesUnder(book, prefix),
    saveSetting: (scope: string, value: string) => ledger.saveSetting(book, scope, value),
    quarantine: (from: string, fault: string, raw: string, at: number, caseId?: string) => ledger.quarantine(book, from, fault, raw, at, caseId),
    eraseCases: (caseIds: readonly string[], values: readonly string[]) => {
      book.transaction(() => eraseFromLedger(book, caseIds, values));
      book.checkpoint();
    },
    quarantined: (from: string, limit: number) => ledger.quarantined(book, from, limit),
    noteAppend: (desk: string, about: About, events: readonly LogEvent[], expected: Position | 0 | null, at: Instant) =>
      journal.noteAppend(book, desk, about, events, expected, at),
    settleAppend: (number: number, state: 'recorded' | 'refused', engine: string) => journal.settleAppend(book, number, state, engine),
    journaled: (desk: string, which: 'unanswered' | 'all', after: number, limit: number) => journal.journaled(book, desk, which, after, limit),
    lastEngine: (desk: string) => journal.lastEngine(book, desk),
    restorations: () => restored.restorations(book),
    doubtUnconfirmed: (at: number) => book.transaction(() => restored.doubtUnconfirmed(book, at)),
    doubtConfirmed: (commandId: string, at: number) => restored.doubtConfirmed(book, commandId, at),
    doubted: (at: number) => restored.doubted(book, at),
    confirmedAfter: (row: number, limit: number) => restored.confirmedAfter(book, row, limit),
    settleRestoration: (number: number, settled: { readonly unknown: number; readonly again: number }) => restored.settleRestoration(book, number, settled),
    account: (person: string) => accounts.account(book, person),
    accountByLogin: (login: string) => accounts.accountByLogin(book, login),
    accounts: () => accounts.accounts(book),
    addAccount: (record: AccountRecord, first: boolean) => book.transaction(() => accounts.addAccount(book, record, first)),
    changeAccount: (record: AccountRecord) => accounts.changeAccount(book, record),
    failedSignIns: (digest: string) => accounts.failedSignIns(book, digest),
    noteFailedSignIns: (digest: string, failed: FailedSignIns | null, at: number) =>
      book.transaction(() => accounts.noteFailedSignIns(book, digest, failed, at)),
    appendAudit: (entry: NewAuditEntry) => book.transaction(() => audit.appendAudit(book, entry)),
    auditHead: () => audit.auditHead(book),
    auditPage: (query: AuditQuery) => audit.auditPage(book, query),
    auditRows: (after: number | null, limit: number) => audit.auditRows(book, after, limit),
    authenticators: (person: string) => stepUp.authenticators(book, person),
    saveAuthenticator: (authenticator: Authenticator) => book.transaction(() => stepUp.saveAuthenticator(book, authenticator)),
    useAuthenticator: (id: string, used: number) => stepUp.useAuthenticator(book, id, used),
    dropAuthenticators: (person: string, id: string | null) => stepUp.dropAuthenticators(book, person, id),
    failedProofs: (person: string) => stepUp.failedProofs(book, person),
    noteFailedProofs: (person: string, failed: FailedProofs | null) => stepUp.noteFailedProofs(book, person, failed),
  };
}

export type ReaderHandlers = ReturnType<typeof readers>;
export type WriterHandlers = ReturnType<typeof writers> & ReaderHandlers;

const openLedger = (folder: string | null, key: Uint8Array, logger: Logger): WriteDb =>
  openMarked({ file: place(folder, 'ledger.db'), key, synchronous: 'FULL', markEach: 'commit', migrations: ledgerMigrations, logger, cacheKib: 1024 });

serveWorker(async ({ folder, key, role }: StoreWorkerData, _emit, logger) => {
  const file = place(folder, 'cache.db');
  if (role === 'reader') {
    const db = openForReading({ file, key, synchronous: 'NORMAL', logger, cacheKib: 32_768 });
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

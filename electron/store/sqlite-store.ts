import type { OpenFault, OpenFaultCode } from '#electron/sqlite/open-fault.ts';
import { WorkerClient } from '#electron/sqlite/worker.ts';
import { workerUrl } from '#electron/sqlite/worker-url.ts';
import { isLost } from '#electron/store/cache-loss.ts';
import type { AccountBook, Cache, Ledger, Store } from '#electron/store/port.ts';
import type { ReaderHandlers, StoreWorkerData, WriterHandlers } from '#electron/store/store-worker.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Options {
  /** Where cache.db and ledger.db lie; without one both are kept in memory. */
  readonly folder?: string;
  readonly memory?: true;
  readonly key: Uint8Array;
  readonly logger: Logger;
  /**
   * The cache was found unusable while at work and was made anew, empty: whoever follows the log into it must begin
   * again from `cursor()`; until then it takes nothing in. At the start this needs no word: the cursor is null then.
   */
  readonly onCacheReset?: (reason: OpenFaultCode) => void;
  /** A call met a fault of a file, of the cache or of the ledger. */
  readonly onFault?: (fault: OpenFault) => void;
}

/**
 * Cache and ledger in encrypted SQLite: one thread writes both, another reads the cache beside it, so that a search
 * does not hold up a draft on its way to the disk. Faults of the ledger are OpenFaults that name its file.
 */
export class SqliteStore implements Store {
  readonly cache: Cache;
  readonly ledger: Ledger;
  readonly journal: Store['journal'];
  readonly accounts: AccountBook;
  readonly audit: Store['audit'];
  readonly stepUp: Store['stepUp'];
  readonly restored: Store['restored'];
  readonly #writer: WorkerClient<WriterHandlers>;
  readonly #reader: WorkerClient<ReaderHandlers> | null;
  readonly #logger: Logger;
  readonly #onCacheReset: Options['onCacheReset'];
  #renewing: Promise<void> | null = null;

  constructor({ folder, key, logger, onCacheReset, onFault }: Options) {
    const worker = (role: StoreWorkerData['role']) => ({
      url: workerUrl('store/store-worker'),
      data: { folder: folder ?? null, key, role } satisfies StoreWorkerData,
      name: `store ${role}`,
      logger,
      onFault,
    });
    const writer = new WorkerClient<WriterHandlers>(worker('writer'));
    this.#writer = writer;
    // A database in memory belongs to one thread.
    this.#reader = folder === undefined ? null : new WorkerClient<ReaderHandlers>(worker('reader'));
    this.#logger = logger;
    this.#onCacheReset = onCacheReset;

    const write = <K extends keyof WriterHandlers>(method: K, ...args: Parameters<WriterHandlers[K]>) => this.#guarded(() => writer.call(method, ...args));
    const read = <K extends keyof ReaderHandlers>(method: K, ...args: Parameters<ReaderHandlers[K]>) =>
      this.#guarded(() => this.#reader?.call(method, ...args) ?? writer.call(method, ...(args as Parameters<WriterHandlers[K]>)));
    this.cache = {
      cursor: () => write('cursor'),
      ingest: (events, cursor) => write('ingest', events, cursor),
      // A file that is removed is emptied sooner than one whose rows are overwritten, and nobody waits for that.
      clear: () => (this.#reader ? this.#anew() : write('clear')),
      caseEvents: (caseId, after = 0) => read('caseEvents', caseId, after),
      caseState: (caseId) => read('caseState', caseId),
      openCase: (caseId, newest) => read('openCase', caseId, newest),
      earlierEntries: (caseId, newest, position) => read('earlierEntries', caseId, newest, position),
      row: (caseId) => read('row', caseId),
      inboxPage: (query) => read('inboxPage', query),
      inboxCounts: (person, queues) => read('inboxCounts', person, queues),
      closedPage: (query) => read('closedPage', query),
      casesOf: (customer, limit) => read('casesOf', customer, limit),
      openCases: () => read('openCases'),
      casesFrom: (contact, limit) => read('casesFrom', contact, limit),
      mergedCases: (limit) => read('mergedCases', limit),
      splitCases: (limit) => read('splitCases', limit),
      snoozedUntil: (now) => read('snoozedUntil', now),
      outgoing: () => read('outgoing'),
      undelivered: () => read('undelivered'),
      openActions: () => read('openActions'),
      leave: (before, now) => write('leave', before, now),
      leftAmong: (ids) => write('leftAmong', ids),
      leftOf: (customer, limit) => read('leftOf', customer, limit),
      leftCount: (person, queues) => read('leftCount', person, queues),
      visit: (caseId, until) => write('visit', caseId, until),
      erasedCases: (left) => write('erasedCases', left),
      doneErasing: (caseId) => write('doneErasing', caseId),
      tokensKept: (tokens) => write('tokensKept', tokens),
      settle: () => write('settle'),
      search: (search, limit) => read('search', search, limit),
    };
    this.ledger = {
      saveDraft: (draft, expected = null) => writer.call('saveDraft', draft, expected),
      dropDraft: (caseId, person, kind) => writer.call('dropDraft', caseId, person, kind),
      drafts: (person) => writer.call('drafts', person),
      keptWords: (person) => writer.call('keptWords', person),
      keepWords: (words) => writer.call('keepWords', words),
      dropKept: (person, id) => writer.call('dropKept', person, id),
      putOutbox: (entry, taken = null) => writer.call('putOutbox', entry, taken),
      settleOutbox: (commandId, state, answer) => writer.call('settleOutbox', commandId, state, answer),
      refuseOutbox: (entry, refusal, at) => writer.call('refuseOutbox', entry, refusal, at),
      outboxEntry: (commandId) => writer.call('outboxEntry', commandId),
      pendingOutbox: (caseId) => writer.call('pendingOutbox', caseId),
      unknownOutbox: () => writer.call('unknownOutbox'),
      deferCommand: (command, taken = null) => writer.call('deferCommand', command, taken),
      deferredCommands: () => writer.call('deferredCommands'),
      refuseDeferred: (command, refusal, at) => writer.call('refuseDeferred', command, refusal, at),
      trustDeferred: (commandId) => writer.call('trustDeferred', commandId),
      dropDeferred: (commandId) => writer.call('dropDeferred', commandId),
      takeBackDeferred: (command, at) => writer.call('takeBackDeferred', command, at),
      setting: (scope) => writer.call('setting', scope),
      scopesUnder: (prefix) => writer.call('scopesUnder', prefix),
      saveSetting: (scope, value) => writer.call('saveSetting', scope, value),
      quarantine: (from, fault, raw, at, caseId) => writer.call('quarantine', from, fault, raw, at, caseId),
      eraseCases: (caseIds, values) => writer.call('eraseCases', caseIds, values),
      quarantined: (from, limit) => writer.call('quarantined', from, limit),
    };
    this.journal = {
      noteAppend: (desk, about, events, expected, at) => writer.call('noteAppend', desk, about, events, expected, at),
      settleAppend: (number, state, engine) => writer.call('settleAppend', number, state, engine),
      journaled: (desk, which, after, limit) => writer.call('journaled', desk, which, after, limit),
      lastEngine: (desk) => writer.call('lastEngine', desk),
    };
    this.restored = {
      restorations: () => writer.call('restorations'),
      doubtUnconfirmed: (at) => writer.call('doubtUnconfirmed', at),
      doubtConfirmed: (commandId, at) => writer.call('doubtConfirmed', commandId, at),
      doubted: (at) => writer.call('doubted', at),
      confirmedAfter: (row, limit) => writer.call('confirmedAfter', row, limit),
      settleRestoration: (number, settled) => writer.call('settleRestoration', number, settled),
    };
    this.audit = {
      append: (entry) => writer.call('appendAudit', entry),
      head: () => writer.call('auditHead'),
      page: (query) => writer.call('auditPage', query),
      rows: (after, limit) => writer.call('auditRows', after, limit),
    };
    this.stepUp = {
      authenticators: (person) => writer.call('authenticators', person),
      save: (authenticator) => writer.call('saveAuthenticator', authenticator),
      use: (id, used) => writer.call('useAuthenticator', id, used),
      drop: (person, id) => writer.call('dropAuthenticators', person, id),
      failed: (person) => writer.call('failedProofs', person),
      noteFailed: (person, failed) => writer.call('noteFailedProofs', person, failed),
    };
    this.accounts = {
      account: (person) => writer.call('account', person),
      accountByLogin: (login) => writer.call('accountByLogin', login),
      accounts: () => writer.call('accounts'),
      addAccount: (record, first) => writer.call('addAccount', record, first),
      changeAccount: (record) => writer.call('changeAccount', record),
      failedSignIns: (digest) => writer.call('failedSignIns', digest),
      noteFailedSignIns: (digest, failed, at) => writer.call('noteFailedSignIns', digest, failed, at),
    };
  }

  /** Opens both; rejects with an OpenFault naming the file. A cache that had to be made anew is said in the log. */
  async start(): Promise<void> {
    await this.#writer.start();
    try {
      const reset = await this.#writer.call('cacheReset');
      if (reset !== null) this.#logger.warn('start: the cache was not usable and is filled again from the log', { reason: reset });
      await this.#reader?.start();
    } catch (cause) {
      await this.#writer.stop();
      throw cause;
    }
  }

  async stop(): Promise<void> {
    await this.#renewing?.catch(() => undefined);
    await this.#reader?.stop();
    await this.#writer.stop();
  }

  /** The cache was read through and found damaged: it is made anew, as when a call meets damage. */
  async cacheDamaged(): Promise<void> {
    await this.#renew('damaged');
  }

  /** A call of the cache; one that meets damage is refused, and the cache made anew before the next. */
  async #guarded<T>(call: () => Promise<T>): Promise<T> {
    await this.#renewing?.catch(() => undefined);
    try {
      return await call();
    } catch (cause) {
      if (isLost(cause)) await this.#renew(cause.code);
      throw cause;
    }
  }

  async #renew(reason: OpenFaultCode): Promise<void> {
    if (this.#renewing) return this.#renewing;
    this.#logger.error('renew: the cache was found unusable and is made anew', { reason });
    await this.#anew();
    this.#onCacheReset?.(reason);
  }

  /** Puts an empty file in the place of the cache; calls that come meanwhile wait. */
  async #anew(): Promise<void> {
    if (this.#renewing) return this.#renewing;
    const renewing = (async () => {
      await this.#reader?.stop();
      await this.#writer.call('renewCache');
      await this.#reader?.start();
    })();
    this.#renewing = renewing;
    try {
      await renewing;
    } finally {
      this.#renewing = null;
    }
  }
}

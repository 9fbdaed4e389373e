import { WorkerClient } from '#electron/sqlite/worker.ts';
import { workerUrl } from '#electron/sqlite/worker-url.ts';
import type { Cache, Ledger, Store } from '#electron/store/port.ts';
import type { ReaderHandlers, StoreWorkerData, WriterHandlers } from '#electron/store/store-worker.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Options {
  /** Where cache.db and ledger.db lie; without one both are kept in memory. */
  readonly folder?: string;
  readonly memory?: true;
  readonly key: Uint8Array;
  readonly logger: Logger;
}

/** Cache and ledger in encrypted SQLite: one thread writes, one reads beside it. */
export class SqliteStore implements Store {
  readonly cache: Cache;
  readonly ledger: Ledger;
  readonly #writer: WorkerClient<WriterHandlers>;
  readonly #reader: WorkerClient<ReaderHandlers> | null;
  readonly #logger: Logger;

  constructor({ folder, key, logger }: Options) {
    const worker = (role: StoreWorkerData['role']) => ({
      url: workerUrl('store/store-worker'),
      data: { folder: folder ?? null, key, role } satisfies StoreWorkerData,
      name: `store ${role}`,
      logger,
    });
    const writer = new WorkerClient<WriterHandlers>(worker('writer'));
    // A database in memory belongs to one thread.
    const reader = folder === undefined ? null : new WorkerClient<ReaderHandlers>(worker('reader'));
    this.#writer = writer;
    this.#reader = reader;
    this.#logger = logger;
    const read: Pick<WorkerClient<ReaderHandlers>, 'call'> = reader ?? (writer as unknown as WorkerClient<ReaderHandlers>);
    this.cache = {
      cursor: () => writer.call('cursor') as ReturnType<Cache['cursor']>,
      ingest: (events, cursor) => writer.call('ingest', events, cursor),
      clear: () => writer.call('clear'),
      caseEvents: (caseId, after = 0) => read.call('caseEvents', caseId, after),
      caseState: (caseId) => read.call('caseState', caseId),
      row: (caseId) => read.call('row', caseId),
      inboxPage: (query) => read.call('inboxPage', query),
      inboxCounts: (person, queues) => read.call('inboxCounts', person, queues),
      casesOf: (customer, limit) => read.call('casesOf', customer, limit),
      snoozedUntil: (now) => read.call('snoozedUntil', now),
      search: (text, tokens, limit) => read.call('search', text, tokens, limit),
    };
    this.ledger = {
      saveDraft: (draft) => writer.call('saveDraft', draft),
      dropDraft: (caseId, person, kind) => writer.call('dropDraft', caseId, person, kind),
      drafts: (person) => writer.call('drafts', person),
      putOutbox: (entry) => writer.call('putOutbox', entry),
      settleOutbox: (commandId, state, answer) => writer.call('settleOutbox', commandId, state, answer),
      outboxEntry: (commandId) => writer.call('outboxEntry', commandId),
      pendingOutbox: () => writer.call('pendingOutbox'),
      setting: (scope) => writer.call('setting', scope),
      saveSetting: (scope, value) => writer.call('saveSetting', scope, value),
      quarantine: (from, fault, raw, at) => writer.call('quarantine', from, fault, raw, at),
    };
  }

  /** Opens both; rejects with an OpenFault naming the file. A cache that had to be made anew is said in the log. */
  async start(): Promise<void> {
    await this.#writer.start();
    const reset = await this.#writer.call('cacheReset');
    if (reset !== null) this.#logger.warn('start: the cache was not usable and is filled again from the log', { reason: reset });
    await this.#reader?.start();
  }

  async stop(): Promise<void> {
    await this.#reader?.stop();
    await this.#writer.stop();
  }
}

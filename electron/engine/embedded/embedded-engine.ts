import type { EngineHandlers, EngineWorkerData } from '#electron/engine/embedded/engine-worker.ts';
import { Expiring } from '#electron/engine/embedded/expiring.ts';
import { Following } from '#electron/engine/embedded/follow.ts';
import type { Conflict, Cursor, Follower, Movable, Presence, QueueEngine, Signal, Subscription, ThreadEntry } from '#electron/engine/port.ts';
import { type RecordedRow, toRaw, toRawAppend, toRecorded } from '#electron/engine/raw-event.ts';
import type { OpenFault } from '#electron/sqlite/open-fault.ts';
import { WorkerClient } from '#electron/sqlite/worker.ts';
import { workerUrl } from '#electron/sqlite/worker-url.ts';
import type { About, LogEvent, Position, RecordedLogEvent } from '#shared/case/envelope.ts';
import { DESK_GROUP } from '#shared/desk/desk-stream.ts';
import { type EngineHealth, embeddedHealth } from '#shared/desk/engine-health.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { BlobHash, CaseId, GroupId, NewId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';

export interface EmbeddedEngineOptions {
  /** The file of the log; without one it lies in memory. */
  readonly file?: string;
  readonly memory?: true;
  /** 32 bytes; not used in memory. */
  readonly key: Uint8Array;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  /** A call met a fault of the file. */
  readonly onFault?: ((fault: OpenFault) => void) | undefined;
}

/** Events of one transaction of `appendAll`: others wait no longer than one takes. */
const BULK = 1_000;

/** The desk's log in one encrypted SQLite file, for many sessions of one host. Holds, presence and signals live in memory, as the host does. */
export class EmbeddedEngine implements QueueEngine {
  readonly #options: EmbeddedEngineOptions;
  readonly #worker: WorkerClient<EngineHandlers>;
  readonly #listeners = new Set<(signal: Signal, by: GroupId) => void>();
  readonly #holds: Expiring<CaseId, string>;
  readonly #presence: Expiring<string, Presence>;
  readonly #followings = new Set<Following>();
  readonly #since: Instant;
  #id = '';

  constructor(options: EmbeddedEngineOptions) {
    this.#options = options;
    this.#since = options.clock();
    this.#holds = new Expiring(options.clock);
    this.#presence = new Expiring(options.clock);
    const place = options.file === undefined ? { file: ':memory:', key: null } : { file: options.file, key: options.key };
    this.#worker = new WorkerClient({
      url: workerUrl('engine/embedded/engine-worker'),
      data: { ...place, freshId: options.newId() } satisfies EngineWorkerData,
      name: 'engine',
      logger: options.logger,
      onFault: options.onFault,
    });
    const wake = () => {
      for (const following of this.#followings) following.wake();
    };
    this.#worker.onEvent(wake);
    // A follower that waits would wait for ever; woken, it meets the fault and ends with it.
    this.#worker.onGone(wake);
  }

  /** Empty before `start`. */
  get id(): string {
    return this.#id;
  }

  /** Opens the log; rejects with an OpenFault. */
  async start(): Promise<void> {
    await this.#worker.start();
    this.#id = await this.#worker.call('id');
  }

  /** Ends the followers, writes what was asked before, closes the file. */
  async stop(): Promise<void> {
    await Promise.all([...this.#followings].map((following) => following.stop()));
    await this.#worker.stop();
  }

  /** Rejects with a BadEvent for what may not enter the log, and with an OpenFault when it cannot be written. */
  async append(events: readonly LogEvent[], expected?: Position | 0): Promise<Result<readonly Position[], Conflict>> {
    const raw = toRawAppend(events);
    if (raw.length === 0) return ok([]);
    const appended = await this.#worker.call('append', raw, expected ?? null, this.#options.clock());
    return 'positions' in appended ? ok(appended.positions) : fail({ code: 'conflict', lastPosition: appended.conflict });
  }

  async appendAll(events: readonly LogEvent[]): Promise<void> {
    const raw = events.map(toRaw);
    for (let from = 0; from < raw.length; from += BULK) {
      await this.#worker.call('appendAll', raw.slice(from, from + BULK), this.#options.clock());
    }
  }

  async read(about: About, after: Position | 0 = 0): Promise<readonly RecordedLogEvent[]> {
    return (await this.#worker.call('read', about, after)).map(toRecorded);
  }

  follow(groups: readonly GroupId[], cursor: Cursor | null, follower: Follower): Subscription {
    const source = {
      engineId: this.#id,
      page: (of: readonly string[], after: number, limit: number) => this.#worker.call('page', of, after, limit),
      idAt: (position: number) => this.#worker.call('idAt', position),
    };
    const following = new Following(source, groups, cursor, follower, (ended, cause) => {
      this.#followings.delete(ended);
      if (cause !== null) this.#options.logger.error('follow: ended', { cause: cause instanceof Error ? cause.message : String(cause) });
    });
    this.#followings.add(following);
    return following;
  }

  health(): EngineHealth {
    return embeddedHealth(this.#since, this.#options.memory === true || this.#options.file === undefined);
  }

  /** Nothing of it ever changes: the file is there, or calls fail. */
  onHealth(): () => void {
    return () => undefined;
  }

  /** Whoever is signed in to this host was let in by it. */
  mayActAs(): boolean {
    return true;
  }

  async hold(caseId: CaseId, holder: string, ttlMs: number): Promise<boolean> {
    const held = this.#holds.get(caseId);
    if (held !== null && held !== holder) return false;
    this.#holds.set(caseId, holder, ttlMs);
    return true;
  }

  async unhold(caseId: CaseId, holder: string): Promise<void> {
    if (this.#holds.get(caseId) === holder) this.#holds.delete(caseId);
  }

  async announce(presence: Presence, ttlMs: number): Promise<void> {
    this.#presence.set(presence.person, presence, ttlMs);
  }

  async present(): Promise<readonly Presence[]> {
    return this.#presence.values();
  }

  signal(signal: Signal): void {
    for (const listener of this.#listeners) {
      try {
        // Nobody but this host says anything here.
        listener(signal, signal.group ?? DESK_GROUP);
      } catch (cause) {
        this.#options.logger.error('signal: a listener failed', { cause: cause instanceof Error ? cause.message : String(cause) });
      }
    }
  }

  onSignal(listener: (signal: Signal, by: GroupId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async putBlob(bytes: Uint8Array): Promise<BlobHash> {
    return (await this.#worker.call('putBlob', bytes)) as BlobHash;
  }

  async getBlob(hash: BlobHash): Promise<Uint8Array | null> {
    const { bytes, damaged } = await this.#worker.call('getBlob', hash);
    if (damaged) this.#options.logger.error('getBlob: its bytes no longer fit its hash', { hash });
    return bytes;
  }

  dataKey(about: About, create: boolean): Promise<Uint8Array | null> {
    return this.#worker.call('dataKey', about, create);
  }

  async dropKey(about: About): Promise<void> {
    await this.#worker.call('dropKey', about);
  }

  async bindThread(channel: string, thread: string, caseId: CaseId): Promise<CaseId> {
    return (await this.#worker.call('bindThread', channel, thread, caseId)) as CaseId;
  }

  async findThread(channel: string, thread: string): Promise<CaseId | null> {
    return (await this.#worker.call('findThread', channel, thread)) as CaseId | null;
  }

  async rebindThread(channel: string, thread: string, caseId: CaseId): Promise<void> {
    await this.#worker.call('rebindThread', channel, thread, caseId);
  }

  /** Nothing to do: trainers are sessions of this host, which lets them read the log itself. */
  async shareForTraining(): Promise<void> {}

  /** All there is, for moving it elsewhere. */
  moving(): Movable {
    const worker = this.#worker;
    return {
      size: () => worker.call('head'),
      allEvents: () =>
        paged(
          (last: RecordedRow | undefined) => worker.call('eventsAfter', last?.position ?? 0, BULK),
          (rows) => rows.map(({ json }) => JSON.parse(json) as LogEvent),
        ),
      allKeys: () => each((last) => worker.call('keysAfter', last?.about.kind ?? '', last?.about.id ?? '', BULK)),
      allThreads: () => each((last) => worker.call('threadsAfter', last?.channel ?? '', last?.thread ?? '', BULK) as Promise<ThreadEntry[]>),
      allBlobs: () => each((last) => worker.call('blobsAfter', last ?? '', BULK) as Promise<BlobHash[]>),
      getBlob: (hash) => this.getBlob(hash),
      appendAll: (events) => this.appendAll(events),
      putKey: ({ about, key }) => worker.call('putKey', about, key),
      bindThread: (channel, thread, caseId) => this.bindThread(channel, thread, caseId),
      putBlob: (bytes) => this.putBlob(bytes),
    };
  }
}

/** Pages asked for one after another, each behind the last row of the one before, until there is none. */
async function* paged<R, T>(ask: (last: R | undefined) => Promise<readonly R[]>, made: (rows: readonly R[]) => T): AsyncIterable<T> {
  for (let last: R | undefined; ; ) {
    const rows = await ask(last);
    if (rows.length === 0) return;
    yield made(rows);
    last = rows.at(-1);
  }
}

async function* each<R>(ask: (last: R | undefined) => Promise<readonly R[]>): AsyncIterable<R> {
  for await (const rows of paged(ask, (page) => page)) yield* rows;
}

import type { EngineHandlers } from '#electron/engine/embedded/engine-worker.ts';
import type { Conflict, Cursor, Follower, Presence, QueueEngine, Signal, Subscription } from '#electron/engine/port.ts';
import { WorkerClient } from '#electron/sqlite/worker.ts';
import { workerUrl } from '#electron/sqlite/worker-url.ts';
import { type About, type LogEvent, logEvent, type Position, type RecordedLogEvent } from '#shared/case/envelope.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { BlobHash, CaseId, GroupId, NewId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

interface Options {
  /** The file of the log; without one it lies in memory. */
  readonly file?: string;
  readonly memory?: true;
  readonly key: Uint8Array;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
}

/** An event that may not enter the log: where it is wrong, and how. */
export class BadEvent extends Error {
  override readonly name = 'BadEvent';
  readonly place: string;
  readonly fault: string;

  constructor(place: string, fault: string) {
    super(`${place}: ${fault}`);
    this.place = place;
    this.fault = fault;
  }
}

const PAGE = 500;
const MAX_EVENT_BYTES = 1024 * 1024;
const MAX_BULK = 2_000;

const encodeCursor = (engine: string, position: number): Cursor => `${engine}@${position}` as Cursor;

/** The desk's log in one encrypted SQLite file, for many sessions of one host. Holds, presence and signals live in memory, as the host does. */
export class EmbeddedEngine implements QueueEngine {
  readonly #options: Options;
  readonly #worker: WorkerClient<EngineHandlers>;
  readonly #wakes = new Set<() => void>();
  readonly #listeners = new Set<(signal: Signal) => void>();
  readonly #holds = new Map<CaseId, { readonly holder: string; readonly until: number }>();
  readonly #presence = new Map<string, { readonly presence: Presence; readonly until: number }>();
  readonly #subscriptions = new Set<Subscription>();
  #id = '';

  constructor(options: Options) {
    this.#options = options;
    const file = options.file ?? ':memory:';
    this.#worker = new WorkerClient({
      url: workerUrl('engine/embedded/engine-worker'),
      data: { file, key: options.file === undefined ? null : options.key, freshId: options.newId() },
      name: 'engine',
      logger: options.logger,
    });
    this.#worker.onEvent(() => {
      for (const wake of this.#wakes) wake();
    });
  }

  get id(): string {
    return this.#id;
  }

  async start(): Promise<void> {
    await this.#worker.start();
    this.#id = await this.#worker.call('id');
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.stop()));
    await this.#worker.stop();
  }

  async append(events: readonly LogEvent[], expected?: Position | 0): Promise<Result<readonly Position[], Conflict>> {
    const about = events[0]?.about;
    this.#check(events);
    for (const [index, event] of events.entries()) {
      if (event.about.kind !== about?.kind || event.about.id !== about.id) throw new BadEvent(`events.${index}.about`, 'events of one append are about one thing');
    }
    if (events.length === 0) return ok([]);
    const appended = await this.#worker.call('append', events, expected ?? null, this.#options.clock());
    return 'positions' in appended ? ok(appended.positions) : fail({ code: 'conflict', lastPosition: appended.conflict });
  }

  async appendAll(events: readonly LogEvent[]): Promise<void> {
    this.#check(events);
    for (let from = 0; from < events.length; from += MAX_BULK) {
      await this.#worker.call('appendAll', events.slice(from, from + MAX_BULK), this.#options.clock());
    }
  }

  #check(events: readonly LogEvent[]): void {
    for (const [index, event] of events.entries()) {
      const read = logEvent.safeParse(event);
      const issue = read.error?.issues[0];
      if (!read.success) throw new BadEvent(['events', index, ...(issue?.path ?? [])].join('.'), issue?.message ?? 'invalid');
      const size = Buffer.byteLength(JSON.stringify(event));
      if (size > MAX_EVENT_BYTES) throw new BadEvent(`events.${index}`, `${size} bytes; at most ${MAX_EVENT_BYTES} are taken`);
    }
  }

  read(about: About, after: Position | 0 = 0): Promise<readonly RecordedLogEvent[]> {
    return this.#worker.call('read', about, after);
  }

  follow(groups: readonly GroupId[], cursor: Cursor | null, follower: Follower): Subscription {
    let stopped = false;
    let dirty = true;
    let resume: (() => void) | null = null;
    const wake = () => {
      dirty = true;
      resume?.();
    };
    this.#wakes.add(wake);
    const run = async () => {
      let position = 0;
      if (cursor !== null) {
        const [engine, at] = cursor.split('@');
        if (engine !== this.#id) return follower.onFault('other-engine');
        position = Number(at);
        const { head } = await this.#worker.call('page', groups, position, 0);
        if (!(position <= head)) return follower.onFault('went-backwards');
      }
      let told = false;
      while (!stopped) {
        dirty = false;
        const { events } = await this.#worker.call('page', groups, position, PAGE);
        const last = events.at(-1);
        if (stopped) return;
        // An empty first page is told too: it says that this follower is up to date.
        if (last || !told) {
          position = last?.position ?? position;
          told = true;
          await follower.onBatch({ events, cursor: encodeCursor(this.#id, position), live: events.length < PAGE });
        }
        if (events.length === PAGE || dirty) continue;
        await new Promise<void>((resolve) => {
          resume = resolve;
        });
        resume = null;
      }
    };
    const running = run().catch((cause: unknown) => {
      if (!stopped) this.#options.logger.error('follow: ended', { cause: cause instanceof Error ? cause.message : String(cause) });
    });
    const subscription: Subscription = {
      stop: async () => {
        stopped = true;
        this.#wakes.delete(wake);
        this.#subscriptions.delete(subscription);
        resume?.();
        await running;
      },
    };
    this.#subscriptions.add(subscription);
    return subscription;
  }

  async hold(caseId: CaseId, holder: string, ttlMs: number): Promise<boolean> {
    const now = this.#options.clock();
    const held = this.#holds.get(caseId);
    if (held && held.holder !== holder && held.until > now) return false;
    this.#holds.set(caseId, { holder, until: now + ttlMs });
    return true;
  }

  async unhold(caseId: CaseId, holder: string): Promise<void> {
    if (this.#holds.get(caseId)?.holder === holder) this.#holds.delete(caseId);
  }

  async announce(presence: Presence, ttlMs: number): Promise<void> {
    this.#presence.set(presence.person, { presence, until: this.#options.clock() + ttlMs });
  }

  async present(): Promise<readonly Presence[]> {
    const now = this.#options.clock();
    for (const [person, { until }] of this.#presence) if (until <= now) this.#presence.delete(person);
    return [...this.#presence.values()].map(({ presence }) => presence);
  }

  signal(signal: Signal): void {
    for (const listener of this.#listeners) listener(signal);
  }

  onSignal(listener: (signal: Signal) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async putBlob(bytes: Uint8Array): Promise<BlobHash> {
    return (await this.#worker.call('putBlob', bytes)) as BlobHash;
  }

  getBlob(hash: BlobHash): Promise<Uint8Array | null> {
    return this.#worker.call('getBlob', hash);
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
}

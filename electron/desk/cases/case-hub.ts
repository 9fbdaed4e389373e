import { EventPublisher } from '@orpc/server';
import type { EventLog, OpenedBatch } from '#electron/engine/event-log.ts';
import { EngineUnreachable, type Subscription } from '#electron/engine/port.ts';
import type { Cache } from '#electron/store/port.ts';
import type { AnyEvent, Position } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { SyncFrame } from '#shared/contract/schemas.ts';
import { groupsAdded } from '#shared/desk/desk-state.ts';
import { mayWork } from '#shared/desk/engine-health.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, GroupId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { HOUR, type Instant } from '#shared/lib/time.ts';

/** What one batch changed, told after it is in the cache. */
export interface Ingested {
  readonly events: readonly AnyEvent[];
  readonly rows: readonly InboxRow[];
}

interface Options {
  readonly log: EventLog;
  readonly cache: Cache;
  /** Those that are followed from the start; groups that the log adds later are followed from their beginning. */
  readonly groups: readonly GroupId[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How long a case that left the cache and was opened stays in it. */
const VISIT = 6 * HOUR;

/** How many folded cases are kept for deciding without asking the store. */
const KEPT_STATES = 500;

/**
 * The one follower of the log in a host: takes each batch into the cache, then tells whoever listens. Nothing is told
 * before the cache has it, so that whoever is told may read it there.
 */
export class CaseHub {
  readonly #options: Options;
  readonly #published = new EventPublisher<{ ingested: Ingested; sync: SyncFrame; left: readonly CaseId[] }>();
  readonly #states = new Map<CaseId, CaseState>();
  /** Cases that are being read from the cache, with what comes of them meanwhile: it is folded behind what was read, never before. */
  readonly #reading = new Map<CaseId, { readonly state: Promise<CaseState | undefined>; readonly meanwhile: AnyEvent[] }>();
  readonly #waiting = new Set<{ readonly position: number; readonly done: () => void }>();
  readonly #groups: Set<GroupId>;
  #subscription: Subscription | null = null;
  /** Tells the present follower from one that is being stopped. */
  #turn = 0;
  #turning: Promise<void> = Promise.resolve();
  #reached = 0;
  /** What writes the cache goes one after another: a case must not leave between a look at it and what comes of it. */
  #line: Promise<unknown> = Promise.resolve();
  #sync: SyncFrame = { state: 'catching-up', upTo: null, behind: 0 };
  #caughtUp: (() => void) | null = null;
  #off: (() => void) | null = null;
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
    this.#groups = new Set(options.groups);
  }

  /** Follows from the cache's cursor; fulfilled once everything recorded so far is in the cache. */
  async start(): Promise<void> {
    this.#off = this.#options.log.engine.onHealth((health) => this.#stands(mayWork(health)));
    const live = new Promise<void>((resolve) => {
      this.#caughtUp = resolve;
    });
    await this.#follow();
    await live;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#off?.();
    this.#turn++;
    await this.#turning;
    await this.#subscription?.stop();
    for (const waiter of this.#waiting) waiter.done();
    this.#waiting.clear();
  }

  async #follow(): Promise<void> {
    const cursor = await this.#options.cache.cursor();
    if (this.#stopped) return;
    const turn = ++this.#turn;
    this.#subscription = this.#options.log.follow(
      [...this.#groups],
      cursor,
      async (batch) => {
        if (turn === this.#turn) await this.#take(batch);
      },
      (fault) => this.refill(fault),
    );
  }

  /** The stream does not continue what the cache holds, or the cache lost it: forgets the cache and reads the stream anew. */
  refill(reason: string): void {
    this.#options.logger.warn('refill: the cache is filled again from the log', { reason });
    this.#tell({ state: 'catching-up', upTo: null, behind: 0 });
    this.#again(async () => {
      this.#states.clear();
      await this.#options.cache.clear();
    });
  }

  /** Stops following, does what is to be done between, and follows again from the cache's cursor; one at a time. */
  #again(between: () => Promise<void>): void {
    this.#turn++;
    this.#turning = this.#turning
      .then(async () => {
        await this.#subscription?.stop();
        if (this.#stopped) return;
        await between();
        await this.#follow();
      })
      .catch((cause: unknown) => this.#options.logger.error('follow: could not begin again', { cause: String(cause) }));
  }

  /**
   * A batch that adds a group was read without that group's own events, some of which may lie within it already. It is
   * left, and read again from where it began, with the new group; before that place the group was not there.
   */
  async #take(batch: OpenedBatch): Promise<void> {
    const added = groupsAdded(batch.events).filter((group) => !this.#groups.has(group));
    if (added.length === 0) return this.#ingest(batch);
    for (const group of added) this.#groups.add(group);
    this.#again(async () => undefined);
  }

  #inLine<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#line.then(work, work);
    this.#line = run.catch(() => undefined);
    return run;
  }

  /** Events of cases that left the cache come with all that was before them: a case is there whole or not at all. */
  async #whole(ofCases: readonly AnyEvent[]): Promise<readonly AnyEvent[]> {
    const { cache, log } = this.#options;
    const left = await cache.leftAmong([...new Set(ofCases.map(({ about }) => about.id as CaseId))]);
    const before = await Promise.all(left.map((id) => log.read({ kind: 'case', id })));
    return before.length === 0 ? ofCases : [...before.flat(), ...ofCases];
  }

  async #ingest(batch: OpenedBatch): Promise<void> {
    const ofCases = batch.events.filter((event) => event.about.kind === 'case');
    const rows = await this.#inLine(async () => this.#options.cache.ingest(await this.#whole(ofCases), batch.cursor)).catch((cause: unknown) => {
      if (cause instanceof EngineUnreachable) return null;
      throw cause;
    });
    // What was before could not be read just now: the batch is asked for again.
    if (rows === null) return this.#again(async () => undefined);
    for (const event of ofCases) {
      const id = event.about.id as CaseId;
      this.#reading.get(id)?.meanwhile.push(event);
      const state = this.#states.get(id);
      if (!state) continue;
      const next = foldCase(state, [event]);
      if (next) this.#states.set(id, next);
    }
    const last = batch.events.at(-1);
    if (last) this.#reached = Math.max(this.#reached, last.position);
    if (batch.events.length > 0) this.#published.publish('ingested', { events: batch.events, rows });
    for (const waiter of this.#waiting) {
      if (waiter.position > this.#reached) continue;
      this.#waiting.delete(waiter);
      waiter.done();
    }
    this.#tell({ state: batch.live ? 'live' : 'catching-up', upTo: last?.recordedAt ?? this.#options.clock(), behind: 0 });
    if (batch.live) {
      this.#caughtUp?.();
      this.#caughtUp = null;
    }
  }

  /** Reads a case that left the cache from the engine; it stays for some hours. False for one that did not leave. */
  bringBack(id: CaseId): Promise<boolean> {
    return this.#inLine(async () => {
      const { cache, log, clock } = this.#options;
      const cursor = await cache.cursor();
      if (cursor === null || (await cache.leftAmong([id])).length === 0) return false;
      const events = await log.read({ kind: 'case', id });
      await cache.visit(id, clock() + VISIT);
      const rows = await cache.ingest(events, cursor);
      this.#published.publish('ingested', { events: [], rows });
      return true;
    });
  }

  /** Lets some closed cases leave the cache that had nothing happen since `before`. */
  async leave(before: Instant, now: Instant): Promise<{ readonly left: readonly CaseId[]; readonly more: boolean }> {
    const turn = await this.#inLine(() => this.#options.cache.leave(before, now));
    for (const id of turn.left) this.#states.delete(id);
    if (turn.left.length > 0) this.#published.publish('left', turn.left);
    return turn;
  }

  /** Calls with cases that left the cache. */
  onLeft(listener: (left: readonly CaseId[]) => void): () => void {
    return this.#published.subscribe('left', listener);
  }

  /** What comes while the engine cannot be reached is not known here: this host has everything up to the break alone. */
  #stands(reached: boolean): void {
    if (!reached && this.#sync.state === 'live') this.#tell({ state: 'lost', upTo: this.#options.clock(), behind: 0 });
    else if (reached && this.#sync.state === 'lost') this.#tell({ state: 'live', upTo: this.#options.clock(), behind: 0 });
  }

  #tell(frame: SyncFrame): void {
    this.#sync = frame;
    this.#published.publish('sync', frame);
  }

  /** Where this host stands; a live host has everything up to the present moment. */
  sync(): SyncFrame {
    return this.#sync.state === 'live' ? { ...this.#sync, upTo: this.#options.clock() } : this.#sync;
  }

  onSync(signal: AbortSignal | undefined): AsyncGenerator<SyncFrame> {
    return this.#published.subscribe('sync', signal ? { signal, maxBufferedEvents: 1 } : { maxBufferedEvents: 1 });
  }

  /** Calls with each batch after it is in the cache. */
  onIngested(listener: (ingested: Ingested) => void): () => void {
    return this.#published.subscribe('ingested', listener);
  }

  /** Fulfilled when everything up to a position is in the cache. */
  reached(position: Position): Promise<void> {
    if (position <= this.#reached || this.#stopped) return Promise.resolve();
    return new Promise((done) => {
      this.#waiting.add({ position, done });
    });
  }

  /** A case's state as far as this host has it; undefined for a case it does not know. */
  async state(id: CaseId): Promise<CaseState | undefined> {
    const known = this.#states.get(id);
    if (known) {
      this.#states.delete(id);
      this.#states.set(id, known);
      return known;
    }
    const reading = this.#reading.get(id);
    if (reading) return reading.state;
    const meanwhile: AnyEvent[] = [];
    const state = this.#read(id, meanwhile).finally(() => this.#reading.delete(id));
    this.#reading.set(id, { state, meanwhile });
    return state;
  }

  async #read(id: CaseId, meanwhile: readonly AnyEvent[]): Promise<CaseState | undefined> {
    const { cache } = this.#options;
    const loaded = (await cache.caseState(id)) ?? ((await this.bringBack(id)) ? await cache.caseState(id) : null) ?? undefined;
    // Between the first answer and this one more may have come into the cache, and more since.
    const newer = loaded === undefined ? [] : await cache.caseEvents(id, loaded.position);
    const state = foldCase(loaded, [...newer, ...meanwhile]);
    if (state === undefined) return undefined;
    this.#states.set(id, state);
    if (this.#states.size > KEPT_STATES) {
      const oldest = this.#states.keys().next();
      if (!oldest.done) this.#states.delete(oldest.value);
    }
    return state;
  }

  /** A state folded from the log itself, past what this host has taken in: after a conflict. */
  async freshState(id: CaseId): Promise<CaseState | undefined> {
    const known = await this.state(id);
    const newer = await this.#options.log.read({ kind: 'case', id }, known?.position ?? 0);
    return foldCase(known, newer);
  }

  /** Now, by the host's clock. */
  now(): Instant {
    return this.#options.clock();
  }
}

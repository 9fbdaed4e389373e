import { reconcile } from '#electron/engine/journal.ts';
import { faultText } from '#electron/engine/nats/connection/faults.ts';
import { type Backoff, connectedTo, Link, usualBackoff } from '#electron/engine/nats/connection/link.ts';
import type { NatsPlace } from '#electron/engine/nats/connection/nats-options.ts';
import { askPatiently, untilReached } from '#electron/engine/nats/connection/patience.ts';
import { type Disbelief, Standing } from '#electron/engine/nats/connection/standing.ts';
import { type DeskParts, deskParts, unlessDenied } from '#electron/engine/nats/desk-parts.ts';
import { NatsFollowing } from '#electron/engine/nats/follow/nats-following.ts';
import { subjectOf } from '#electron/engine/nats/layout/subjects.ts';
import type { Refused } from '#electron/engine/nats/log/decode.ts';
import { natsMoving } from '#electron/engine/nats/nats-moving.ts';
import { cutText, type OpenDesk, openDesk } from '#electron/engine/nats/open-desk.ts';
import { SignalBoard } from '#electron/engine/nats/registry/signal-board.ts';
import {
  type Conflict,
  type Cursor,
  EngineRefusal,
  EngineUnreachable,
  type Follower,
  type Journal,
  type Movable,
  type Presence,
  type QueueEngine,
  type Signal,
  type Subscription,
} from '#electron/engine/port.ts';
import { BadEvent, toRaw, toRawAppend } from '#electron/engine/raw-event.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { About, LogEvent, Position, RecordedLogEvent } from '#shared/case/envelope.ts';
import { DESK_GROUP } from '#shared/desk/desk-stream.ts';
import type { EngineHealth, EngineSignal } from '#shared/desk/engine-health.ts';
import { backoff } from '#shared/lib/backoff.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { BlobHash, CaseId, GroupId, NewId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Result } from '#shared/lib/result.ts';

export interface NatsEngineOptions {
  readonly place: NatsPlace;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  /** Keeps aside what is in the log but not to be believed. */
  readonly onRefused: (refused: Refused) => void;
  /** Where every append is noted before it is sent; null for those who can do without, as the command line. */
  readonly journal: Journal | null;
  readonly backoff?: Backoff;
  /** How often the server is looked at, ms; 0: only when asked. */
  readonly lookMs?: number;
}

const LOOK_MS = 15_000;

type Desk = OpenDesk & DeskParts;

/**
 * The desk's log on a JetStream cluster, shared by many hosts. Events are signed by their author's nkey and checked by
 * every reader; what a follower has stored is acknowledged by storing its cursor with it, in its own transaction, so
 * the server is asked for readers that keep no account of what was taken in.
 */
export class NatsEngine implements QueueEngine {
  readonly #options: NatsEngineOptions;
  readonly #link: Link;
  readonly #signals: SignalBoard;
  readonly #standing: Standing;
  readonly #followings = new Set<NatsFollowing>();
  #desk: Desk | null = null;
  #looking: NodeJS.Timeout | null = null;
  #bounds: { readonly first: number; readonly last: number } | null = null;
  /** While the log is written again from the journal. */
  #recovering: Promise<void> | null = null;
  #stopped = false;

  constructor(options: NatsEngineOptions) {
    const { place, clock, newId, logger } = options;
    this.#options = options;
    this.#standing = new Standing({ clock, disbelief: () => this.#disbelief() });
    this.#link = new Link({
      place,
      name: `wallet-service-console ${newId()}`,
      backoff: options.backoff ?? usualBackoff,
      random: Math.random,
      tell: (signal) => this.#tell(signal),
    });
    this.#signals = new SignalBoard({
      connection: () => (this.#link.isUp ? this.#link.connection : null),
      self: newId(),
      groupOf: (about) => this.#desk?.book.groupOf(about) ?? DESK_GROUP,
      logger,
    });
  }

  /** Empty before `start`. */
  get id(): string {
    return this.#desk?.identity.incarnation ?? '';
  }

  health(): EngineHealth {
    return this.#standing.health;
  }

  onHealth(listener: (health: EngineHealth) => void): () => void {
    return this.#standing.onHealth(listener);
  }

  mayActAs(actor: Actor): boolean {
    return this.#desk?.directory.believes(this.#options.place.key.publicKey, actor, this.#desk.now()) ?? true;
  }

  /** Tries until the desk is open, telling by `health` what is in the way; rejects only when it is stopped meanwhile. */
  async start(): Promise<void> {
    await this.#link.open();
    await this.#bind();
    const { journal, place } = this.#options;
    const before = await journal?.lastEngine(place.desk);
    if (before != null && before !== this.id) await this.#lost('the stream was made anew while this console was away');
    else await this.#reconcile('unanswered');
    const every = this.#options.lookMs ?? LOOK_MS;
    if (every === 0) return;
    this.#looking = setInterval(() => void this.look().catch(() => undefined), every).unref();
    void this.look().catch(() => undefined);
  }

  /** Opens what the desk has on the server, however long that takes. */
  async #bind(): Promise<void> {
    const { place, clock, newId } = this.#options;
    const { baseMs, capMs } = this.#options.backoff ?? usualBackoff;
    for (let attempt = 0; ; attempt++) {
      const opened = await openDesk(this.#link.connection, place, clock, newId);
      if (this.#stopped) throw new EngineUnreachable('stopped before the desk was open');
      if (opened.ok) return this.#use(opened.value);
      const { state, why } = opened.error;
      this.#tell(state === null ? { type: 'disconnected', why } : { type: 'refused', state, why });
      await new Promise((resolve) => setTimeout(resolve, backoff(attempt, Math.random, baseMs, capMs)));
      await this.#link.untilUp(capMs);
    }
  }

  #use(open: OpenDesk): void {
    const { place, newId, onRefused } = this.#options;
    const connection = this.#link.connection;
    const mine = open.directory.entry(place.key.publicKey);
    const parts = deskParts(open, place.key, {
      maxPayload: () => connection.info?.max_payload ?? 1024 * 1024,
      untilUp: (ms) => this.#link.untilUp(ms),
      freshName: () => newId().replaceAll('-', ''),
      tell: (signal) => this.#tell(signal),
      onRefused: (refused) => {
        this.#tell({ type: 'trouble', trouble: 'event-refused', detail: `${refused.place}: ${refused.fault}` });
        onRefused(refused);
      },
    });
    this.#desk?.directory.stop();
    this.#desk?.presence.stop();
    if (this.#desk === null) this.#signals.listen(connection, mine?.groups == null ? null : [...mine.groups, DESK_GROUP]);
    this.#desk = { ...open, ...parts };
    open.directory.onChange(() => this.#judge());
    if (!open.directory.proven) this.#tell({ type: 'trouble', trouble: 'unproven', detail: 'the server has no directory of keys' });
    this.#tell(connectedTo(connection));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#looking) clearInterval(this.#looking);
    await Promise.all([...this.#followings].map((following) => following.stop()));
    this.#desk?.directory.stop();
    this.#desk?.presence.stop();
    await this.#link.close();
    this.#tell({ type: 'stopped' });
  }

  /** Looks at the server: whether the log is still the one that was opened, how many keep it, how far behind we are. */
  async look(): Promise<void> {
    const desk = this.#open();
    const seen = await desk.look();
    if ('state' in seen) {
      this.#tell({ type: 'refused', state: seen.state, why: seen.why });
      return;
    }
    const before = this.#bounds;
    this.#bounds = seen.bounds;
    const why = seen.incarnation !== desk.identity.incarnation ? 'the stream was made anew' : cutText(before, seen.bounds);
    if (why !== null) await this.#lost(why);
    for (const following of this.#followings) {
      if (why === null) following.look();
      else following.lose();
    }
    this.#standing.looked(seen.replicas, seen.durability, Math.max(0, ...[...this.#followings].map(({ behind }) => behind)));
  }

  /** The log is not what it was: what this host wrote is written again before any follower is told to begin again. */
  #lost(why: string): Promise<void> {
    this.#recovering ??= this.#recover(why).finally(() => {
      this.#recovering = null;
    });
    return this.#recovering;
  }

  async #recover(why: string): Promise<void> {
    this.#options.logger.warn('recover: the log is not what it was', { why });
    this.#tell({ type: 'refilling', why });
    await this.#bind();
    this.#tell({ type: 'refilling', why });
    this.#bounds = null;
    const written = await this.#reconcile('all');
    this.#options.logger.warn('recover: what the log lost of ours is written again', { events: written });
    this.#tell({ type: 'refilled' });
  }

  /** Writes again what the journal has and the log does not; tries until it is done. */
  async #reconcile(which: 'unanswered' | 'all'): Promise<number> {
    const { journal, place, logger } = this.#options;
    // What is written now would be believed by nobody; it stays in the journal until it would be.
    if (journal === null || this.#disbelief() !== null) return 0;
    return untilReached(
      { untilUp: (ms) => this.#link.untilUp(ms), isOver: () => this.#stopped, onBreak: (why) => logger.warn('reconcile: interrupted', { why }) },
      () => {
        const { writer, identity } = this.#open();
        return reconcile(journal, place.desk, which, {
          engineId: identity.incarnation,
          read: (about) => this.#reach(({ book }) => unlessDenied(() => book.read(about, 0), [])),
          append: (events, expected) => writer.append(events.map(toRaw), expected),
          appendAgain: (events) => writer.appendAgain(events.map(toRaw)),
        });
      },
    );
  }

  /** Rejects with a BadEvent for what may not enter the log, and with EngineUnreachable where it is not known whether it did. */
  async append(events: readonly LogEvent[], expected?: Position | 0): Promise<Result<readonly Position[], Conflict>> {
    const raw = toRawAppend(events);
    const first = events[0];
    if (first === undefined) return { ok: true, value: [] };
    const { about, group } = first;
    await this.#recovering;
    const { book, writer, copies, identity } = this.#openToWrite();
    if (!this.#link.isUp) throw new EngineUnreachable('not connected');
    const { journal, place, clock } = this.#options;
    const noted = await journal?.noteAppend(place.desk, about, events, expected ?? null, clock());
    const appended = await writer.append(raw, expected ?? null).catch(async (cause: unknown) => {
      const never = cause instanceof BadEvent || cause instanceof EngineRefusal;
      if (noted !== undefined && never) await journal?.settleAppend(noted, 'refused', identity.incarnation);
      throw cause;
    });
    if (noted !== undefined) await journal?.settleAppend(noted, appended.ok ? 'recorded' : 'refused', identity.incarnation);
    if (about.kind === 'trail' && appended.ok) await copies.shareTrail(raw);
    const newest = appended.ok ? appended.value.at(-1) : appended.error.lastPosition;
    if (newest) book.saw([{ about, group, position: newest }]);
    return appended;
  }

  async appendAll(events: readonly LogEvent[]): Promise<void> {
    await this.#openToWrite().writer.appendAll(events.map(toRaw));
  }

  async read(about: About, after: Position | 0 = 0): Promise<readonly RecordedLogEvent[]> {
    return this.#reach(({ book }) => book.read(about, after));
  }

  follow(groups: readonly GroupId[], cursor: Cursor | null, follower: Follower): Subscription {
    const desk = this.#open();
    const following = new NatsFollowing(
      {
        engineId: desk.identity.incarnation,
        reading: desk.directory.entry(this.#options.place.key.publicKey)?.role === 'trainer' ? 'training' : 'log',
        streams: () => desk,
        placeOf: (group) => desk.book.placeOf(group),
        freshName: () => this.#options.newId().replaceAll('-', ''),
        bounds: desk.bounds,
        untilUp: (ms) => this.#link.untilUp(ms),
        onTrouble: (why, missing) => {
          this.#options.logger.warn('follow: interrupted', { why });
          if (missing) this.#tell({ type: 'refused', state: 'stream-missing', why });
        },
        onRepeated: (event) => {
          const fault = 'was recorded a second time';
          this.#tell({ type: 'trouble', trouble: 'event-refused', detail: `${event.about.kind} ${event.about.id}: ${fault}` });
          this.#options.onRefused({ place: `${subjectOf(event.about, event.group)} (${event.position})`, fault, raw: JSON.stringify(event) });
        },
        onSeen: (events) => desk.book.saw(events),
        onLost: (fault) => this.#lost(fault),
      },
      groups,
      cursor,
      follower,
      (ended, cause) => {
        this.#followings.delete(ended);
        if (cause !== null) this.#options.logger.error('follow: ended', { cause: faultText(cause) });
      },
    );
    this.#followings.add(following);
    return following;
  }

  hold(caseId: CaseId, holder: string, ttlMs: number): Promise<boolean> {
    return this.#reach(({ holds }) => holds.hold(caseId, holder, ttlMs));
  }

  unhold(caseId: CaseId, holder: string): Promise<void> {
    return this.#reach(({ holds }) => holds.unhold(caseId, holder));
  }

  announce(presence: Presence, ttlMs: number): Promise<void> {
    return this.#reach(({ presence: board }) => board.announce(presence, ttlMs));
  }

  async present(): Promise<readonly Presence[]> {
    return this.#open().presence.present();
  }

  signal(signal: Signal): void {
    this.#signals.signal(signal);
  }

  onSignal(listener: (signal: Signal, by: GroupId) => void): () => void {
    return this.#signals.onSignal(listener);
  }

  putBlob(bytes: Uint8Array): Promise<BlobHash> {
    return this.#reach(({ blobs }) => blobs.put(bytes));
  }

  async getBlob(hash: BlobHash): Promise<Uint8Array | null> {
    const { bytes, damaged } = await this.#reach(({ blobs }) => blobs.get(hash));
    if (damaged) this.#options.logger.error('getBlob: its bytes no longer fit its hash', { hash });
    return bytes;
  }

  dataKey(about: About, create: boolean): Promise<Uint8Array | null> {
    return this.#reach(({ keys, trainingKeys }) => (about.kind === 'review' ? trainingKeys : keys).dataKey(about, create));
  }

  dropKey(about: About): Promise<void> {
    return this.#reach(async ({ keys, trainingKeys }) => {
      await trainingKeys.dropKey(about);
      await keys.dropKey(about);
    });
  }

  bindThread(channel: string, thread: string, caseId: CaseId): Promise<CaseId> {
    return this.#reach(({ threads }) => threads.bind(channel, thread, caseId));
  }

  findThread(channel: string, thread: string): Promise<CaseId | null> {
    return this.#reach(({ threads }) => threads.find(channel, thread));
  }

  rebindThread(channel: string, thread: string, caseId: CaseId): Promise<void> {
    return this.#reach(({ threads }) => threads.rebind(channel, thread, caseId));
  }

  /** Asks the server; see `askPatiently`. */
  async #reach<T>(ask: (desk: Desk) => Promise<T>): Promise<T> {
    this.#open();
    return askPatiently({ untilUp: (ms) => this.#link.untilUp(ms), isOver: () => this.#stopped, tell: (signal) => this.#tell(signal) }, () =>
      ask(this.#open()),
    );
  }

  /** All there is, for moving it elsewhere; to be asked for anew after a break. */
  moving(): Movable {
    return natsMoving(this.#open(), () => this.#options.newId().replaceAll('-', ''));
  }

  /** Gives trainers a copy of a case as it is now, and the key to it. */
  shareForTraining(caseId: CaseId): Promise<void> {
    return this.#reach(({ copies }) => copies.shareCase(caseId));
  }

  #open(): Desk {
    if (!this.#desk || this.#stopped) throw new EngineUnreachable('the engine is not running');
    return this.#desk;
  }

  /** Rejects where what is written would be acknowledged, and then believed by nobody. */
  #openToWrite(): Desk {
    const disbelief = this.#disbelief();
    if (disbelief !== null) throw new EngineUnreachable(disbelief.why);
    return this.#open();
  }

  #disbelief(): Disbelief | null {
    return this.#desk?.directory.disbelief(this.#options.place.key.publicKey, this.#desk.now()) ?? null;
  }

  /** Something was entered in the directory: perhaps our own key, or its end. */
  #judge(): void {
    // Told whatever it says: how we stand is judged with each word.
    if (this.#desk?.directory.proven) this.#tell({ type: 'over', trouble: 'unproven' });
    if (!this.health().state.startsWith('credentials-') || !this.#link.isUp || this.#disbelief() !== null) return;
    this.#tell(connectedTo(this.#link.connection));
    void this.#reconcile('unanswered').catch(() => undefined);
  }

  #tell(signal: EngineSignal): void {
    // Readers that were asked on a connection that broke would wait for half a minute.
    if (signal.type === 'connected') for (const following of this.#followings) following.renew();
    this.#standing.tell(signal);
  }
}

import { untilReached } from '#electron/engine/nats/connection/patience.ts';
import { decodeCursor, encodeCursor, type Mark } from '#electron/engine/nats/follow/cursor.ts';
import { GroupTail, type TailOptions } from '#electron/engine/nats/follow/group-tail.ts';
import type { Decoder, RawMessage } from '#electron/engine/nats/log/decode.ts';
import type { Cursor, CursorFault, Follower, Subscription } from '#electron/engine/port.ts';
import { Recent } from '#electron/engine/recent.ts';
import type { RecordedLogEvent } from '#shared/case/envelope.ts';
import type { GroupId } from '#shared/lib/ids.ts';

/** Messages of one batch. */
const PAGE = 500;

/** How many ids a follower remembers at least, to notice a message that was written a second time. */
const REMEMBERED = 25_000;

export interface FollowParts extends Omit<TailOptions, 'stream' | 'filter' | 'mark' | 'onNews' | 'onBackwards'> {
  readonly engineId: string;
  /** What kind of reading it is: a trainer's cursor does not fit the log. */
  readonly reading: string;
  readonly placeOf: (group: GroupId) => { readonly stream: string; readonly filter: string; readonly decoder: Decoder };
  readonly onRepeated: (event: RecordedLogEvent) => void;
  /** The log is not what the cursor says; fulfilled when all is done that comes before the follower is told. */
  readonly onLost: (fault: CursorFault) => Promise<void>;
  /** What this follower saw of things, so that their groups are known. */
  readonly onSeen: (events: readonly RecordedLogEvent[]) => void;
}

interface Taken {
  readonly decoder: Decoder;
  readonly message: RawMessage;
}

/** One follower of the log over the readers of its groups; what came while a batch was taken in comes as one. */
export class NatsFollowing implements Subscription {
  readonly #parts: FollowParts;
  readonly #groups: readonly GroupId[];
  readonly #follower: Follower;
  readonly #running: Promise<void>;
  readonly #tails = new Map<GroupId, GroupTail>();
  readonly #seen = new Recent<true>(REMEMBERED);
  #stopped = false;
  #woken = false;
  #backwards = false;
  #knownLost = false;
  #wake: (() => void) | null = null;

  /** `onEnd` is called once, with the cause when it ended by a failure. */
  constructor(
    parts: FollowParts,
    groups: readonly GroupId[],
    cursor: Cursor | null,
    follower: Follower,
    onEnd: (following: NatsFollowing, cause: unknown) => void,
  ) {
    this.#parts = parts;
    this.#groups = [...new Set(groups)];
    this.#follower = follower;
    // A step later: whoever follows has the subscription in hand before anything is told.
    this.#running = Promise.resolve()
      .then(() => this.#run(cursor))
      .then(
        () => onEnd(this, null),
        (cause: unknown) => onEnd(this, this.#stopped ? null : cause),
      )
      .finally(() => this.#stopTails());
  }

  /** Fulfilled when no batch is under way any more; not to be awaited inside `onBatch`. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#running;
  }

  /** How many messages are known to be on their way to this follower. */
  get behind(): number {
    return [...this.#tails.values()].reduce((sum, tail) => sum + tail.pending, 0);
  }

  /** The connection is another one. */
  renew(): void {
    for (const tail of this.#tails.values()) tail.renew();
  }

  /** The server was looked at. */
  look(): void {
    for (const tail of this.#tails.values()) tail.look();
  }

  /** The log is not what it was: tells the follower as soon as no batch is under way. */
  lose(): void {
    this.#knownLost = true;
    this.#backwards = true;
    this.#news();
  }

  async #run(cursor: Cursor | null): Promise<void> {
    const place = cursor === null ? null : decodeCursor(cursor);
    if (cursor !== null && (place?.engine !== this.#parts.engineId || place.reading !== this.#parts.reading)) return this.#fault('other-engine');
    const marks: Record<string, Mark> = { ...place?.marks };
    for (const group of this.#groups) this.#tails.set(group, this.#tail(group, marks[group] ?? null));
    let toldLive = false;
    while (!this.#stopped) {
      this.#woken = false;
      // What is on its way from the socket in this turn of the event loop comes as one batch.
      await new Promise((resolve) => setImmediate(resolve));
      const taken = this.#take();
      const events = await this.#untilReached(() => this.#decode(taken));
      if (this.#stopped) return;
      if (this.#backwards) return this.#fault('went-backwards');
      for (const [group, { mark }] of this.#tails) if (mark !== null) marks[group] = mark;
      const live = [...this.#tails.values()].every((tail) => tail.isCaughtUp);
      if (events.length > 0 || (live && !toldLive)) {
        toldLive = live;
        const cursorNow = encodeCursor({ engine: this.#parts.engineId, reading: this.#parts.reading, marks });
        await this.#untilReached(() => this.#follower.onBatch({ events, cursor: cursorNow, live }));
      }
      if (taken.length === 0 && !this.#woken) await this.#untilWoken();
    }
  }

  /** Whoever takes a batch in may have to ask the server too: what a break interrupted is done again. */
  #untilReached<T>(work: () => Promise<T>): Promise<T> {
    const { untilUp, onTrouble } = this.#parts;
    return untilReached({ untilUp, isOver: () => this.#stopped, onBreak: (why) => onTrouble(why, false) }, work);
  }

  /** In the order of the log, no further than every group has come. */
  #take(): Taken[] {
    const tails = [...this.#tails];
    const bound = Math.min(...tails.map(([, tail]) => tail.bound));
    const taken = tails.flatMap(([group, tail]) => {
      const { decoder } = this.#parts.placeOf(group);
      return tail.take(PAGE, bound).map((message) => ({ decoder, message }));
    });
    return tails.length > 1 ? taken.sort((a, b) => a.message.sequence - b.message.sequence) : taken;
  }

  async #decode(taken: readonly Taken[]): Promise<readonly RecordedLogEvent[]> {
    const decoded: (readonly RecordedLogEvent[])[] = [];
    // Stretches of one stream are decoded together.
    for (let from = 0, to = 0; from < taken.length; from = to) {
      const decoder = taken[from]?.decoder;
      while (taken[to]?.decoder === decoder && to < taken.length) to++;
      if (decoder) decoded.push(await decoder.decode(taken.slice(from, to).map(({ message }) => message)));
    }
    // Only now: what a break interrupts above is decoded again, and was not seen yet.
    const fresh: RecordedLogEvent[] = [];
    for (const stretch of decoded)
      for (const event of stretch) {
        if (this.#seen.get(event.id) === undefined) fresh.push(event);
        else this.#parts.onRepeated(event);
        this.#seen.set(event.id, true);
      }
    this.#parts.onSeen(fresh);
    return fresh;
  }

  #tail(group: GroupId, mark: Mark | null): GroupTail {
    return new GroupTail({
      ...this.#parts,
      ...this.#parts.placeOf(group),
      mark,
      onNews: () => this.#news(),
      onBackwards: () => {
        this.#backwards = true;
        this.#news();
      },
    });
  }

  #news(): void {
    this.#woken = true;
    this.#wake?.();
  }

  async #stopTails(): Promise<void> {
    await Promise.all([...this.#tails.values()].map((tail) => tail.stop()));
  }

  async #fault(fault: CursorFault): Promise<void> {
    if (!this.#knownLost) await this.#parts.onLost(fault);
    if (!this.#stopped) this.#follower.onFault(fault);
  }

  async #untilWoken(): Promise<void> {
    if (this.#stopped || this.#woken) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = null;
  }
}

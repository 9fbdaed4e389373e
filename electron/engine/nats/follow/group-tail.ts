import { hash } from 'node:crypto';
import type { JetStreamManager, JsMsg } from '@nats-io/jetstream';
import { faultText, isStreamMissing } from '#electron/engine/nats/connection/faults.ts';
import type { Mark } from '#electron/engine/nats/follow/cursor.ts';
import type { RawMessage } from '#electron/engine/nats/log/decode.ts';
import { rawMessage, readerConfig, type Streams } from '#electron/engine/nats/log/read-subject.ts';
import { backoff } from '#shared/lib/backoff.ts';

/** Messages asked for at once. */
const PULL = 1_000;
/** How many may wait to be taken in before no more are asked for. */
const HELD = 2_000;
/** How long one question for news stands, ms, and how often the server says meanwhile that it is there. */
const EXPIRES_MS = 30_000;
const HEARTBEAT_MS = 5_000;
/** How long the server keeps a reader that asks no more, ms. */
const IDLE_MS = 60_000;
/** A replica may lag behind; only what a reader sees this often is believed to be gone. */
const DOUBTS = 5;
/** A replica may have strayed from the log; that another message stands where this reader is, is believed at this many. */
const STRAYS = 3;
/** After so many looks at the server without a message, the reader is made anew. */
const QUIET_LOOKS = 4;

export interface TailOptions {
  readonly streams: () => Streams;
  readonly stream: string;
  readonly filter: string;
  readonly mark: Mark | null;
  readonly freshName: () => string;
  /** The first and the last sequence that the stream has, by its leader. */
  readonly bounds: (stream: string) => Promise<{ readonly first: number; readonly last: number }>;
  readonly untilUp: (ms: number) => Promise<boolean>;
  /** Something to take, or caught up. */
  readonly onNews: () => void;
  readonly onBackwards: () => void;
  readonly onTrouble: (why: string, missing: boolean) => void;
}

/** Where a reader stands that took this message last. */
function markOf(message: RawMessage): Mark {
  return [message.sequence, digestOf(message)];
}

const digestOf = ({ data }: RawMessage): string => hash('sha256', data, 'base64url').slice(0, 16);

/**
 * Reads one group of the log for ever. A reader on the server that is lost, or from which a message is missing, is made
 * anew where this one stands; each time the message it stands at must still be there, or the log went back.
 */
export class GroupTail {
  readonly #options: TailOptions;
  readonly #queue: RawMessage[] = [];
  readonly #running: Promise<void>;
  #mark: Mark | null;
  /** The sequence of the newest message received. */
  #received: number;
  #caughtUp = false;
  #pending = 0;
  #stopped = false;
  #iterator: { stop(err?: Error): void } | null = null;
  #renewed = false;
  /** How many messages came since the log's beginning, until all are here; null from then on, and behind a cursor. */
  #came: number | null;
  /** Readers in a row that knew of no more while some were still to come. */
  #short = 0;
  /** Looks at the server since the newest message. */
  #quiet = 0;
  /** How often another message stood where this reader is, since the newest message. */
  #strays = 0;
  #resume: (() => void) | null = null;

  constructor(options: TailOptions) {
    this.#options = options;
    this.#mark = options.mark;
    this.#received = options.mark?.[0] ?? 0;
    this.#came = options.mark === null ? 0 : null;
    this.#running = this.#run();
  }

  /** Nothing below this sequence is yet to come; infinite where all there was has come. */
  get bound(): number {
    return this.#caughtUp ? Number.POSITIVE_INFINITY : this.#received;
  }

  /** The place behind all that was taken; null where nothing was yet. */
  get mark(): Mark | null {
    return this.#mark;
  }

  /** Messages that the server, or this tail, still holds for the follower. */
  get pending(): number {
    return this.#pending + this.#queue.length;
  }

  get isCaughtUp(): boolean {
    return this.#caughtUp && this.#queue.length === 0;
  }

  /** Takes what came, at most `limit` messages and none above `bound`. */
  take(limit: number, bound: number): RawMessage[] {
    let count = 0;
    while (count < limit && count < this.#queue.length && (this.#queue[count]?.sequence ?? 0) <= bound) count++;
    const taken = this.#queue.splice(0, count);
    const last = taken.at(-1);
    if (last !== undefined) this.#mark = markOf(last);
    if (this.#queue.length < HELD) this.#resume?.();
    return taken;
  }

  /** The connection is another one: what was asked for on the old one will not come. */
  renew(): void {
    this.#renewed = true;
    this.#iterator?.stop();
  }

  /**
   * To be called at each look at the server. The replica that a reader was put on may have strayed from the log, or have
   * stopped taking it in, and says nothing of it: a reader that brings nothing for a while is made anew, on whichever.
   */
  look(): void {
    if (++this.#quiet < QUIET_LOOKS) return;
    this.#quiet = 0;
    this.renew();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#iterator?.stop();
    this.#resume?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    let doubts = 0;
    for (let failures = 0; !this.#stopped; ) {
      try {
        const outcome = await this.#readOn();
        if (outcome === 'read') {
          doubts = 0;
          failures = 0;
          continue;
        }
        if (outcome === 'gone') doubts += 1;
        if (outcome === 'strayed') this.#strays += 1;
        if (outcome === 'backwards' || doubts >= DOUBTS || this.#strays >= STRAYS) return this.#options.onBackwards();
        await this.#pause(backoff(doubts, Math.random, 50, 1_000));
      } catch (cause) {
        if (this.#stopped) return;
        this.#options.onTrouble(faultText(cause), isStreamMissing(cause));
        await this.#pause(backoff(failures++, Math.random, 100, 5_000));
        await this.#options.untilUp(30_000);
      }
    }
  }

  /** Makes a reader and reads until it fails; says whether the place where this one stood was still there. */
  async #readOn(): Promise<'read' | 'gone' | 'strayed' | 'backwards'> {
    const { streams, stream, filter, freshName } = this.#options;
    const { js, jsm } = streams();
    this.#renewed = false;
    const standing = this.#standing();
    const info = await jsm.consumers.add(stream, readerConfig(freshName(), filter, standing?.[0] ?? null, IDLE_MS));
    const consumer = js.consumers.getConsumerFromInfo(info);
    if (standing !== null && info.num_pending === 0) return this.#gone(standing);
    // From the first message on, what the leader has is known; a replica that lags behind would say too early that there is no more.
    const all = this.#came === null ? 0 : await this.#countOf(jsm);
    // Where so many readers in a row know of no more, they are believed over the leader's count.
    if (info.num_pending === (standing === null ? 0 : 1) && (this.#hasCome(all) || ++this.#short >= DOUBTS)) this.#setCaughtUp(true);
    let delivered = 0;
    let looked = standing === null;
    while (!this.#stopped && !this.#renewed) {
      await this.#untilRoom();
      if (this.#stopped || this.#renewed) break;
      const batch = await consumer.fetch({ max_messages: PULL, expires: EXPIRES_MS, idle_heartbeat: HEARTBEAT_MS });
      this.#iterator = batch;
      if (this.#stopped || this.#renewed) batch.stop();
      for await (const message of batch) {
        if (message.info.deliverySequence !== ++delivered) return 'read';
        const raw = rawMessage(message);
        if (!looked && standing !== null) {
          if (raw.sequence !== standing[0]) return this.#gone(standing);
          // A replica that only lags has no other message at this place.
          if (digestOf(raw) !== standing[1]) return (await this.#gone(standing)) === 'backwards' ? 'backwards' : 'strayed';
          looked = true;
          continue;
        }
        // A reader made anew may begin before what was received.
        if (raw.sequence > this.#received) this.#push(raw, message, all);
        else if (message.info.pending === 0 && this.#hasCome(all)) this.#setCaughtUp(true);
      }
    }
    return 'read';
  }

  #push(raw: RawMessage, message: JsMsg, all: number): void {
    if (this.#came !== null) this.#came += 1;
    this.#received = raw.sequence;
    this.#quiet = 0;
    this.#strays = 0;
    this.#short = 0;
    this.#pending = message.info.pending;
    this.#queue.push(raw);
    if (message.info.pending === 0 && this.#hasCome(all)) this.#setCaughtUp(true);
    else if (this.#caughtUp && message.info.pending > PULL) this.#caughtUp = false;
    this.#options.onNews();
  }

  /** Whether so many messages, all that the leader had, have come, by whichever replica. */
  #hasCome(all: number): boolean {
    return this.#came === null || this.#came >= all;
  }

  /** How many messages the stream's leader has for this group. */
  async #countOf(jsm: JetStreamManager): Promise<number> {
    const { stream, filter } = this.#options;
    const { state } = await jsm.streams.info(stream, { subjects_filter: filter });
    return Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
  }

  /** The place that must still be there: of the newest message received, or of the cursor. */
  #standing(): Mark | null {
    const newest = this.#queue.at(-1);
    return newest === undefined ? this.#mark : markOf(newest);
  }

  async #gone([sequence]: Mark): Promise<'gone' | 'backwards'> {
    const { first, last } = await this.#options.bounds(this.#options.stream);
    return sequence > last || sequence < first ? 'backwards' : 'gone';
  }

  #setCaughtUp(caughtUp: boolean): void {
    if (caughtUp) this.#came = null;
    if (this.#caughtUp === caughtUp) return;
    this.#caughtUp = caughtUp;
    this.#options.onNews();
  }

  async #untilRoom(): Promise<void> {
    while (this.#queue.length >= HELD && !this.#stopped)
      await new Promise<void>((resolve) => {
        this.#resume = resolve;
      });
    this.#resume = null;
  }

  async #pause(ms: number): Promise<void> {
    if (this.#stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#resume = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#resume = null;
  }
}

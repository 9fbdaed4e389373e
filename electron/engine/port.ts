import type { Actor } from '#shared/case/actor.ts';
import type { About, LogEvent, Position, RecordedLogEvent, SealedContent } from '#shared/case/envelope.ts';
import { type EngineHealth, mayWork } from '#shared/desk/engine-health.ts';
import type { BlobHash, CaseId, GroupId } from '#shared/lib/ids.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';

/** Where a follower stands: engine, stream and position; to be kept, never read. */
export type Cursor = string & { readonly __brand: 'Cursor' };

/** Another event came first: the position of the newest event about the same thing. */
export interface Conflict {
  readonly code: 'conflict';
  readonly lastPosition: Position | 0;
}

export interface Batch {
  readonly events: readonly RecordedLogEvent[];
  /** To be stored together with what the events caused; resuming from it repeats at most what was not stored. */
  readonly cursor: Cursor;
  /** False while older events are still being read. */
  readonly live: boolean;
}

/** The cursor does not fit the stream: another engine, a stream that went backwards or vanished. */
export type CursorFault = 'other-engine' | 'went-backwards';

export interface Follower {
  /** Called with one batch at a time; the next comes when the promise is fulfilled. A rejection ends the following. */
  readonly onBatch: (batch: Batch) => Promise<void>;
  /** Called instead of any batch when the cursor cannot be resumed; the caller starts again from null. */
  readonly onFault: (fault: CursorFault) => void;
}

export interface Subscription {
  stop(): Promise<void>;
}

/** What passes and is not kept: who is typing, who is looking, which phone rings. Whoever works in its group can hear it, and say it. */
export interface Signal {
  readonly about: About;
  /** `typed`: who typed does no longer. */
  readonly kind: 'typing' | 'typed' | 'viewing' | 'call';
  /** `customer`, or the person's id; of a call the host that tells of it. */
  readonly from: string;
  readonly at: Instant;
  /** Whom it passes to, where the log does not say it: a call that rings is no case yet. */
  readonly group?: GroupId;
  /** What is said beyond that, sealed with the data key of what it is about: the engine and who only listens cannot read it. */
  readonly sealed?: SealedContent;
}

export interface Presence {
  readonly person: string;
  readonly state: string;
  readonly at: Instant;
}

/**
 * The log of the desk and the little that consoles share beside it. At least once, gap-free, ordered per case.
 * Every implementation passes `tests/conformance/engine.ts`.
 */
export interface QueueEngine {
  /** Names this log; a cursor of another engine is refused. */
  readonly id: string;
  start(): Promise<void>;
  stop(): Promise<void>;

  /** How this console stands to the engine now, and each change of it. */
  health(): EngineHealth;
  onHealth(listener: (health: EngineHealth) => void): () => void;
  /** Whether others will believe an event of this actor when it comes from here; what they would not is not to be appended. */
  mayActAs(actor: Actor): boolean;

  /**
   * Appends events about ONE thing, all or none, in order. With `expected` (0: none yet) the append happens only if
   * the newest event about it has that position. Events whose ids are recorded already are not appended again: the
   * answer is their positions.
   */
  append(events: readonly LogEvent[], expected?: Position | 0): Promise<Result<readonly Position[], Conflict>>;
  /** Appends many events about many things, in order, for imports and seeds; repeats are skipped. */
  appendAll(events: readonly LogEvent[]): Promise<void>;
  /** All events about one thing after a position, in order. */
  read(about: About, after?: Position | 0): Promise<readonly RecordedLogEvent[]>;
  /** Catches up from the cursor (null: from the beginning), then goes on live. */
  follow(groups: readonly GroupId[], cursor: Cursor | null, follower: Follower): Subscription;

  /** Takes a short exclusive hold on a case, or extends one's own; false while another has it. */
  hold(caseId: CaseId, holder: string, ttlMs: number): Promise<boolean>;
  unhold(caseId: CaseId, holder: string): Promise<void>;

  /** Says that a person is there, until `ttlMs` from now unless said again. */
  announce(presence: Presence, ttlMs: number): Promise<void>;
  present(): Promise<readonly Presence[]>;

  signal(signal: Signal): void;
  /** Tells with each the group that it came by, as whoever said it was let say it there: `group` in it is only what it says of itself. */
  onSignal(listener: (signal: Signal, by: GroupId) => void): () => void;

  /** Keeps sealed bytes under the SHA-256 of those bytes; putting them again is harmless. */
  putBlob(bytes: Uint8Array): Promise<BlobHash>;
  getBlob(hash: BlobHash): Promise<Uint8Array | null>;

  /** The data key (32 bytes) of one thing, made on first use with `create`; null once dropped or never made. */
  dataKey(about: About, create: boolean): Promise<Uint8Array | null>;
  /** Drops a data key for good: what was sealed with it can never be opened again, nor a new key be made. */
  dropKey(about: About): Promise<void>;

  /** Binds a channel's thread to a case unless it is bound; answers the case it is bound to. */
  bindThread(channel: string, thread: string, caseId: CaseId): Promise<CaseId>;
  findThread(channel: string, thread: string): Promise<CaseId | null>;
  /** Binds the thread to another case, for a new matter on an old thread. */
  rebindThread(channel: string, thread: string, caseId: CaseId): Promise<void>;

  /** Lets trainers read a case as it is now, where they cannot read the log. */
  shareForTraining(caseId: CaseId): Promise<void>;
}

/** The engine cannot be reached, or did not answer in time; what was under way may have happened. */
export class EngineUnreachable extends Error {
  override readonly name = 'EngineUnreachable';
}

/** For what is not put off until the engine is back: throws EngineUnreachable while nothing can be done with it. */
export function requireWork(engine: Pick<QueueEngine, 'health'>): void {
  const { state } = engine.health();
  if (!mayWork({ state })) throw new EngineUnreachable(`the engine is ${state}`);
}

/** The engine will not take this, now or later; nothing of it happened. */
export class EngineRefusal extends Error {
  override readonly name: string = 'EngineRefusal';
}

/** The data key of a thing was dropped: nothing can be sealed for it any more. */
export class KeyDropped extends Error {
  override readonly name = 'KeyDropped';
}

/** One append as it was sent. `sent`: no answer is known. `refused`: it met something newer, and is not to be sent again. */
export interface JournalEntry {
  readonly number: number;
  readonly about: About;
  readonly events: readonly LogEvent[];
  /** The position it was sent on the condition of; null: on none. */
  readonly expected: Position | 0 | null;
  readonly state: 'sent' | 'recorded' | 'refused';
}

/**
 * What this host appended to a log that lies elsewhere, on this disk before it is sent: should the log lose it, it is
 * written again from here. Kept by the desk's name, since a log made anew is another engine but the same desk.
 */
export interface Journal {
  /** Notes an append; the same events again change nothing but the condition of one without an answer. Answers its number. */
  noteAppend(desk: string, about: About, events: readonly LogEvent[], expected: Position | 0 | null, at: Instant): Promise<number>;
  settleAppend(number: number, state: 'recorded' | 'refused', engine: string): Promise<void>;
  /** Appends of a desk that are not refused, by thing, each thing's in the order they were sent; `unanswered` alone, or all. */
  journaled(desk: string, which: 'unanswered' | 'all', afterNumber: number, limit: number): Promise<readonly JournalEntry[]>;
  /** The engine that the newest answered append of a desk went to; null where there is none. */
  lastEngine(desk: string): Promise<string | null>;
}

/** A data key as the registry has it; null for one that was dropped. */
export interface KeyEntry {
  readonly about: About;
  readonly key: Uint8Array | null;
}

export interface ThreadEntry {
  readonly channel: string;
  readonly thread: string;
  readonly caseId: CaseId;
}

/**
 * All that a desk has, to be taken from one place to another; for the command line alone. Everything is given and taken
 * piece by piece, and taking the same piece twice is harmless.
 */
export interface Movable {
  /** How many events there are, or about how many. */
  size(): Promise<number>;
  /** All events in the order of the log, in batches. */
  allEvents(): AsyncIterable<readonly LogEvent[]>;
  allKeys(): AsyncIterable<KeyEntry>;
  allThreads(): AsyncIterable<ThreadEntry>;
  allBlobs(): AsyncIterable<BlobHash>;
  getBlob(hash: BlobHash): Promise<Uint8Array | null>;

  /** Takes events in order; those that are there already are skipped. */
  appendAll(events: readonly LogEvent[]): Promise<void>;
  /** Takes a key over; one that is here already, or was dropped here, stays as it is. One that was dropped there is dropped here: what was erased does not come back by a copy. */
  putKey(entry: KeyEntry): Promise<void>;
  bindThread(channel: string, thread: string, caseId: CaseId): Promise<CaseId>;
  putBlob(bytes: Uint8Array): Promise<BlobHash>;
}

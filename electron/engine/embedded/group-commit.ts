import { insertEvent, lastPosition, positionOf } from '#electron/engine/embedded/tables/event-table.ts';
import type { RawEvent } from '#electron/engine/raw-event.ts';
import type { WriteDb } from '#electron/sqlite/db.ts';
import { OpenFault } from '#electron/sqlite/open-fault.ts';
import type { Position } from '#shared/case/envelope.ts';
import type { Instant } from '#shared/lib/time.ts';

export type Appended = { readonly positions: readonly Position[] } | { readonly conflict: Position | 0 };

interface Waiting {
  readonly events: readonly RawEvent[];
  readonly expected: number | null;
  readonly now: Instant;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (cause: unknown) => void;
}

/** Appends events about one thing, inside a transaction of the caller. */
function appendOne(db: WriteDb, { events, expected, now }: Pick<Waiting, 'events' | 'expected' | 'now'>): Appended {
  const known = events.map((event) => positionOf(db, event.id));
  if (known.every((position) => position !== null)) return { positions: known };
  const first = events[0];
  if (first && expected !== null) {
    const last = lastPosition(db, first.aboutKind, first.aboutId);
    if (last !== expected) return { conflict: last };
  }
  return { positions: events.map((event) => insertEvent(db, event, now)) };
}

/**
 * One commit, and so one flush to disk, for all appends that came while the last one was being written. Each keeps its
 * own answer, and one that fails takes no other with it.
 */
export class GroupCommit {
  readonly #db: WriteDb;
  readonly #onCommit: () => void;
  #waiting: Waiting[] = [];

  constructor(db: WriteDb, onCommit: () => void) {
    this.#db = db;
    this.#onCommit = onCommit;
  }

  /** Fulfilled when the events are on disk, or are refused. */
  append(events: readonly RawEvent[], expected: number | null, now: Instant): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ events, expected, now, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.flush());
    });
  }

  /** Commits what waits. */
  flush(): void {
    const group = this.#waiting;
    this.#waiting = [];
    if (group.length === 0) return;
    try {
      const answers = this.#db.transaction(() => group.map((one) => [one, appendOne(this.#db, one)] as const));
      this.#onCommit();
      for (const [one, answer] of answers) one.resolve(answer);
    } catch (cause) {
      // A fault of the file meets all; any other is one append's own, so each is tried by itself.
      if (cause instanceof OpenFault || group.length === 1) for (const one of group) one.reject(cause);
      else for (const one of group) this.#alone(one);
    }
  }

  #alone(one: Waiting): void {
    try {
      const answer = this.#db.transaction(() => appendOne(this.#db, one));
      this.#onCommit();
      one.resolve(answer);
    } catch (cause) {
      one.reject(cause);
    }
  }
}

import { decodeCursor, encodeCursor } from '#electron/engine/embedded/cursor.ts';
import type { Cursor, CursorFault, Follower, Subscription } from '#electron/engine/port.ts';
import { type RecordedRow, toRecorded } from '#electron/engine/raw-event.ts';
import type { GroupId } from '#shared/lib/ids.ts';

/** How many events are read at once. */
const PAGE = 500;

export interface FollowSource {
  readonly engineId: string;
  page(groups: readonly string[], after: number, limit: number): Promise<readonly RecordedRow[]>;
  idAt(position: number): Promise<string | null>;
}

/**
 * One follower of the log. It always reads on from its own position and is only woken by a commit, so that nothing is
 * buffered for a slow follower, what came meanwhile arrives as one batch, and no event can fall between catching up
 * and going on live.
 */
export class Following implements Subscription {
  readonly #source: FollowSource;
  readonly #groups: readonly GroupId[];
  readonly #follower: Follower;
  readonly #running: Promise<void>;
  #stopped = false;
  #woken = false;
  #wake: (() => void) | null = null;

  /** `onEnd` is called once, with the cause when it ended by a failure. */
  constructor(
    source: FollowSource,
    groups: readonly GroupId[],
    cursor: Cursor | null,
    follower: Follower,
    onEnd: (following: Following, cause: unknown) => void,
  ) {
    this.#source = source;
    this.#groups = [...new Set(groups)];
    this.#follower = follower;
    this.#running = this.#run(cursor).then(
      () => onEnd(this, null),
      (cause: unknown) => onEnd(this, this.#stopped ? null : cause),
    );
  }

  /** There may be newer events. */
  wake(): void {
    this.#woken = true;
    this.#wake?.();
  }

  /** Fulfilled when no batch is under way any more; not to be awaited inside `onBatch`. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(cursor: Cursor | null): Promise<void> {
    let mark = { engine: this.#source.engineId, position: 0, eventId: null as string | null };
    if (cursor !== null) {
      const resumed = decodeCursor(cursor);
      if (resumed?.engine !== this.#source.engineId) return this.#fault('other-engine');
      if (resumed.position > 0 && (await this.#source.idAt(resumed.position)) !== resumed.eventId) return this.#fault('went-backwards');
      mark = resumed;
    }
    // Also an empty batch is told when it says something new: that this follower is up to date.
    let toldLive = false;
    while (!this.#stopped) {
      this.#woken = false;
      const rows = await this.#source.page(this.#groups, mark.position, PAGE);
      if (this.#stopped) return;
      const events = rows.map(toRecorded);
      const last = events.at(-1);
      const live = rows.length < PAGE;
      if (last) mark = { ...mark, position: last.position, eventId: last.id };
      if (last || live !== toldLive) {
        toldLive = live;
        await this.#follower.onBatch({ events, cursor: encodeCursor(mark), live });
      }
      if (live && !this.#woken) await this.#untilWoken();
    }
  }

  #fault(fault: CursorFault): void {
    if (!this.#stopped) this.#follower.onFault(fault);
  }

  async #untilWoken(): Promise<void> {
    if (this.#stopped) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = null;
  }
}

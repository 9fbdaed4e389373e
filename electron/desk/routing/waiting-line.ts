import type { Workload } from '#electron/desk/routing/workload.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { CaseId } from '#shared/lib/ids.ts';

interface Options {
  readonly workload: Pick<Workload, 'waiting' | 'onChange'>;
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
}

/** Moves are told together: every customer who waits looks their place up at each. */
const TOLD_AFTER_MS = 250;

type Waiting = Pick<InboxRow, 'id' | 'queue' | 'priority' | 'waitingSince'>;

/** The places of waiting cases, each in its queue: the higher priority first, then the longer wait. For whom nobody keeps waiting has none. */
export function placesOf(waiting: Iterable<Waiting>): ReadonlyMap<CaseId, number> {
  const lines = new Map<string, (Waiting & { readonly waitingSince: number })[]>();
  for (const { id, queue, priority, waitingSince } of waiting) {
    if (waitingSince === null) continue;
    const line = lines.get(queue) ?? [];
    line.push({ id, queue, priority, waitingSince });
    lines.set(queue, line);
  }
  const places = new Map<CaseId, number>();
  for (const line of lines.values()) {
    line.sort((a, b) => b.priority - a.priority || a.waitingSince - b.waitingSince || (a.id < b.id ? -1 : 1));
    for (const [index, { id }] of line.entries()) places.set(id, index + 1);
  }
  return places;
}

/** The how manyth each waiting case is: a fold over the cases that wait, made anew when it is asked after a change. */
export class WaitingLine {
  readonly #options: Options;
  readonly #listeners = new Set<() => void>();
  #places: ReadonlyMap<CaseId, number> | null = null;
  #timer: unknown = null;
  #off: (() => void) | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    this.#off = this.#options.workload.onChange(() => {
      this.#places = null;
      this.#timer ??= this.#options.setTimer(() => this.#tell(), TOLD_AFTER_MS);
    });
  }

  stop(): void {
    this.#off?.();
    if (this.#timer !== null) this.#options.clearTimer(this.#timer);
    this.#timer = null;
  }

  async placeOf(caseId: CaseId): Promise<number | null> {
    this.#places ??= placesOf(this.#options.workload.waiting());
    return this.#places.get(caseId) ?? null;
  }

  /** Calls when cases may have other places than before, at most four times a second. */
  onMoved(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    this.#timer = null;
    for (const listener of this.#listeners) listener();
  }
}

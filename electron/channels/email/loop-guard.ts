import type { Instant } from '#shared/lib/time.ts';
import { MINUTE } from '#shared/lib/time.ts';

/** How many new matters one address may bring within a time; beyond it a machine is writing. */
export interface LoopRule {
  readonly most: number;
  readonly withinMs: number;
}

export const loopRule: LoopRule = { most: 20, withinMs: 10 * MINUTE };

/** The most addresses that are watched at once; the quietest is let go first. */
const MOST_ADDRESSES = 10_000;

/** Counts by when mails arrived at their server, so that an hour's backlog read in one go is not taken for a loop. */
export class LoopGuard {
  readonly #rule: LoopRule;
  readonly #seen = new Map<string, readonly Instant[]>();

  constructor(rule: LoopRule = loopRule) {
    this.#rule = rule;
  }

  /** Counts one that arrived at `at` and tells whether it is one too many. */
  isOver(address: string, at: Instant): boolean {
    const { most, withinMs } = this.#rule;
    const near = [...(this.#seen.get(address) ?? []).filter((other) => Math.abs(at - other) < withinMs), at].slice(-(most + 1));
    this.#seen.delete(address);
    this.#seen.set(address, near);
    if (this.#seen.size > MOST_ADDRESSES) for (const [oldest] of [...this.#seen].slice(0, 1)) this.#seen.delete(oldest);
    return near.length > most;
  }
}

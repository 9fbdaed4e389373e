import type { Clock } from '#shared/lib/clock.ts';
import type { Instant } from '#shared/lib/time.ts';

/** A set that forgets what was put in longest ago. */
export class RecentSet<T> {
  readonly #most: number;
  readonly #values = new Set<T>();

  constructor(most: number) {
    this.#most = most;
  }

  has(value: T): boolean {
    return this.#values.has(value);
  }

  add(value: T): void {
    this.#values.delete(value);
    this.#values.add(value);
    const oldest = this.#values.values().next();
    if (this.#values.size > this.#most && !oldest.done) this.#values.delete(oldest.value);
  }

  delete(value: T): void {
    this.#values.delete(value);
  }
}

const MOST = 50_000;

/**
 * Where a signature is over the query alone, whoever saw one could say anything under it: here it stands for what it
 * came with first, so that a call read off a log is of no use. Forgotten when the signature is too old to be believed.
 */
export class SignedOnce {
  readonly #clock: Clock;
  readonly #keepMs: number;
  readonly #said = new Map<string, { readonly what: string; readonly at: Instant }>();

  constructor(clock: Clock, keepMs: number) {
    this.#clock = clock;
    this.#keepMs = keepMs;
  }

  /** Whether this is what was said under the signature, now or before. */
  stands(signature: string, what: string): boolean {
    const now = this.#clock();
    for (const [old, { at }] of this.#said) {
      if (now - at <= this.#keepMs && this.#said.size <= MOST) break;
      this.#said.delete(old);
    }
    const known = this.#said.get(signature);
    if (known) return known.what === what;
    this.#said.set(signature, { what, at: now });
    return true;
  }
}

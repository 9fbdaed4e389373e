import type { Clock } from '#shared/lib/clock.ts';

/** Allows `most` uses per key in any window of `windowMs`; keys that fell silent are forgotten. */
export class RateLimit {
  readonly #most: () => number;
  readonly #windowMs: number;
  readonly #clock: Clock;
  readonly #uses = new Map<string, number[]>();

  /** How many may change while it counts. */
  constructor(most: number | (() => number), windowMs: number, clock: Clock) {
    this.#most = typeof most === 'number' ? () => most : most;
    this.#windowMs = windowMs;
    this.#clock = clock;
  }

  /** Counts a use; false when it is one too many. */
  take(key: string): boolean {
    const now = this.#clock();
    const recent = (this.#uses.get(key) ?? []).filter((at) => at > now - this.#windowMs);
    if (recent.length >= this.#most()) return false;
    recent.push(now);
    this.#uses.delete(key);
    this.#uses.set(key, recent);
    for (const [other, times] of this.#uses) {
      if ((times.at(-1) ?? 0) > now - this.#windowMs) break;
      this.#uses.delete(other);
    }
    return true;
  }
}

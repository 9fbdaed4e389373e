import type { Clock } from '#shared/lib/clock.ts';

/** Values that last until a time of the passed clock; what is over is forgotten, at the latest when the next is set. */
export class Expiring<K, V> {
  readonly #clock: Clock;
  readonly #entries = new Map<K, { readonly value: V; readonly until: number }>();
  #sweepAt = 64;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(key: K): V | null {
    const entry = this.#entries.get(key);
    return entry && entry.until > this.#clock() ? entry.value : null;
  }

  set(key: K, value: V, ttlMs: number): void {
    this.#entries.set(key, { value, until: this.#clock() + ttlMs });
    if (this.#entries.size < this.#sweepAt) return;
    this.#sweep();
    this.#sweepAt = Math.max(64, this.#entries.size * 2);
  }

  delete(key: K): void {
    this.#entries.delete(key);
  }

  values(): V[] {
    this.#sweep();
    return [...this.#entries.values()].map(({ value }) => value);
  }

  #sweep(): void {
    const now = this.#clock();
    for (const [key, { until }] of this.#entries) if (until <= now) this.#entries.delete(key);
  }
}

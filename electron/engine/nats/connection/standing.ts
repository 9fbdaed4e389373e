import { type EngineHealth, type EngineSignal, evolveHealth, startHealth } from '#shared/desk/engine-health.ts';
import type { Clock } from '#shared/lib/clock.ts';

/** Why what is signed here is not believed by others. */
export type Disbelief = Extract<EngineSignal, { type: 'refused' }>;

/** A follower this far behind at two looks, and no nearer at the second, takes events in more slowly than they come. */
const SLOW = 2_000;

interface Options {
  readonly clock: Clock;
  /** Null while others believe this console, or it is not known yet whether they do. */
  readonly disbelief: () => Disbelief | null;
}

/**
 * How this console stands to its engine. A server that lets it in is not enough to work: what it signs must be believed
 * too, or it would be acknowledged and then left out by every reader, this one among them.
 */
export class Standing {
  readonly #options: Options;
  readonly #listeners = new Set<(health: EngineHealth) => void>();
  #health: EngineHealth;
  #behind = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#health = startHealth('nats', options.clock());
  }

  get health(): EngineHealth {
    return this.#health;
  }

  onHealth(listener: (health: EngineHealth) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells what a look at the server showed; `behind`: how many events the slowest follower has yet to take in. */
  looked(replicas: number, durability: EngineHealth['durability'], behind: number): void {
    const slow = Math.min(behind, this.#behind) >= SLOW && behind >= this.#behind;
    this.#behind = behind;
    this.tell(slow ? { type: 'trouble', trouble: 'slow-consumer', detail: `${behind} wait` } : { type: 'over', trouble: 'slow-consumer' });
    this.tell({ type: 'looked', replicas, durability, behind });
  }

  tell(signal: EngineSignal): void {
    const now = this.#options.clock();
    let next = evolveHealth(this.#health, signal, now);
    const disbelief = next.state === 'connected' ? this.#options.disbelief() : null;
    if (disbelief !== null) next = evolveHealth(next, disbelief, now);
    if (next === this.#health) return;
    this.#health = next;
    for (const listener of this.#listeners) listener(next);
  }
}

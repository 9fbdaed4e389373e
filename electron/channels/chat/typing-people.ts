import { TYPING_FADES } from '#shared/contract/typing-fades.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Instant } from '#shared/lib/time.ts';

/** Who of the desk types in one thread at this moment. Their signs are timed as they come: clocks of several hosts differ. */
export class TypingPeople {
  readonly #signs = new Map<string, Instant>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  began(person: string): void {
    this.#signs.set(person, this.#clock());
  }

  ended(person: string): void {
    this.#signs.delete(person);
  }

  /** When somebody who still types said so last; null while nobody types. */
  lastSign(): Instant | null {
    const since = this.#clock() - TYPING_FADES;
    const live = [...this.#signs.values()].filter((at) => at > since);
    return live.length === 0 ? null : Math.max(...live);
  }
}

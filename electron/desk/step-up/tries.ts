import { refusedProof } from '#electron/desk/step-up/proofs.ts';
import type { StepUpBook } from '#electron/store/port.ts';
import type { StepUpRefusal } from '#shared/desk/step-up.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { type Instant, SECOND } from '#shared/lib/time.ts';

const TRIES = 5;
const LOCK_MS = 60 * SECOND;

/** Proofs that failed since one last held, whatever they were given with: five of them lock for a minute. */
export class Tries {
  readonly #book: Pick<StepUpBook, 'failed' | 'noteFailed'>;
  readonly #clock: Clock;

  constructor(book: Pick<StepUpBook, 'failed' | 'noteFailed'>, clock: Clock) {
    this.#book = book;
    this.#clock = clock;
  }

  /** When the lock ends; null where there is none. */
  async lockedUntil(person: PersonId): Promise<Instant | null> {
    const failed = await this.#book.failed(person);
    return failed !== null && failed.lockedUntil > this.#clock() ? failed.lockedUntil : null;
  }

  /** Notes one that failed; answers what its giver is told. */
  async fail(person: PersonId, code: 'wrong' | 'passkey'): Promise<StepUpRefusal> {
    const failed = await this.#book.failed(person);
    const failures = failed !== null && failed.lockedUntil === 0 ? failed.failures + 1 : 1;
    const lockedUntil = failures < TRIES ? 0 : this.#clock() + LOCK_MS;
    await this.#book.noteFailed(person, { failures, lockedUntil });
    return lockedUntil === 0 ? refusedProof(code, null, TRIES - failures) : refusedProof('locked', lockedUntil);
  }

  /** One held, or what they were given with is gone. */
  async forget(person: PersonId): Promise<void> {
    if ((await this.#book.failed(person)) !== null) await this.#book.noteFailed(person, null);
  }
}

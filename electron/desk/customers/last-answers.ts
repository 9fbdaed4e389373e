import type { WalletFault } from '#electron/wallet/port.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { ok, type Result } from '#shared/lib/result.ts';
import { HOUR, type Instant } from '#shared/lib/time.ts';

/** An answer of the wallet, when it gave it, and why it gave no newer one. */
export interface AnswerAsOf<T> {
  readonly value: T;
  readonly asOf: Instant;
  readonly fault: WalletFault | null;
}

const MOST = 400;
/** What is older says nothing any more of how an account stands. */
const OLDEST = 12 * HOUR;

/** After these the last good answer is better than none; after the others it would be wrong. */
const passing: ReadonlySet<WalletFault['code']> = new Set(['unavailable', 'timed-out', 'bad-answer', 'other-customer', 'rate-limited']);

/** The wallet's last good answers, masked as they came, in memory alone: shown with their age while it does not answer. */
export class LastAnswers {
  readonly #clock: Clock;
  readonly #kept = new Map<string, { readonly value: unknown; readonly asOf: Instant }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Asks, and answers what came, else the last good answer of the same question with the fault; the fault alone where there is none. */
  async ask<T>(question: string, asked: Promise<Result<T, WalletFault>>): Promise<Result<AnswerAsOf<T>, WalletFault>> {
    const answer = await asked;
    const now = this.#clock();
    if (answer.ok) {
      this.#keep(question, answer.value, now);
      return ok({ value: answer.value, asOf: now, fault: null });
    }
    const last = this.#kept.get(question);
    if (!last || !passing.has(answer.error.code) || now - last.asOf > OLDEST) return answer;
    return ok({ value: last.value as T, asOf: last.asOf, fault: answer.error });
  }

  #keep(question: string, value: unknown, asOf: Instant): void {
    this.#kept.delete(question);
    this.#kept.set(question, { value, asOf });
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest);
  }
}

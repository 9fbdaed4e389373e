import { randomBytes } from 'node:crypto';
import { PROOF_MS, refusedProof } from '#electron/desk/step-up/proofs.ts';
import type { ProofPurpose, StepUpRefusal } from '#shared/desk/step-up.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { sameValue } from '#shared/lib/same-value.ts';
import { type Instant, MINUTE } from '#shared/lib/time.ts';

/** A first passkey may take setting up a PIN; the challenge for it proves nothing. */
export const MAKING_MS = 5 * MINUTE;

interface Open {
  readonly person: PersonId;
  /** Null: a passkey is being made. */
  readonly purpose: ProofPurpose | null;
  readonly challenge: string;
  readonly at: Instant;
}

/** What authenticators are to sign, one at a time for a session: each for one person, one purpose and one answer. */
export class Challenges {
  readonly #clock: Clock;
  readonly #open = new Map<string, Open>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** In the place of the session's one before. */
  make(session: string, person: PersonId, purpose: ProofPurpose | null): string {
    const challenge = randomBytes(32).toString('base64url');
    this.#open.set(session, { person, purpose, challenge, at: this.#clock() });
    return challenge;
  }

  /** Takes it for exactly that purpose. Whatever the answer, it is gone. */
  take(session: string, person: PersonId, purpose: ProofPurpose | null): Result<string, StepUpRefusal> {
    const open = this.#open.get(session);
    this.#open.delete(session);
    if (open?.person !== person || !sameValue(open.purpose, purpose)) return fail(refusedProof(purpose === null ? 'nothing-begun' : 'other'));
    const age = this.#clock() - open.at;
    return age >= 0 && age <= (purpose === null ? MAKING_MS : PROOF_MS) ? ok(open.challenge) : fail(refusedProof('expired'));
  }

  drop(session: string): void {
    this.#open.delete(session);
  }
}

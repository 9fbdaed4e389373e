import { randomBytes } from 'node:crypto';
import type { ProofPurpose, StepUpRefusal } from '#shared/desk/step-up.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { sameValue } from '#shared/lib/same-value.ts';
import { type Instant, MINUTE, SECOND } from '#shared/lib/time.ts';

/** A proof that somebody gave of themselves, as whoever asked for it passes it on. */
export interface Proof {
  readonly person: PersonId;
  readonly method: 'totp' | 'passkey';
  readonly authAt: Instant;
  readonly purpose: ProofPurpose;
}

/** How long a proof may wait for its use, and how long ago the person may have proved themselves for it. */
export const PROOF_MS = 60 * SECOND;
const AUTH_MS = 5 * MINUTE;

/** More than a person ever has open. */
const MOST = 1_000;

interface Given extends Proof {
  readonly session: string;
  readonly at: Instant;
}

export const refusedProof = (code: StepUpRefusal['code'], until: Instant | null = null, left: number | null = null): StepUpRefusal => ({ code, until, left });

/** Proofs that were given and not used yet. Each is a random name for one use by one session for one purpose; whoever holds the name holds nothing else. */
export class Proofs {
  readonly #clock: Clock;
  readonly #given = new Map<string, Given>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  give(session: string, proof: Proof): { readonly proof: string; readonly until: Instant } {
    const now = this.#clock();
    for (const [name, { at }] of this.#given) if (now - at > PROOF_MS || this.#given.size >= MOST) this.#given.delete(name);
    const name = randomBytes(24).toString('base64url');
    this.#given.set(name, { ...proof, session, at: now });
    return { proof: name, until: now + PROOF_MS };
  }

  /** Takes a proof for a purpose. Whatever the answer, the proof is gone: one that is tried on something else is lost. */
  redeem(name: string, session: string, person: PersonId, purpose: ProofPurpose): Result<Proof, StepUpRefusal> {
    const given = this.#given.get(name);
    this.#given.delete(name);
    if (!given || given.session !== session || given.person !== person || !sameValue(given.purpose, purpose)) return fail(refusedProof('other'));
    const now = this.#clock();
    // A clock that was set back makes no proof last longer.
    const fresh = now >= given.at && now - given.at <= PROOF_MS && now - given.authAt <= AUTH_MS;
    if (!fresh) return fail(refusedProof('expired'));
    const { method, authAt } = given;
    return ok({ person, method, authAt, purpose: given.purpose });
  }

  /** A session that ends leaves no proof behind. */
  drop(session: string): void {
    for (const [name, given] of this.#given) if (given.session === session) this.#given.delete(name);
  }
}

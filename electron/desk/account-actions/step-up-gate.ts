import type { CaseId, CustomerId, PersonId } from '#shared/lib/ids.ts';
import type { Money } from '#shared/lib/money.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { ProofClaims, SignedProof } from '#shared/wallet/proof.ts';

/** Signs for this desk what somebody proves to the wallet. */
export interface ClaimsSigner {
  sign(claims: ProofClaims): SignedProof;
}

/** What a second factor was shown for, to the last field. */
export interface ActionPurpose {
  readonly purpose: 'action' | 'approval';
  readonly action: string;
  readonly customer: CustomerId | null;
  readonly amount: Money | null;
  readonly caseId: CaseId | null;
  readonly nonce: string;
}

/** Takes the proof that a person gave of themselves, once, for exactly this; answers when they showed the factor. */
export interface StepUpGate<Person extends { readonly id: PersonId }, Fault> {
  redeem(session: string, person: Person, proof: string, purpose: ActionPurpose): Promise<Result<{ readonly authAt: Instant }, Fault>>;
}

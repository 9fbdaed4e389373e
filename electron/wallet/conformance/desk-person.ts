import type { UnderCheck } from '#electron/wallet/conformance/under-check.ts';
import type { ProofSigner } from '#electron/wallet/proof-keys.ts';
import type { CaseId, CustomerId, PersonId } from '#shared/lib/ids.ts';
import { type ActionInput, amountOf, targetOf } from '#shared/wallet/actions.ts';
import type { ActRequest, ProofClaims, SignedProof } from '#shared/wallet/proof.ts';

/** A wish of the desk with everything that proves it; what a check leaves out or changes is said by it. */
export interface Wish {
  readonly customer: CustomerId;
  readonly caseId: CaseId;
  readonly input: ActionInput;
  readonly claims?: Partial<ProofClaims>;
  /** The account's version as the second person saw it; without one nobody approves. */
  readonly approvedAt?: string;
  readonly approval?: Partial<ProofClaims>;
  readonly key?: string;
}

/** Signs a wish as an agent of the desk, and as a supervisor where it is approved. */
export function requestOf({ now, newId }: Pick<UnderCheck, 'now' | 'newId'>, signer: ProofSigner, wish: Wish): ActRequest {
  const { customer, caseId, input } = wish;
  const at = now();
  const claims: ProofClaims = {
    action: input.action,
    customer,
    target: targetOf(input),
    amount: amountOf(input),
    caseId,
    caseStanding: 'mine',
    nonce: newId(),
    person: 'check-agent' as PersonId,
    role: 'agent',
    strength: 'step-up',
    authTime: at,
    issuedAt: at,
    seen: null,
    approves: null,
    ...wish.claims,
  };
  const approvals: SignedProof[] =
    wish.approvedAt === undefined
      ? []
      : [
          signer.sign({
            ...claims,
            nonce: newId(),
            person: 'check-supervisor' as PersonId,
            role: 'supervisor',
            strength: 'step-up',
            issuedAt: at,
            authTime: at,
            seen: wish.approvedAt,
            approves: claims.nonce,
            ...wish.approval,
          }),
        ];
  return { idempotencyKey: wish.key ?? newId(), customer, caseId, input, proof: signer.sign(claims), approvals };
}

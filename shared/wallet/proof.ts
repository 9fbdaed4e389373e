import { z } from 'zod';
import { caseId, customerId, personId } from '#shared/lib/ids.ts';
import { money } from '#shared/lib/money.ts';
import { type Instant, instant, MINUTE, SECOND } from '#shared/lib/time.ts';
import { type ActionInput, actionInput, actionName, amountOf, type RefusalReason, targetOf } from '#shared/wallet/actions.ts';
import { APPROVAL_WAIT, actingRole, caseStanding } from '#shared/wallet/proof-table.ts';

/** How long a proof can be used after it was made; of what a second person approved, the approval has to be so fresh. */
export const PROOF_LIFE = 60 * SECOND;
/** How long ago a second factor may have been shown when the proof was made. */
export const AUTHENTICATION_LIFE = 5 * MINUTE;
/** Clocks of two machines differ: what is dated so little ahead is taken for now. */
const CLOCK_SKEW = 5 * SECOND;

/**
 * What the desk's host says, over its signature, of one person and one action: good for nothing else, and once. An approval
 * is the same said of the second person, and names the proof that it approves.
 */
export const proofClaims = z.object({
  action: actionName,
  customer: customerId,
  target: z.string().max(64).nullable(),
  amount: money.nullable(),
  caseId: caseId.nullable(),
  caseStanding,
  /** Never used before. */
  nonce: z.string().min(16).max(64),
  person: personId,
  role: actingRole,
  strength: z.enum(['session', 'step-up']),
  /** When the person last showed the factor that `strength` tells of. */
  authTime: instant,
  issuedAt: instant,
  /** The account's version as it was looked at; an approval without one is none. */
  seen: z.string().max(64).nullable(),
  /** The nonce of the proof that this approves; null for the proof of whoever acts. */
  approves: z.string().max(64).nullable(),
});
export type ProofClaims = z.infer<typeof proofClaims>;

/** Claims with their Ed25519 signature (base64url) and the name of the key. */
export const signedProof = z.object({ claims: proofClaims, key: z.string().min(1).max(64), signature: z.base64url().max(100) });
export type SignedProof = z.infer<typeof signedProof>;

/** What the wallet is asked to do. Without a proof it says what the table says of none. */
export const actRequest = z.object({
  /** Made once for one wish, and kept with it: the same key answers the first outcome. */
  idempotencyKey: z.string().min(8).max(64),
  customer: customerId,
  caseId: caseId.nullable(),
  input: actionInput,
  proof: signedProof.nullable(),
  approvals: z.array(signedProof).max(3),
});
export type ActRequest = z.infer<typeof actRequest>;

/** The text whose UTF-8 bytes are signed: the claims in one fixed order under the name of this form, as JSON. */
export function proofText(claims: ProofClaims): string {
  const { action, customer, target, amount, nonce, person, role, strength, authTime, issuedAt, seen, approves } = claims;
  const paid = amount === null ? null : [amount.minor, amount.currency];
  const about = ['wallet-proof-1', action, customer, target, paid, claims.caseId, claims.caseStanding];
  return JSON.stringify([...about, nonce, person, role, strength, authTime, issuedAt, seen, approves]);
}

/** Whether claims are about this customer, case and input. */
export function isAbout(claims: ProofClaims, request: { readonly customer: string; readonly caseId: string | null; readonly input: ActionInput }): boolean {
  const amount = amountOf(request.input);
  return (
    claims.action === request.input.action &&
    claims.customer === request.customer &&
    claims.caseId === request.caseId &&
    claims.target === targetOf(request.input) &&
    claims.amount?.minor === amount?.minor &&
    claims.amount?.currency === amount?.currency
  );
}

/** What the clock says against a proof; null for nothing. What was approved may be as old as a request may wait. */
export function proofAge({ issuedAt, authTime, strength }: ProofClaims, approved: boolean, now: Instant): RefusalReason | null {
  if (issuedAt > now + CLOCK_SKEW || now - issuedAt > (approved ? APPROVAL_WAIT : PROOF_LIFE)) return 'proof-expired';
  if (authTime > issuedAt + CLOCK_SKEW || (strength === 'step-up' && issuedAt - authTime > AUTHENTICATION_LIFE)) return 'authentication-too-old';
  return null;
}

import type { ReadDb } from '#electron/sqlite/db.ts';
import { versionOf } from '#electron/wallet/demo/account-card.ts';
import type { DemoCustomer } from '#electron/wallet/demo/make-customers.ts';
import { nonceUsed } from '#electron/wallet/demo/tables/change-tables.ts';
import type { ProofKeys } from '#electron/wallet/proof-keys.ts';
import type { Instant } from '#shared/lib/time.ts';
import { type ActionLimits, bandOf } from '#shared/wallet/action-limits.ts';
import { amountOf, type RefusalReason } from '#shared/wallet/actions.ts';
import { type ActRequest, isAbout, proofAge, type SignedProof } from '#shared/wallet/proof.ts';
import { CONTACT_REST, mayApprove, preview } from '#shared/wallet/proof-table.ts';
import type { CustomerLevel } from '#shared/wallet/verification.ts';

export interface GateParts {
  readonly keys: ProofKeys;
  readonly limits: ActionLimits;
}

/** Why a second person's word counts for nothing; null where it counts. */
function approvalFault(db: ReadDb, approval: SignedProof, proof: SignedProof, customer: DemoCustomer, request: ActRequest, now: Instant): RefusalReason | null {
  const { claims } = approval;
  if (claims.approves !== proof.claims.nonce || !isAbout(claims, request) || claims.strength !== 'step-up') return 'approval-invalid';
  const age = proofAge(claims, false, now);
  if (age !== null) return age === 'proof-expired' ? 'approval-expired' : age;
  if (!mayApprove(claims.role)) return 'approver-not-allowed';
  if (claims.person === proof.claims.person) return 'approver-same-person';
  // Whoever approves has seen the account as it is; any change since voids it.
  if (claims.seen !== versionOf(customer)) return 'changed-since-seen';
  return nonceUsed(db, claims.nonce) ? 'proof-used' : null;
}

/** Why a proof that a known desk signed counts for nothing; null where it counts. */
function proofFault(db: ReadDb, proof: SignedProof, customer: DemoCustomer, request: ActRequest, now: Instant): RefusalReason | null {
  const { claims } = proof;
  if (claims.approves !== null || !isAbout(claims, request)) return 'proof-mismatch';
  const age = proofAge(claims, request.approvals.length > 0, now);
  if (age !== null) return age;
  if (nonceUsed(db, claims.nonce)) return 'proof-used';
  if (claims.seen !== null && claims.seen !== versionOf(customer)) return 'changed-since-seen';
  for (const approval of request.approvals) {
    const fault = approvalFault(db, approval, proof, customer, request, now);
    if (fault !== null) return fault;
  }
  return null;
}

/** Whether what came was signed by a desk that is known; what was not is not even remembered. */
export function isSigned({ proof, approvals }: ActRequest, keys: ProofKeys): boolean {
  return (proof === null ? approvals.length === 0 : keys.signed(proof)) && approvals.every((approval) => keys.signed(approval));
}

/** Why the wallet will not do it, by the proof and by the table; null where it will. Without a proof nobody is known to act. */
export function refusalOf(
  db: ReadDb,
  { limits }: GateParts,
  customer: DemoCustomer,
  level: CustomerLevel,
  request: ActRequest,
  now: Instant,
): RefusalReason | null {
  const { proof, approvals, input } = request;
  if (proof === null) return 'needs-session';
  const fault = proofFault(db, proof, customer, request, now);
  if (fault !== null) return fault;
  const amount = amountOf(input);
  const said = preview({
    action: input.action,
    role: proof.claims.role,
    level,
    proof: proof.claims.strength,
    band: amount === null ? null : bandOf(amount, limits),
    caseStanding: proof.claims.caseId === null ? 'none' : proof.claims.caseStanding,
    second: approvals.length > 0,
    freshContact: customer.contactChangedAt !== undefined && now - customer.contactChangedAt < CONTACT_REST,
    frozenByLaw: customer.state === 'frozen-legal',
  });
  switch (said.verdict) {
    case 'allowed':
      return null;
    case 'needs':
      return said.needs[0].reason;
    case 'refused':
      return said.reason;
  }
}

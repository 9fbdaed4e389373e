import { z } from 'zod';
import { DAY, HOUR } from '#shared/lib/time.ts';
import type { AmountBand } from '#shared/wallet/action-limits.ts';
import type { ActionName, RefusalReason } from '#shared/wallet/actions.ts';
import { type CustomerLevel, reaches } from '#shared/wallet/verification.ts';

/** Whoever acts for the desk. */
export const actingRole = z.enum(['agent', 'supervisor', 'trainer', 'administrator']);
export type ActingRole = z.infer<typeof actingRole>;

/** How freshly the one who acts has proven who they are: not at all, by being signed in, by a second factor within the last minutes. */
export const agentProof = z.enum(['none', 'session', 'step-up']);
export type AgentProof = z.infer<typeof agentProof>;

/** The case an action is done in, as seen by whoever acts: open and theirs, a colleague's, nobody's, over, or none at all. */
export const caseStanding = z.enum(['mine', 'other', 'waiting', 'closed', 'none']);
export type CaseStanding = z.infer<typeof caseStanding>;

/** A reset link goes to contact data; whoever changed it less long ago than this may be a thief (maker and checker). */
export const CONTACT_REST = 3 * DAY;
/** How long a request waits for its second person. */
export const APPROVAL_WAIT = HOUR / 2;

type ByBand<T> = Readonly<Record<Exclude<AmountBand, 'excess'>, T>>;

interface ProofRule {
  /** What the customer has shown of themselves: one level, or one for each band. */
  readonly level: CustomerLevel | ByBand<CustomerLevel>;
  readonly proof: Exclude<AgentProof, 'none'> | ByBand<Exclude<AgentProof, 'none'>>;
  /** When a second person looks: never, always, above the limit, or while contact data is fresh. */
  readonly second: 'never' | 'always' | 'large' | 'fresh-contact';
  /** Whether it may be done while an authority has frozen the account. */
  readonly frozenByLaw: boolean;
}

const moving = { small: 'basic', medium: 'strong', large: 'strong' } as const;
const rule = (level: ProofRule['level'], proof: ProofRule['proof'], second: ProofRule['second'], frozenByLaw: boolean): ProofRule => ({
  level,
  proof,
  second,
  frozenByLaw,
});

/**
 * The one table. It previews on the screen, and the wallet decides by the same. What protects the customer (freeze, trace,
 * codes to what is registered) asks little; what moves money or hands the account over asks for the person, the agent
 * and, above a limit, somebody else.
 */
const table: Readonly<Record<ActionName, ProofRule>> = {
  'send-reset-link': rule('basic', 'step-up', 'fresh-contact', true),
  'resend-code': rule('none', 'session', 'never', true),
  'unbind-device': rule('basic', 'step-up', 'never', true),
  'unbind-card': rule('basic', 'step-up', 'never', false),
  freeze: rule('none', 'session', 'never', true),
  unfreeze: rule('strong', 'step-up', 'always', false),
  'trace-top-up': rule('none', 'session', 'never', true),
  'reverse-payment': rule(moving, 'step-up', 'large', false),
  refund: rule(moving, 'step-up', 'large', false),
  // The phone that codes go to is the one that is lost: what the customer knows has to do, and a colleague looks.
  'change-phone': rule('basic', 'step-up', 'always', false),
  'raise-limit': rule('strong', 'step-up', 'large', false),
  'close-account': rule('strong', 'step-up', 'never', false),
  'credit-coupon': rule({ small: 'none', medium: 'basic', large: 'basic' }, { small: 'session', medium: 'step-up', large: 'step-up' }, 'large', true),
};

/** Everything that the table looks at. */
export interface ProofCell {
  readonly action: ActionName;
  readonly role: ActingRole;
  readonly level: CustomerLevel;
  readonly proof: AgentProof;
  /** Null where the action names no money. */
  readonly band: AmountBand | null;
  readonly caseStanding: CaseStanding;
  /** Another person of the desk, who may, has approved it. */
  readonly second: boolean;
  /** Phone or e-mail address were changed less than CONTACT_REST ago. */
  readonly freshContact: boolean;
  readonly frozenByLaw: boolean;
}

/** What is still missing, each with the reason a wallet gives without it. */
export type ProofNeed =
  | { readonly reason: 'needs-session' }
  | { readonly reason: 'needs-step-up' }
  | { readonly reason: 'needs-customer-level'; readonly level: Exclude<CustomerLevel, 'none'> }
  | { readonly reason: 'needs-second-person' };

/** What the table says: go ahead, bring this first (in this order), or never. */
export type Preview =
  | { readonly verdict: 'allowed' }
  | { readonly verdict: 'needs'; readonly needs: readonly [ProofNeed, ...ProofNeed[]] }
  | { readonly verdict: 'refused'; readonly reason: RefusalReason };

const byBand = <T extends string>(value: T | ByBand<T>, band: AmountBand | null): T =>
  typeof value === 'string' ? value : value[band === null || band === 'excess' ? 'large' : band];

/** Why it can never be done so, whatever else is brought; null where it can. */
function refusal(cell: ProofCell): RefusalReason | null {
  if (cell.role === 'trainer') return 'role-not-allowed';
  switch (cell.caseStanding) {
    case 'none':
      return 'no-case';
    case 'closed':
      return 'case-closed';
    case 'waiting':
      return 'case-not-mine';
    case 'other':
      if (cell.role === 'agent') return 'case-not-mine';
      break;
    case 'mine':
      break;
  }
  if (cell.frozenByLaw && !table[cell.action].frozenByLaw) return 'frozen-by-law';
  return cell.band === 'excess' ? 'above-desk-limit' : null;
}

/** Whether an action at this amount and age of the contact data is looked at by a second person. */
export function needsSecondPerson({ action, band, freshContact }: Pick<ProofCell, 'action' | 'band' | 'freshContact'>): boolean {
  const { second } = table[action];
  return second === 'always' || (second === 'large' && band === 'large') || (second === 'fresh-contact' && freshContact);
}

/** What an action asks of everybody in it, when it can be done at all. */
export function proofNeeded({ action, band, freshContact }: Pick<ProofCell, 'action' | 'band' | 'freshContact'>) {
  const { level, proof } = table[action];
  return { level: byBand(level, band), proof: byBand(proof, band), second: needsSecondPerson({ action, band, freshContact }) };
}

/** What the table says of one cell. */
export function preview(cell: ProofCell): Preview {
  const reason = refusal(cell);
  if (reason !== null) return { verdict: 'refused', reason };
  const { level, proof, second } = proofNeeded(cell);
  const needs: ProofNeed[] = [];
  if (cell.proof === 'none' && proof === 'session') needs.push({ reason: 'needs-session' });
  if (cell.proof !== 'step-up' && proof === 'step-up') needs.push({ reason: 'needs-step-up' });
  if (level !== 'none' && !reaches(cell.level, level)) needs.push({ reason: 'needs-customer-level', level });
  if (second && !cell.second) needs.push({ reason: 'needs-second-person' });
  const [first, ...more] = needs;
  return first === undefined ? { verdict: 'allowed' } : { verdict: 'needs', needs: [first, ...more] };
}

/** Whether a role may be the second person. */
export function mayApprove(role: ActingRole): boolean {
  return role === 'supervisor' || role === 'administrator';
}

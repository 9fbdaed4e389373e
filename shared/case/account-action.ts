import { z } from 'zod';
import { customerId, type EventId, type PersonId } from '#shared/lib/ids.ts';
import { money } from '#shared/lib/money.ts';
import { type Instant, instant } from '#shared/lib/time.ts';
import { actionName } from '#shared/wallet/actions.ts';
import { signedProof } from '#shared/wallet/proof.ts';
import { maskedText } from '#shared/wallet/tokens.ts';
import { type CustomerLevel, customerLevel, levelAt, type VerificationKind, verificationKind } from '#shared/wallet/verification.ts';

/** Why an action is asked for; with `other` the words say it. */
export const actionReason = z.enum([
  'customer-asked',
  'failed-transaction',
  'wrong-transfer',
  'merchant-agreed',
  'suspected-fraud',
  'lost-device',
  'goodwill',
  'correction',
  'other',
]);
export type ActionReason = z.infer<typeof actionReason>;

/** The name of one wish: the wallet's idempotency key, and the id of the command that asks. */
export const actionKey = z.string().min(16).max(64);

/** An action as the log tells it to everybody: what is done is named by id, a new phone by its token. */
export const requestedBody = z.object({
  key: actionKey,
  action: actionName,
  customer: customerId,
  target: z.string().max(64).nullable(),
  amount: money.nullable(),
  reason: actionReason,
  /** The account's version as whoever asks saw it; any other voids an approval. */
  seen: z.string().max(64),
  /** The host that asks the wallet, unless another approves it. */
  host: z.string().max(64),
  /** Until when it waits for a second person; null where none is needed. */
  approvalUntil: instant.nullable(),
});

/** Of which action something is told: by its name, and as what it was asked for, so that each entry can be read by itself. */
export const actionSubject = z.object({ key: actionKey, action: actionName, amount: money.nullable() });

/** What goes with it under seal: the words for the record, those for the customer once it is done, a new phone masked, and the proof of whoever asks (its target is the body's). */
export const requestedContent = z.object({
  words: maskedText,
  tell: maskedText.nullable(),
  phone: maskedText.nullable(),
  proof: signedProof,
});
export type RequestedContent = z.infer<typeof requestedContent>;

/** How it ended, as the wallet says it. `begun`: others have it in hand, and it ends later. */
export const actionEnd = z.discriminatedUnion('state', [
  z.object({ state: z.enum(['completed', 'begun']), transaction: z.string().max(64).optional(), expectedBy: instant.optional() }),
  /** `reason` is a wallet's refusal, its failure code, or what happened here: `withdrawn`, `expired`, `not-taken`, `unavailable`, `rate-limited`. */
  z.object({ state: z.literal('failed'), reason: z.string().min(1).max(100) }),
  z.object({ state: z.literal('unknown'), cause: z.enum(['no-answer', 'bad-answer', 'interrupted']) }),
]);
export type ActionEnd = z.infer<typeof actionEnd>;

/** `waiting`: for a second person. `sent`: the wallet is asked, or about to be. */
export type AccountActionState = 'waiting' | 'sent' | 'completed' | 'begun' | 'failed' | 'rejected' | 'unknown';

/** One action of a case with where it stands. */
export interface AccountAction extends z.infer<typeof requestedBody> {
  readonly request: EventId;
  readonly by: PersonId;
  readonly at: Instant;
  readonly state: AccountActionState;
  /** When it came to the state that it is in. */
  readonly changedAt: Instant;
  /** Who approved or rejected it. */
  readonly secondPerson: PersonId | null;
  /** Why it failed; null otherwise. */
  readonly failure: string | null;
  readonly transaction: string | null;
  readonly expectedBy: Instant | null;
  /** The customer was written to about its end. */
  readonly told: boolean;
}

/** Whether nothing else may be asked for the same yet: it waits, is under way, or nobody knows. What waited too long waits no more. */
export function isPending({ state, approvalUntil }: Pick<AccountAction, 'state' | 'approvalUntil'>, now: Instant): boolean {
  if (state === 'waiting') return approvalUntil === null || now < approvalUntil;
  return state === 'sent' || state === 'unknown';
}

/** Whether the wallet has to be looked into for how it stands. */
export function isOpen({ state }: Pick<AccountAction, 'state'>): boolean {
  return state === 'waiting' || state === 'sent' || state === 'unknown' || state === 'begun';
}

/** The command that writes to the customer about an action's end; at most one for each. */
export const tellCommand = (key: string): string => `tell-${key}`;

/** One step of showing who the customer is; the wallet decided it. */
export const verificationStepNote = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('begun'), kind: verificationKind, until: instant }),
  z.object({ outcome: z.literal('passed'), kind: verificationKind, level: customerLevel, until: instant }),
  z.object({ outcome: z.literal('failed'), kind: verificationKind, triesLeft: z.number().int().nonnegative() }),
  z.object({ outcome: z.literal('locked'), kind: verificationKind, until: instant }),
]);
export type VerificationStepNote = z.infer<typeof verificationStepNote>;

const ofCustomer = { customer: customerId, kind: verificationKind };
/** The same as the log has it. */
export const verificationBodies = {
  begun: z.object({ ...ofCustomer, until: instant }),
  passed: z.object({ ...ofCustomer, level: customerLevel, until: instant }),
  failed: z.object({ ...ofCustomer, triesLeft: z.number().int().nonnegative() }),
  locked: z.object({ ...ofCustomer, until: instant }),
};

/** A step that was passed, and until when it counts. */
export interface PassedStep {
  readonly kind: VerificationKind;
  readonly until: Instant;
}

/** How surely the customer of a case is known at a moment, and until when. */
export function levelOf(
  { passed }: { readonly passed: readonly PassedStep[] },
  now: Instant,
): { readonly level: CustomerLevel; readonly expiresAt: Instant | null } {
  return levelAt(
    passed.map(({ kind, until }) => ({ kind, state: 'passed' as const, expiresAt: until })),
    now,
  );
}

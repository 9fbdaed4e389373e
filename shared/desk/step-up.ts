import { z } from 'zod';
import { caseId, customerId } from '#shared/lib/ids.ts';
import { money } from '#shared/lib/money.ts';
import { instant } from '#shared/lib/time.ts';

/** What a proof is for, to the last field: it is good for this and nothing else. */
export const proofPurpose = z.object({
  purpose: z.enum(['break-glass', 'action', 'approval']),
  /** Which act: the name of an account action, or the purpose again. */
  action: z.string().min(1).max(64),
  customer: customerId.nullable(),
  amount: money.nullable(),
  caseId: caseId.nullable(),
  /** Made by the screen for this one time. */
  nonce: z.string().min(16).max(64),
});
export type ProofPurpose = z.infer<typeof proofPurpose>;

/** The digits that an app shows. */
export const stepUpCode = z.string().regex(/^\d{6}$/);

/** How a person stands with what they prove themselves by. */
export const stepUpState = z.object({
  /** An app with codes is set up. */
  enrolled: z.boolean(),
  /** Whether the password is asked for before an app is set up. */
  asksPassword: z.boolean(),
  lockedUntil: instant.nullable(),
  /** The demo desk has no phones: what the app would show, good from then on. Null on a real desk. */
  demo: z.object({ code: stepUpCode, from: instant }).nullable(),
});
export type StepUpState = z.infer<typeof stepUpState>;

/**
 * Why a proof was not taken. `used`: that code was used before. `other`: the proof was made for something else, by
 * somebody else, was used already, or was never given.
 */
export const stepUpRefusal = z.object({
  code: z.enum(['not-enrolled', 'enrolled', 'nothing-begun', 'password', 'wrong', 'used', 'locked', 'other', 'expired']),
  /** When a lock ends. */
  until: instant.nullable(),
  /** How many more tries there are before the lock. */
  left: z.number().int().nullable(),
});
export type StepUpRefusal = z.infer<typeof stepUpRefusal>;

import { z } from 'zod';
import { passkey } from '#shared/desk/passkey.ts';
import { caseId, customerId } from '#shared/lib/ids.ts';
import { money } from '#shared/lib/money.ts';
import { instant } from '#shared/lib/time.ts';

/** What a proof is for, to the last field: it is good for this and nothing else. */
export const proofPurpose = z.object({
  purpose: z.enum(['break-glass', 'action', 'approval', 'authenticator']),
  /** Which act: the name of an account action, or the purpose again. */
  action: z.string().min(1).max(64),
  customer: customerId.nullable(),
  amount: money.nullable(),
  caseId: caseId.nullable(),
  /** Made by the screen for this one time. */
  nonce: z.string().min(16).max(64),
});
export type ProofPurpose = z.infer<typeof proofPurpose>;

/** What a proof is for that changes what its giver proves themselves by; the nonce of a removal is the passkey that goes. */
export const authenticatorPurpose = (action: 'add-app' | 'add-passkey' | 'remove-passkey', nonce: string): ProofPurpose => ({
  purpose: 'authenticator',
  action,
  customer: null,
  amount: null,
  caseId: null,
  nonce,
});

/** The name of a proof, as its giver passes it on. */
export const proofName = z.string().min(1).max(200);

/** A proof by which somebody adds to what they prove themselves by. */
export const enrolmentProof = z.object({ proof: proofName, nonce: proofPurpose.shape.nonce });
export type EnrolmentProof = z.infer<typeof enrolmentProof>;

/** The digits that an app shows. */
export const stepUpCode = z.string().regex(/^\d{6}$/);

/** How a person stands with what they prove themselves by. */
export const stepUpState = z.object({
  /** An app with codes is set up. */
  enrolled: z.boolean(),
  passkeys: z.array(passkey),
  /** Whether this edition takes passkeys: the browser's does, at its own address. */
  offersPasskeys: z.boolean(),
  /** Whether the password is asked for before an app or a passkey is set up. */
  asksPassword: z.boolean(),
  lockedUntil: instant.nullable(),
  /** The demo desk has no phones: what the app would show, good from then on. Null on a real desk. */
  demo: z.object({ code: stepUpCode, from: instant }).nullable(),
});
export type StepUpState = z.infer<typeof stepUpState>;

/**
 * Why a proof was not taken. `wrong`: the code is not the app's; `passkey`: the passkey's answer does not hold. `used`:
 * that code was used before. `other`: the proof was made for something else, by somebody else, was used already, or was
 * never given. `not-here`: this edition takes no passkeys. `full`, `known`: there is no room for the passkey, or it is
 * there already.
 */
export const stepUpRefusal = z.object({
  code: z.enum([
    'not-enrolled',
    'enrolled',
    'nothing-begun',
    'password',
    'wrong',
    'passkey',
    'used',
    'locked',
    'other',
    'expired',
    'not-here',
    'full',
    'known',
  ]),
  /** When a lock ends. */
  until: instant.nullable(),
  /** How many more tries there are before the lock. */
  left: z.number().int().nullable(),
});
export type StepUpRefusal = z.infer<typeof stepUpRefusal>;

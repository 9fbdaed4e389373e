import { z } from 'zod';
import { caseId, customerId } from '#shared/lib/ids.ts';
import { localized } from '#shared/lib/localized.ts';
import { type Instant, instant, MINUTE } from '#shared/lib/time.ts';

/** How surely the customer is who they say: `basic` by one kind of step, `strong` by two of different kinds. */
export const customerLevel = z.enum(['none', 'basic', 'strong']);
export type CustomerLevel = z.infer<typeof customerLevel>;

/** What the person has (the registered phone, by a one-time code) and what they know (questions about the account). */
export const verificationKind = z.enum(['code', 'knowledge']);
export type VerificationKind = z.infer<typeof verificationKind>;

/** Wrong answers of one kind in one case before it is locked; a fresh code gives no fresh tries. */
export const VERIFICATION_TRIES = 3;
/** How long a code, or a set of questions, can be answered. */
export const CODE_LIFE = 10 * MINUTE;
/** How long a passed step counts, and how long a locked kind stays locked. */
export const LEVEL_LIFE = 30 * MINUTE;

/** How one kind of step stands in a case; `expiresAt` is the end of what is pending, passed or locked. */
export const verificationStep = z.object({
  kind: verificationKind,
  state: z.enum(['open', 'pending', 'passed', 'locked']),
  triesLeft: z.number().int().min(0),
  expiresAt: instant.nullable(),
});
export type VerificationStep = z.infer<typeof verificationStep>;

/** The level that a customer has in one case, by the wallet's word; another case has its own. */
export const verificationStanding = z.object({
  customer: customerId,
  caseId,
  level: customerLevel,
  /** When the level falls; null where there is none. */
  expiresAt: instant.nullable(),
  steps: z.array(verificationStep),
});
export type VerificationStanding = z.infer<typeof verificationStanding>;

/** A code went to the registered phone, which is told masked. */
export const codeSent = z.object({ sentTo: z.string(), expiresAt: instant, triesLeft: z.number().int() });
export type CodeSent = z.infer<typeof codeSent>;

export const knowledgeQuestion = z.object({ id: z.string().min(1).max(64), text: localized, choices: z.array(z.string()).optional() });
/** Questions to ask the customer; all must be answered rightly in one go. */
export const knowledgeCheck = z.object({ questions: z.array(knowledgeQuestion).min(1), expiresAt: instant, triesLeft: z.number().int() });
export type KnowledgeCheck = z.infer<typeof knowledgeCheck>;

/** How the customer stands, with what they were sent and asked that can still be answered; null where there is none, or another console asked. */
export const verificationShown = verificationStanding.extend({ sent: codeSent.nullable(), asked: knowledgeCheck.nullable() });
export type VerificationShown = z.infer<typeof verificationShown>;

export const knowledgeAnswers = z.array(z.object({ id: z.string().min(1).max(64), answer: z.string().max(100) })).max(10);
export type KnowledgeAnswers = z.infer<typeof knowledgeAnswers>;

/** What came of a try; `not-begun`: nothing is pending, or what was is over. */
export const verificationOutcome = z.enum(['passed', 'wrong', 'locked', 'not-begun']);
export const verificationAnswer = z.object({ outcome: verificationOutcome, standing: verificationStanding });
export type VerificationAnswer = z.infer<typeof verificationAnswer>;

/** The level that passed steps give at a moment, and when it falls. */
export function levelAt(steps: readonly Pick<VerificationStep, 'kind' | 'state' | 'expiresAt'>[], now: Instant) {
  const ends = steps.flatMap(({ state, expiresAt }) => (state === 'passed' && expiresAt !== null && expiresAt > now ? [expiresAt] : []));
  const level: CustomerLevel = ends.length === 0 ? 'none' : ends.length === 1 ? 'basic' : 'strong';
  return { level, expiresAt: ends.length === 0 ? null : Math.min(...ends) };
}

/** Whether one level is at least another. */
export function reaches(level: CustomerLevel, wanted: CustomerLevel): boolean {
  return customerLevel.options.indexOf(level) >= customerLevel.options.indexOf(wanted);
}

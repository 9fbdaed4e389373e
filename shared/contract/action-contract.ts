import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { actionKey, actionReason, requestedBody } from '#shared/case/account-action.ts';
import { inboxRow } from '#shared/case/inbox-row.ts';
import { contractErrors } from '#shared/contract/errors.ts';
import { LEAST_WORDS, reasonWords } from '#shared/desk/reasons.ts';
import { stepUpRefusal } from '#shared/desk/step-up.ts';
import { caseId, eventId, personId } from '#shared/lib/ids.ts';
import { instant } from '#shared/lib/time.ts';
import { account } from '#shared/wallet/account.ts';
import { actionLimits } from '#shared/wallet/action-limits.ts';
import { actionInput, refusalReason } from '#shared/wallet/actions.ts';
import { promotion } from '#shared/wallet/promotion.ts';
import { maskedText } from '#shared/wallet/tokens.ts';
import { codeSent, knowledgeAnswers, knowledgeCheck, verificationAnswer, verificationShown, verificationStanding } from '#shared/wallet/verification.ts';

const base = oc.errors(contractErrors);
/** `elsewhere`: what the action needs lies on the console of whoever asked. */
const refused = { ACTION_REFUSED: { data: z.object({ reason: z.union([refusalReason, z.literal('elsewhere')]) }) } };
const withProof = base.errors({ ...refused, STEP_UP_REFUSED: { data: stepUpRefusal } });
const ofCase = z.object({ caseId });
const ofAction = z.object({ caseId, key: actionKey });

const accountActionState = z.enum(['waiting', 'sent', 'completed', 'begun', 'failed', 'rejected', 'unknown']);

/** An action with its case, as lists show it. */
export const actionView = z.object({
  ...requestedBody.shape,
  caseId,
  request: eventId,
  by: personId,
  at: instant,
  state: accountActionState,
  changedAt: instant,
  secondPerson: personId.nullable(),
  failure: z.string().nullable(),
  transaction: z.string().nullable(),
  expectedBy: instant.nullable(),
  told: z.boolean(),
  /** Null where the case is not at hand. */
  row: inboxRow.nullable(),
});
export type ActionView = z.infer<typeof actionView>;

/** What the table of proofs looks at, as the wallet says it now. */
export const actionFacts = z.object({ account, verification: verificationStanding, promotions: z.array(promotion), limits: actionLimits });
export type ActionFacts = z.infer<typeof actionFacts>;

/** What is to be done, why, and what the customer is written once it is done; with `other` the words say why. */
export const actionWish = z
  .object({
    ...ofAction.shape,
    /** `reason` is made by the host, of code and words. */
    input: actionInput,
    reason: actionReason,
    words: reasonWords,
    tell: z.string().trim().min(1).max(2000).nullable(),
    /** The account's version as the screen shows it. */
    seen: z.string().max(64),
    proof: z.string().min(1).max(200).nullable(),
  })
  .refine(({ reason, words }) => reason !== 'other' || words.length >= LEAST_WORDS, { path: ['words'] });

/** The calls by which customers show who they are and their accounts are acted on. No session of a trainer may give any. */
export const actionContract = {
  verification: {
    /** How the case's customer stands, by the wallet's word, and what they were sent or asked that can still be answered. */
    standing: base.input(ofCase).output(verificationShown),
    /** Sends a one-time code to the registered phone. */
    beginCode: base.errors(refused).input(ofCase).output(codeSent),
    checkCode: base
      .errors(refused)
      .input(ofCase.extend({ code: z.string().trim().min(1).max(20) }))
      .output(verificationAnswer),
    beginKnowledge: base.errors(refused).input(ofCase).output(knowledgeCheck),
    answerKnowledge: base
      .errors(refused)
      .input(ofCase.extend({ answers: knowledgeAnswers.min(1) }))
      .output(verificationAnswer),
  },
  accountActions: {
    facts: base.input(ofCase).output(actionFacts),
    /** On record before the wallet is asked; answers how it stands then. A repeat of a key answers the same. */
    request: withProof.input(actionWish).output(z.object({ state: accountActionState })),
    /** Takes back what waits for a second person. */
    withdraw: base.input(ofAction).output(z.object({})),
    /** Asks the wallet what became of it. */
    lookAgain: base.input(ofAction).output(z.object({ state: accountActionState })),
    /** What I asked for that is not over, and what ended within the hour: at once, and with each change. */
    mine: base.output(eventIterator(z.array(actionView))),
    /** What waits for a second person, oldest first: at once, and with each change. */
    approvals: base.output(eventIterator(z.array(actionView))),
    /** One that waits, with the account as it is now; that it is looked at is on record before it answers. */
    approval: base
      .input(ofAction)
      .output(z.object({ account, verification: verificationStanding, words: maskedText.nullable(), phone: maskedText.nullable() })),
    /** Approves by one's own proof, and has it done. `seen` is the account's version as `approval` gave it. */
    approve: withProof.input(ofAction.extend({ seen: z.string().max(64), proof: z.string().min(1).max(200) })).output(z.object({ state: accountActionState })),
    reject: base.input(ofAction.extend({ words: reasonWords.min(LEAST_WORDS) })).output(z.object({})),
  },
};

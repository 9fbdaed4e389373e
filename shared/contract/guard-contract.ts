import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { contractErrors } from '#shared/contract/errors.ts';
import { auditView, copiedValue, supervisorAlert, verifyFrame } from '#shared/contract/guard-schemas.ts';
import { auditFilter, auditState } from '#shared/desk/audit.ts';
import { passkey, passkeyAnswer, passkeyCreation, passkeyMade, passkeyName, passkeyRequest } from '#shared/desk/passkey.ts';
import { password } from '#shared/desk/password-rules.ts';
import { accountField, glassReason, LEAST_WORDS, reasonWords, revealReason } from '#shared/desk/reasons.ts';
import { enrolmentProof, proofName, proofPurpose, stepUpCode, stepUpRefusal, stepUpState } from '#shared/desk/step-up.ts';
import { caseId, customerId, personId, token } from '#shared/lib/ids.ts';
import { instant } from '#shared/lib/time.ts';
import { sensitiveKind } from '#shared/wallet/tokens.ts';

const base = oc.errors(contractErrors);
const withProof = base.errors({ STEP_UP_REFUSED: { data: stepUpRefusal } });
/** With `other` the words say what. */
const why = { reason: revealReason, words: reasonWords };
const saysWhat = ({ reason, words }: { readonly reason: string; readonly words: string }) => reason !== 'other' || words.length >= LEAST_WORDS;
/** Which case that is not one's own, or which customer without any case. */
const closedThing = z.union([z.object({ caseId }), z.object({ customer: customerId })]);
const limited = { REVEAL_LIMITED: { data: z.object({ until: instant }) } };

const enrolment = z.object({ proof: enrolmentProof.nullable(), password: password.nullable() });
const given = z.object({ proof: proofName, until: instant });

/** The calls that guard what is shown: full values, proofs, opening without a case, and the record of it all. */
export const guardContract = {
  vault: {
    /** Answers one raw value, after reason and person are on record; to be shown for at most 30 s. */
    reveal: base
      .errors(limited)
      .input(z.object({ caseId, token, ...why }).refine(saysWhat, { path: ['words'] }))
      .output(z.object({ kind: sensitiveKind, raw: z.string() })),
    /** The same of a field of the customer's account, which the wallet keeps. */
    revealField: base
      .errors(limited)
      .input(z.object({ caseId, customer: customerId, field: accountField, ...why }).refine(saysWhat, { path: ['words'] }))
      .output(z.object({ raw: z.string() })),
    /** That a value that was shown is about to be copied. */
    copied: base.input(z.object({ caseId, value: copiedValue })).output(z.object({})),
  },
  access: {
    /**
     * Opens a case that is not one's own, with its customer's account, or a customer's account without any case. The
     * case's people see it, supervisors are told. `caseId` is that of the case, or under which the customer is looked at.
     */
    breakGlass: withProof
      .input(closedThing.and(z.object({ reason: glassReason, words: reasonWords.min(LEAST_WORDS), proof: proofName, nonce: proofPurpose.shape.nonce })))
      .output(z.object({ caseId, until: instant })),
    /** Until when it is open; null where that was not asked for. */
    leave: base.input(closedThing).output(z.object({ caseId, until: instant.nullable() })),
    /** What supervisors are told of: at once, and with each change. */
    alerts: base.output(eventIterator(z.array(supervisorAlert))),
    /** Lets somebody see full values again who came to the limit; not oneself. */
    liftReveals: base.input(z.object({ person: personId })).output(z.object({})),
  },
  stepUp: {
    state: base.output(stepUpState),
    /** Makes the secret of an app, shown once, in force when a code of it comes back. `proof` is of what one proves oneself by already, `password` one's own where it is asked for. */
    begin: withProof.input(enrolment).output(z.object({ secret: z.string(), uri: z.string() })),
    confirm: withProof.input(z.object({ code: stepUpCode })).output(stepUpState),
    /** Proves who one is, for one purpose; the proof is good once, for a minute, in this session. */
    prove: withProof.input(z.object({ code: stepUpCode, purpose: proofPurpose })).output(given),
    /** Begins a passkey as an app is begun: what the page's authenticator makes it with. */
    beginPasskey: withProof.input(enrolment).output(passkeyCreation),
    confirmPasskey: withProof.input(z.object({ name: passkeyName, made: passkeyMade })).output(stepUpState),
    /** What the page's authenticator is to sign, good for this purpose, once, for a minute, in this session. */
    askPasskey: withProof.input(z.object({ purpose: proofPurpose })).output(passkeyRequest),
    provePasskey: withProof.input(z.object({ answer: passkeyAnswer, purpose: proofPurpose })).output(given),
    removePasskey: withProof.input(z.object({ id: passkey.shape.id, proof: proofName })).output(stepUpState),
  },
  audit: {
    /** How the chain stands: at once, and with each change. */
    follow: base.output(eventIterator(auditState)),
    page: base.input(auditFilter).output(z.object({ entries: z.array(auditView) })),
    /** Reads the whole chain and compares it with the heads in the engine's log. */
    verify: base.output(eventIterator(verifyFrame)),
  },
};

import { z } from 'zod';
import { actionEnd, actionKey, requestedBody, requestedContent, verificationStepNote } from '#shared/case/account-action.ts';
import { attachment, MAX_ATTACHMENTS, original } from '#shared/case/attachment.ts';
import { callDirection } from '#shared/case/call.ts';
import { channelKind, visibility } from '#shared/case/channel.ts';
import { deliveryState } from '#shared/case/delivery.ts';
import { erasureReason, MOST_ERASED_TOKENS } from '#shared/case/erasure.ts';
import { incidentAnswer } from '#shared/case/incident.ts';
import { MAX_ADDRESS, recipients } from '#shared/case/recipients.ts';
import { sentTemplate, templateValue } from '#shared/case/reply-template.ts';
import { MOST_SPLIT } from '#shared/case/split.ts';
import { surveyScore } from '#shared/case/survey.ts';
import { caseId, customerId, eventId, incidentId, type PersonId, personId, queueId, token, transactionId } from '#shared/lib/ids.ts';
import { type Instant, instant } from '#shared/lib/time.ts';
import { maskedText } from '#shared/wallet/tokens.ts';

const bounded = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) => z.object({ type: z.literal(type), ...shape });

/** Whose the other of two merged cases is, and as whom the wallet names them; null where that is not known. */
const theirs = { customer: customerId.nullable(), name: z.string().max(200).nullable() };

/** What follows a call: nothing, and the case is closed; a call at a promised time; waiting for the other side. */
export const callFollowUp = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), disposition: z.string().min(1).max(64).nullable() }),
  z.object({ kind: z.literal('callBack'), at: instant }),
  z.object({ kind: z.literal('wait') }),
]);
export type CallFollowUp = z.infer<typeof callFollowUp>;

/**
 * What a person or the system may ask of a case, after the edge has masked its texts. Imperative; `decide` answers
 * each with events or with a refusal.
 */
export const caseCommand = z.discriminatedUnion('type', [
  bounded('accept', {}),
  bounded('assign', { to: personId }),
  bounded('decline', {}),
  bounded('release', { reason: z.enum(['agent', 'console-lost', 'supervisor']) }),
  /** `for`: the case that was split off and is answered by this one's thread. `forwards`: the message that is sent on. `template`: what the text is made of, which goes out when the window is over too. */
  bounded('reply', {
    text: maskedText,
    attachments: z.array(attachment).max(MAX_ATTACHMENTS),
    for: caseId.optional(),
    recipients: recipients.optional(),
    forwards: eventId.optional(),
    template: sentTemplate.extend({ values: z.array(templateValue).max(100) }).optional(),
  }),
  bounded('addNote', { text: maskedText }),
  bounded('tag', { add: z.array(z.string().min(1).max(64)).max(50), remove: z.array(z.string().min(1).max(64)).max(50) }),
  bounded('prioritise', { priority: z.number().int().min(0).max(3) }),
  bounded('transfer', { queue: queueId, to: personId.optional(), note: z.string().max(2000) }),
  bounded('snooze', { until: instant }),
  bounded('wake', { reason: z.enum(['due', 'agent']) }),
  bounded('wrapUp', {}),
  bounded('endWrapUp', { until: instant }),
  bounded('miss', { by: personId }),
  bounded('resolve', { disposition: z.string().min(1).max(64).nullable(), comment: z.string().max(2000) }),
  bounded('reopen', {}),
  bounded('startCall', { direction: callDirection, number: maskedText.nullable() }),
  bounded('endCall', { outcome: z.string().min(1).max(64), followUp: callFollowUp }),
  /** Another time to call back at; `giveCallBack` makes it a colleague's, `endCallBack` says that nobody need call. */
  bounded('moveCallBack', { at: instant }),
  bounded('giveCallBack', { to: personId }),
  bounded('endCallBack', {}),
  bounded('movePrivate', { line: maskedText.nullable() }),
  bounded('identify', {
    customer: customerId.nullable(),
    how: z.enum(['agent', 'signed-link', 'channel', 'match']),
    name: z.string().max(200).optional(),
  }),
  bounded('linkTransaction', { transaction: transactionId }),
  bounded('unlinkTransaction', { transaction: transactionId }),
  bounded('linkIncident', { incident: incidentId }),
  bounded('unlinkIncident', { incident: incidentId }),
  /** Tells the customer what the incident's many are told, once each, without taking the case; links it too. */
  bounded('answerIncident', { answers: incidentAnswer, text: maskedText }),
  /** Lets the case go on in another, of which the caller says the channel and whose it is; `confirmed` where one of the two is a stranger's. */
  bounded('merge', { into: caseId, channel: channelKind, ...theirs, confirmed: z.boolean() }),
  bounded('unmerge', {}),
  /** From a message of the customer on it becomes a case of its own, `newCase`, in a queue; `keeps`: with who asks. */
  bounded('split', { newCase: caseId, from: eventId, messages: z.array(eventId).min(1).max(MOST_SPLIT).optional(), queue: queueId, keeps: z.boolean() }),
  /** The other side of `merge` and `unmerge`, and what is said on a line; no person gives these. */
  bounded('takeLine', { line: caseId, channel: channelKind, by: personId, ...theirs, waitingSince: instant.nullable() }),
  bounded('dropLine', { line: caseId, by: personId }),
  bounded('noteLine', {
    line: caseId,
    message: eventId,
    by: z.enum(['customer', 'other', 'desk', 'taken-back']),
    wroteAt: instant.optional(),
    text: z.string(),
  }),
  bounded('markRead', { by: z.enum(['customer', 'agent']), upTo: eventId }),
  bounded('recordDelivery', {
    message: eventId,
    state: deliveryState.exclude(['queued']),
    reason: z.string().max(500).optional(),
  }),
  /** Surely not sent, and tried again: `next` is when. */
  bounded('postponeDelivery', { message: eventId, reason: z.string().min(1).max(500), next: instant }),
  bounded('withdraw', { message: eventId }),
  bounded('sendAgain', { message: eventId }),
  bounded('confirmArrival', { message: eventId }),
  bounded('erase', { reason: erasureReason, tokens: z.array(token).max(MOST_ERASED_TOKENS) }),
  /** What the wallet said of a step by which the customer shows who they are. */
  bounded('noteVerification', { customer: customerId, step: verificationStepNote }),
  bounded('requestAction', { ...requestedBody.shape, ...requestedContent.shape }),
  /** `seen` is the account's version as the second person saw it. */
  bounded('approveAction', { key: actionKey, seen: z.string().max(64), host: z.string().max(64) }),
  bounded('rejectAction', { key: actionKey, words: maskedText }),
  bounded('withdrawAction', { key: actionKey }),
  /** What the wallet said of it, or nobody; no person gives it. */
  bounded('settleAction', { key: actionKey, end: actionEnd }),
  /** The customer alone, once the contact is closed. */
  bounded('answerSurvey', { score: surveyScore, text: maskedText }),
  bounded('receive', {
    text: maskedText,
    attachments: z.array(attachment).max(MAX_ATTACHMENTS),
    providerId: z.string().max(200).optional(),
    visibility: visibility.optional(),
    original: original.optional(),
    recipients: recipients.optional(),
    wroteAt: instant.optional(),
  }),
]);
export type CaseCommand = z.infer<typeof caseCommand>;

/** Why a command was not carried out; stable codes, worded by the catalogues. */
export const refusalCode = z.enum([
  'no-such-case',
  'read-only',
  'not-waiting',
  'taken',
  'not-yours',
  'already-resolved',
  'not-resolved',
  'not-snoozed',
  'time-passed',
  'not-allowed',
  'empty',
  'too-long',
  'attachments-not-allowed',
  'quota-used',
  'window-closed',
  'unknown-message',
  'already-left',
  'not-left',
  'disposition-needed',
  'call-running',
  'on-a-call',
  'no-call',
  /** Nobody is to be called back. */
  'no-call-back',
  'no-written-replies',
  'sensitive-in-public',
  /** The engine will not take what was decided, now or later. */
  'engine-refused',
  /** A file that goes with the words is not in the case. */
  'attachment-missing',
  /** Its author took it back before it was carried out. */
  'taken-back',
  'erased',
  /** The case is about somebody else by now. */
  'other-customer',
  /** The same is asked for already, or nobody knows yet what became of it. */
  'action-pending',
  'no-such-action',
  /** It waits for nobody any more. */
  'not-pending',
  'same-person',
  /** The account is not as it was when this was asked for. */
  'account-changed',
  /** The customer was sent these words of the incident before. */
  'incident-answered',
  /** The customer has said already how this contact was. */
  'survey-answered',
  /** It goes on in another case. */
  'merged',
  /** Others go on in it, or it is the same case. */
  'has-merged',
  /** Nobody said yet that both are of the same customer. */
  'not-confirmed',
  /** From this message on it is a case of its own already. */
  'already-split',
  /** That case was not split off from this one. */
  'not-split',
  /** It is answered by the thread of the case that it was split from. */
  'answered-there',
  /** Only mails go to others than the customer. */
  'recipients-not-allowed',
  /** `address` is none, or one that the case does not know any more. */
  'bad-recipient',
  /** `address` is the desk's own: what is sent there comes back. */
  'own-recipient',
  /** What is sent on goes to others than the customer. */
  'customer-recipient',
  'too-many-recipients',
  'no-recipient',
  /** The channel has no such. */
  'no-templates',
  /** The account has it no longer, or it may not be sent. */
  'template-gone',
  /** A value does not fit, or hides a number only together with the words around it. */
  'template-values',
]);
export type RefusalCode = z.infer<typeof refusalCode>;

export interface Refusal {
  readonly code: RefusalCode;
  /** Who holds the case, with `taken`. */
  readonly by?: PersonId | undefined;
  /** Since when, with `taken` and `erased`; the newer console's event type, with `read-only`. */
  readonly at?: Instant | undefined;
  readonly type?: string | undefined;
  /** As its author typed it, with `bad-recipient`, `own-recipient` and `customer-recipient`. */
  readonly address?: string | undefined;
}

export interface RefusalInput extends Omit<Refusal, 'by'> {
  readonly by?: string | undefined;
}

// Named, for it stands in the contract with each method, and the compiler has a limit to what it writes out.
export const refusal: z.ZodType<Refusal, RefusalInput> = z.object({
  code: refusalCode,
  by: personId.optional(),
  at: instant.optional(),
  type: z.string().optional(),
  address: z.string().max(MAX_ADDRESS).optional(),
});

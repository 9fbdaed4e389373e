import { z } from 'zod';
import { actionSubject, requestedBody, requestedContent, verificationBodies } from '#shared/case/account-action.ts';
import { agentState } from '#shared/case/agent-state.ts';
import { attachment, original } from '#shared/case/attachment.ts';
import { callDirection, missedReason } from '#shared/case/call.ts';
import { channelKind, openingForm, visibility } from '#shared/case/channel.ts';
import { deliveryState } from '#shared/case/delivery.ts';
import { erasureReason, MOST_ERASED_TOKENS } from '#shared/case/erasure.ts';
import { incidentAnswer, incidentDraft, incidentWords } from '#shared/case/incident.ts';
import { MAX_ADDRESS, recipients } from '#shared/case/recipients.ts';
import { sentTemplate, templateValue } from '#shared/case/reply-template.ts';
import { seenPanel } from '#shared/case/seen-panel.ts';
import { MOST_SPLIT } from '#shared/case/split.ts';
import { surveyScore } from '#shared/case/survey.ts';
import { blobHash, caseId, customerId, eventId, incidentId, personId, queueId, token, transactionId } from '#shared/lib/ids.ts';
import { language } from '#shared/lib/localized.ts';
import { instant } from '#shared/lib/time.ts';
import { maskedText } from '#shared/wallet/tokens.ts';

/**
 * The one vocabulary. Each type has a `body` that may be read by anyone who follows the log, and, where it carries
 * what a person wrote or is called, a `content` that is sealed with the case's data key. State folds over bodies
 * alone, so that a case whose keys were dropped still folds; contents are only shown.
 */
const none = z.object({});

const lineSide = z.enum(['into', 'from']);

const declare = <B extends z.ZodType, C extends z.ZodType | undefined = undefined>(body: B, content?: C) => ({
  body,
  content: content as C,
});

export const eventTypes = {
  'case.opened': declare(
    z.object({
      channel: channelKind,
      queue: queueId,
      language,
      priority: z.number().int().min(0).max(3),
      /** The thread's key at its channel: the visitor's pseudonym, a Message-ID, a provider's open id. */
      thread: z.string().max(200),
      customer: customerId.optional(),
      /** Whether everybody can read the thread; private where it is not said. */
      visibility: visibility.optional(),
      /** The form that it came by: the one before a chat, or the one that stands for it while nobody is there. */
      form: openingForm.optional(),
      /** Of which case's thread it is, and from which message on: see `split.ts`. */
      splitFrom: z.object({ case: caseId, from: eventId, messages: z.array(eventId).max(MOST_SPLIT).optional() }).optional(),
    }),
    z.object({
      contactName: z.string().max(200).optional(),
      subject: z.string().max(500).optional(),
      /** Where answers go, masked: an e-mail address, a number. */
      contactAddress: maskedText.optional(),
      /** Sealed beside the case: what answers reach the customer by, where that is a number or an address of theirs. */
      reach: blobHash.optional(),
    }),
  ),
  'case.claimed': declare(z.object({ by: personId })),
  'case.declined': declare(z.object({ by: personId })),
  /** It rang at a person who did not answer in time. */
  'case.missed': declare(z.object({ by: personId })),
  'case.released': declare(z.object({ reason: z.enum(['agent', 'console-lost', 'supervisor']) })),
  'case.transferred': declare(z.object({ queue: queueId, to: personId.optional() }), z.object({ note: z.string().max(2000) })),
  'case.snoozed': declare(z.object({ until: instant, reason: z.enum(['call-back']).optional() })),
  'case.woken': declare(z.object({ reason: z.enum(['due', 'agent', 'customer-wrote', 'other-wrote']) })),
  'case.prioritised': declare(z.object({ priority: z.number().int().min(0).max(3) })),
  'case.tagged': declare(z.object({ add: z.array(z.string()), remove: z.array(z.string()) })),
  /** The contact is over and is written up until then: after-call work. */
  'case.wrapUp': declare(z.object({ until: instant })),
  /** Without a disposition only where the queue asks for none. */
  'case.resolved': declare(z.object({ disposition: z.string().nullable() }), z.object({ comment: z.string().max(2000) })),
  /** `other-wrote`: somebody whom the case was sent on to; the customer waits for nothing by it. */
  'case.reopened': declare(z.object({ reason: z.enum(['customer-wrote', 'agent', 'other-wrote']) })),
  /**
   * The case goes on in another (`into`), or another goes on in it (`from`): see `line.ts`. `channel` is the other's;
   * `identified`: whose it is was said by this alone; `by` did it, where the other side is put on record for them, and
   * the customer waited there since `waitingSince`.
   */
  'case.merged': declare(
    z.object({
      case: caseId,
      side: lineSide,
      channel: channelKind,
      identified: z.boolean().optional(),
      by: personId.optional(),
      waitingSince: instant.optional(),
    }),
  ),
  'case.unmerged': declare(z.object({ case: caseId, side: lineSide, by: personId.optional() })),
  /** Of messages of the customer, the first of which is `from`, a case of its own was made: see `split.ts`. `keeps`: it is whoever's did it. */
  'case.split': declare(z.object({ case: caseId, from: eventId, messages: z.array(eventId).max(MOST_SPLIT).optional(), queue: queueId, keeps: z.boolean() })),
  /** Something was said on a line of the case, or on the thread that it was split from; the content is as much of it as a list shows. `wroteAt` as of the message. */
  'case.lineMoved': declare(
    z.object({ case: caseId, message: eventId, by: z.enum(['customer', 'other', 'desk', 'taken-back']), wroteAt: instant.optional() }),
    z.object({ text: z.string().max(500) }),
  ),
  /** From here on the desk answers privately what began in public. */
  'case.movedPrivate': declare(none),
  /** Somebody whose case it is not opened it, with the customer's account, and may look until then. */
  'case.glassBroken': declare(z.object({ by: personId, reason: z.string().min(1).max(40), until: instant })),
  /** The contents of the case are gone for good: its data key is dropped. Whoever kept raw values behind the tokens drops them too. */
  'case.erased': declare(z.object({ reason: erasureReason, tokens: z.array(token).max(MOST_ERASED_TOKENS) })),
  /**
   * `aside`: somebody else wrote it, to the desk alone: it is nothing that the customer said or got. `wroteAt`: when it was
   * written, where the channel or the mail says that it was before it came here.
   */
  'message.received': declare(
    z.object({ providerId: z.string().max(200).optional(), visibility: visibility.optional(), aside: z.boolean().optional(), wroteAt: instant.optional() }),
    maskedText.extend({ attachments: z.array(attachment), original: original.optional(), recipients: recipients.optional() }),
  ),
  /**
   * `answers`: it is what an incident's customers are told. `for`: the case that was split off, which it answers.
   * `forwards`: the message that it sends on, to others than the customer. `template`: it goes out as this approved
   * message, with `values` in its places.
   */
  'message.sent': declare(
    z.object({
      visibility: visibility.optional(),
      answers: incidentAnswer.optional(),
      for: caseId.optional(),
      forwards: eventId.optional(),
      template: sentTemplate.optional(),
    }),
    maskedText.extend({ attachments: z.array(attachment), recipients: recipients.optional(), values: z.array(templateValue).max(100).optional() }),
  ),
  /**
   * How far a message of the desk got. None yet: it may still be taken back. `sending` stands before the provider is
   * asked, so that a stop in between is seen; `queued` is an agent's wish to send it again, or, with `next`, the desk's
   * own: the provider surely did not get it, and is asked once more then.
   */
  'message.delivery': declare(z.object({ message: eventId, state: deliveryState, reason: z.string().max(500).optional(), next: instant.optional() })),
  /** Taken back before it left. */
  'message.withdrawn': declare(z.object({ message: eventId })),
  /** Everything up to and including `upTo` was seen by the side named. */
  'message.read': declare(z.object({ by: z.enum(['customer', 'agent']), upTo: eventId })),
  'message.redacted': declare(z.object({ message: eventId })),
  'note.added': declare(none, maskedText),
  /** The content is the other side's number, masked; null where it is not known. */
  'call.started': declare(z.object({ direction: callDirection }), z.object({ number: maskedText.nullable() })),
  /** The telephone system says that the line is free again; how the call went is said by its end. */
  'call.hungUp': declare(z.object({ call: eventId })),
  /** Somebody called and nobody of the desk noted it: they are to be called back. The content is their number, masked. */
  'call.missed': declare(z.object({ direction: callDirection, reason: missedReason }), z.object({ number: maskedText.nullable() })),
  /** Who was to be called back need not be any more. */
  'call.callBackDone': declare(none),
  /** `followUp` is when the desk promised to call back. */
  'call.ended': declare(z.object({ call: eventId, outcome: z.string().min(1).max(64), seconds: z.number().int().nonnegative(), followUp: instant.optional() })),
  /** `name` is the customer's as the wallet shows it, masked. */
  'customer.identified': declare(
    z.object({ customer: customerId.nullable(), how: z.enum(['agent', 'signed-link', 'channel', 'match']) }),
    z.object({ name: z.string().max(200).optional() }),
  ),
  'transaction.linked': declare(z.object({ transaction: transactionId })),
  'transaction.unlinked': declare(z.object({ transaction: transactionId })),
  /** The customer is asked to show who they are; what they are asked and what they answer is on no record. */
  'verification.begun': declare(verificationBodies.begun),
  'verification.passed': declare(verificationBodies.passed),
  'verification.failed': declare(verificationBodies.failed),
  'verification.locked': declare(verificationBodies.locked),
  /** Something is to be done to the customer's account: it stands here before the wallet is asked. */
  'action.requested': declare(requestedBody, requestedContent),
  /** A second person has looked: `host` asks the wallet from now on. */
  'action.approved': declare(actionSubject.extend({ host: z.string().max(64) })),
  'action.rejected': declare(actionSubject, maskedText),
  /** Done, or in hand (`begun`). */
  'action.completed': declare(
    actionSubject.extend({ state: z.enum(['completed', 'begun']), transaction: z.string().max(64).optional(), expectedBy: instant.optional() }),
  ),
  'action.failed': declare(actionSubject.extend({ reason: z.string().min(1).max(100) })),
  /** It was sent, and nobody heard what became of it: it is read back before anything is repeated. */
  'action.unknown': declare(actionSubject.extend({ cause: z.enum(['no-answer', 'bad-answer', 'interrupted']) })),
  /** What the customer says of the contact once it is closed: 1 is poor, 5 is very good; the words may be none. */
  'survey.answered': declare(z.object({ score: surveyScore }), maskedText),
  /** The case is one of an incident's many. */
  'case.incidentLinked': declare(z.object({ incident: incidentId })),
  'case.incidentUnlinked': declare(z.object({ incident: incidentId })),
  'incident.opened': declare(incidentDraft),
  /** The whole of what is said of it from now on. */
  'incident.changed': declare(incidentDraft),
  /** It is over; the words are what its customers may be told. */
  'incident.closed': declare(z.object({ closing: incidentWords })),
  'agent.signedIn': declare(none),
  'agent.signedOut': declare(none),
  /** `reason` names one of the desk's state reasons; the actor is whoever changed it. */
  'agent.stateChanged': declare(z.object({ state: agentState, reason: z.string().min(1).max(64).optional() })),
  /** Somebody opened a customer's account without any case, and may look until then; `look` is what their looks are recorded under. */
  'agent.glassBroken': declare(z.object({ customer: customerId, look: caseId, reason: z.string().min(1).max(40), until: instant })),
  /** The whole of a review as it stands; saving again replaces it, and what it was before stays in the log. */
  'review.saved': declare(
    z.object({
      case: caseId,
      /** Whose work is reviewed. */
      agent: personId,
      scorecard: z.object({ id: z.string().min(1).max(64), version: z.number().int().positive() }),
      /** Calibration reviews are compared with those of others on the same case and count for nobody. */
      purpose: z.enum(['quality', 'calibration']),
      /** `value` is a point of the question's scale; null: not applicable. */
      answers: z.array(z.object({ question: z.string().min(1).max(64), value: z.number().int().nullable() })).max(200),
    }),
    z.object({ comments: z.array(maskedText.extend({ question: z.string().max(64).nullable() })).max(200) }),
  ),
  /** A remark pinned to a moment of the case, and to the entry that stood there. */
  'review.noted': declare(
    z.object({
      case: caseId,
      at: instant,
      event: eventId.nullable(),
      question: z.string().min(1).max(64).nullable(),
      mark: z.enum(['good', 'neutral', 'poor', 'training']),
    }),
    maskedText,
  ),
  /** A remark reads otherwise from now on; its author alone says so. */
  'review.noteChanged': declare(z.object({ case: caseId, note: eventId, mark: z.enum(['good', 'neutral', 'poor', 'training']) }), maskedText),
  /** A remark stands no longer; what it said stays in the log. */
  'review.noteRemoved': declare(z.object({ case: caseId, note: eventId })),
  /** Items of the desk's lists as they are from now on; null: no longer there. All of them changed together. */
  'desk.changed': declare(
    z.object({
      changes: z.array(z.object({ list: z.string().min(1).max(64), id: z.string().min(1).max(64), value: z.unknown() })).max(20_000),
      how: z.enum(['edited', 'imported', 'undone', 'seeded', 'set-up']),
    }),
  ),
  /** The templates of an account at a platform, told by whoever has it: a blob of theirs; about the desk's templates. */
  'desk.templatesTold': declare(z.object({ account: z.string().min(1).max(64), blob: blobHash })),
  /** The addresses at which a host takes mail for the desk, all that it has from now on; about the desk's templates, as it is told by the same hosts. */
  'desk.addressesTold': declare(z.object({ host: z.string().min(1).max(64), addresses: z.array(z.string().min(1).max(MAX_ADDRESS)).max(500) })),
  'trail.seen': declare(z.object({ customer: customerId, panel: seenPanel, blob: blobHash })),
  /** Somebody looked at a running case without its people being told. */
  'trail.observed': declare(none),
  /** Somebody played the closed case again. */
  'trail.replayed': declare(none),
  /** A recovery key of a console's data was made, and used to open it; about the data folder. */
  'trail.recoveryKeyMade': declare(none),
  'trail.recoveryKeyUsed': declare(none),
  'trail.searched': declare(z.object({ hits: z.number().int().nonnegative(), byToken: z.boolean() })),
  'trail.revealed': declare(z.object({ token, reason: z.string().min(1).max(500) })),
  /** A value of the customer's account was shown in full, which the wallet keeps and the desk does not. */
  'trail.fieldRevealed': declare(z.object({ customer: customerId, field: z.string().min(1).max(40), reason: z.string().min(1).max(40) })),
  /** The end of a host's own audit at a moment; about the data folder. */
  'trail.auditHead': declare(z.object({ n: z.number().int().positive(), hash: z.string().regex(/^[0-9a-f]{64}$/) })),
} as const;

export type EventType = keyof typeof eventTypes;
export type BodyOf<T extends EventType> = z.infer<(typeof eventTypes)[T]['body']>;
export type ContentOf<T extends EventType> = (typeof eventTypes)[T]['content'] extends z.ZodType ? z.infer<(typeof eventTypes)[T]['content']> : undefined;

/** Whether `type` is one this console knows. */
export function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventTypes, type);
}

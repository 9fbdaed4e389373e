import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { attachment, MAX_ATTACHMENTS, MAX_MESSAGE_LENGTH } from '#shared/case/attachment.ts';
import { MAX_SURVEY_WORDS, surveyScore } from '#shared/case/survey.ts';
import { EMAIL, PHONE } from '#shared/contract/contact-patterns.ts';
import { contractErrors, uploadFault } from '#shared/contract/errors.ts';
import { commandId, eventId, queueId } from '#shared/lib/ids.ts';
import { language, localized } from '#shared/lib/localized.ts';
import { instant } from '#shared/lib/time.ts';

const base = oc.errors(contractErrors);

/** A message as the customer sees it; what the customer wrote comes back as they wrote it only on their own page's memory, else masked. */
export const chatMessage = z.object({
  id: eventId,
  from: z.enum(['me', 'agent']),
  at: instant,
  text: z.string(),
  attachments: z.array(attachment),
  /** The command that sent it, so that a page can settle what it showed as being sent. */
  commandId: commandId.optional(),
});
export type ChatMessage = z.infer<typeof chatMessage>;

/** Whose thread it is, told apart from every other and saying nothing of them. */
const threadMark = z.string().max(64);

export const chatFrame = z.discriminatedUnion('kind', [
  /** Comes first, to a page that asks for it: a browser's visitor may be another than when the page began. */
  z.object({ kind: z.literal('thread'), mark: threadMark }),
  z.object({ kind: z.literal('messages'), messages: z.array(chatMessage) }),
  z.object({ kind: z.literal('typing'), at: instant, over: z.literal(true).optional() }),
  /** The desk has read everything up to this message of the customer. */
  z.object({ kind: z.literal('read'), upTo: eventId }),
  z.object({
    kind: z.literal('status'),
    status: z.enum(['new', 'waiting', 'open', 'resolved']),
    /** In both languages: the page shows the one it is in. */
    agentName: localized.nullable(),
    /** What the customer said of the contact that was closed last. */
    rated: surveyScore.nullable(),
    /** Whether the desk takes nothing more from this visitor. */
    blocked: z.boolean(),
  }),
  /** The how manyth of those who wait for the same people; null while nobody waits for anybody. */
  z.object({ kind: z.literal('place'), place: z.number().int().positive().nullable() }),
]);
export type ChatFrame = z.infer<typeof chatFrame>;

/** A text on the screen of a demo customer's phone. */
export const phoneText = z.object({ at: instant, text: localized });
export type PhoneText = z.infer<typeof phoneText>;

/** What somebody says of themselves before their first message; counts for a thread without a case alone. */
export const chatContact = z.object({
  name: z.string().max(200).optional(),
  email: z.string().regex(EMAIL).optional(),
  phone: z.string().regex(PHONE).optional(),
  topic: queueId.optional(),
});
export type ChatContact = z.infer<typeof chatContact>;

/** What a page is told before anything begins: what is asked of new visitors, and what they find. */
export const chatOpening = z.object({
  form: z
    .object({
      fields: z.array(z.object({ field: z.enum(['name', 'email', 'phone', 'topic']), required: z.boolean() })),
      topics: z.array(z.object({ queue: queueId, name: localized })),
    })
    .nullable(),
  /** Nobody is there: a new visitor leaves a message and where to answer it. */
  away: z.boolean(),
  /** Whether people may chat whom the wallet's app does not name. */
  strangers: z.boolean(),
});
export type ChatOpening = z.infer<typeof chatOpening>;

/** Everything that a customer's chat page may ask of the desk. */
export const chatContract = {
  /** First the thread so far after `after` messages seen, then whatever comes. */
  follow: base.input(z.object({ after: eventId.nullable(), marked: z.boolean().optional() })).output(eventIterator(chatFrame)),
  send: base
    .input(
      z.object({
        commandId,
        text: z.string().max(MAX_MESSAGE_LENGTH),
        attachments: z.array(attachment).max(MAX_ATTACHMENTS),
        language,
        contact: chatContact.optional(),
        /** The thread that the words were written in; another takes none of them. */
        mark: threadMark.optional(),
      }),
    )
    .output(z.object({ message: chatMessage })),
  /** How the contact was that was closed last, in a number and words; once. */
  rate: base.input(z.object({ commandId, score: surveyScore, text: z.string().max(MAX_SURVEY_WORDS), mark: threadMark.optional() })).output(z.object({})),
  typing: base.output(z.object({})),
  /** The customer types no longer. A call of its own: a desk that does not know it would take it for the other. */
  typed: base.output(z.object({})),
  read: base.input(z.object({ upTo: eventId })).output(z.object({})),
  attachment: base.input(z.object({ blob: attachment.shape.blob })).output(z.object({ data: z.base64() })),
  /** The demo alone: what came to the customer's phone lately, newest first; at once, and with each change. */
  phone: base.output(eventIterator(z.object({ texts: z.array(phoneText) }))),
  upload: {
    begin: base
      .errors({ UPLOAD_REFUSED: { data: z.object({ fault: uploadFault }) } })
      .input(z.object({ name: z.string().min(1).max(255), size: z.number().int().min(0) }))
      .output(z.object({ upload: z.string() })),
    chunk: base
      .errors({ UPLOAD_REFUSED: { data: z.object({ fault: uploadFault }) } })
      .input(z.object({ upload: z.string(), data: z.base64().max(700_000) }))
      .output(z.object({ received: z.number().int() })),
    finish: base
      .errors({ UPLOAD_REFUSED: { data: z.object({ fault: uploadFault }) } })
      .input(z.object({ upload: z.string() }))
      .output(attachment),
  },
};

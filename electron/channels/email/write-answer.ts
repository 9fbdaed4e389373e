import { type Answer, type AnswerFault, composeAnswer } from '#electron/channels/email/compose-answer.ts';
import type { EmailParts } from '#electron/channels/email/email-parts.ts';
import type { MailThread } from '#electron/channels/email/mail-book.ts';
import type { MailSender, ReadyMail } from '#electron/channels/email/outgoing-port.ts';
import type { Quoted, SentOn } from '#electron/channels/email/quote-below.ts';
import { subjectToken } from '#electron/channels/email/subject-token.ts';
import { whomItGoesTo } from '#electron/channels/email/whom-it-goes-to.ts';
import type { AnyEvent, KnownEvent } from '#shared/case/envelope.ts';
import type { CaseId, EventId, QueueId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

type SentMessage = KnownEvent<'message.sent'>;

/** A message of the desk as a mail, and what the book must know of it once it has left. */
export interface WrittenAnswer {
  readonly mail: ReadyMail;
  readonly thread: string;
  readonly messageId: string;
  readonly customer: string;
  /** In the place of the customer, where it is sent on. */
  readonly sentOnTo: readonly string[];
  readonly token: string | null;
  /** Whom it goes to beside the customer. */
  readonly beside: readonly string[];
}

export type WriteFault = AnswerFault | 'no-own-address' | 'unknown-thread' | 'attachment-missing' | 'recipients-missing' | 'original-missing' | 'blind-by-file';

/** The thread of a case and what is known of it; null where it is none of e-mail, or forgotten. */
export async function threadOfCase({ book }: EmailParts, events: readonly AnyEvent[]): Promise<{ readonly thread: string; readonly facts: MailThread } | null> {
  const opened = events.find((event) => event.type === 'case.opened');
  const thread = opened?.type === 'case.opened' ? opened.body.thread : null;
  const facts = thread === null ? null : await book.readThread(thread);
  return thread === null || facts === null ? null : { thread, facts };
}

/** The queue in which a case stands after these events. */
export function queueOfCase(events: readonly AnyEvent[]): QueueId | null {
  return events.reduce<QueueId | null>((queue, event) => (event.type === 'case.opened' || event.type === 'case.transferred' ? event.body.queue : queue), null);
}

/** The customer's last message before one of the desk's, as the case has it: masked. What somebody else wrote to the desk alone is none. */
function quotedFor(events: readonly AnyEvent[], sent: SentMessage, facts: MailThread): Quoted | null {
  const opened = events.find((event) => event.type === 'case.opened');
  const last = events.findLast((event) => event.type === 'message.received' && event.at <= sent.at && event.body.aside !== true);
  if (last?.type !== 'message.received' || !last.content || last.content.text === '') return null;
  const language = opened?.type === 'case.opened' ? opened.body.language : 'en';
  // A colleague of theirs who answered to all is not them.
  const who = last.content.recipients?.from?.text ?? (facts.name === '' ? facts.address : facts.name);
  return { who, at: last.body.wroteAt ?? last.at, text: last.content.text, language };
}

/** A message that is sent on, as the case has it: masked, its writer too; null where its words are gone. */
function sentOnOf(events: readonly AnyEvent[], message: EventId, facts: MailThread, desk: string): SentOn | null {
  const event = events.find(({ id }) => id === message);
  const opened = events.find(({ type }) => type === 'case.opened');
  if ((event?.type !== 'message.received' && event?.type !== 'message.sent') || !event.content) return null;
  const customer = [facts.name, opened?.type === 'case.opened' ? opened.content?.contactAddress?.text : undefined].filter((part) => part).join(' ');
  const who = event.type === 'message.sent' ? desk : (event.content.recipients?.from?.text ?? customer);
  const language = opened?.type === 'case.opened' ? opened.body.language : 'en';
  const at = (event.type === 'message.received' ? event.body.wroteAt : undefined) ?? event.at;
  return { who, at, subject: facts.subject, text: event.content.text, language };
}

/** Writes a message of the desk as a mail of its thread. With a sender it bears the case's mark and the sender's signature; as a file it is the text alone. */
export async function writeAnswer(
  parts: EmailParts,
  caseId: CaseId,
  sent: SentMessage,
  from: { readonly name: string; readonly address: string },
  sender: MailSender | null,
): Promise<Result<WrittenAnswer, WriteFault>> {
  const events = await parts.feed.read(caseId);
  const found = await threadOfCase(parts, events);
  if (found === null) return fail('unknown-thread');
  const { thread, facts } = found;
  const attachments: { name: string; type: string; bytes: Uint8Array }[] = [];
  for (const { blob, name, type } of sent.content?.attachments ?? []) {
    const bytes = await parts.readFile(caseId, blob);
    if (bytes === null) return fail('attachment-missing');
    attachments.push({ name, type, bytes });
  }
  const wish = (await parts.wishOf?.(caseId, sent)) ?? ok(null);
  if (!wish.ok) return wish;
  const { forwards } = sent.body;
  const sentOn = forwards === undefined ? null : sentOnOf(events, forwards, facts, from.name);
  if (forwards !== undefined && sentOn === null) return fail('original-missing');
  // Whom it should go to is not known here: the customer must not get it instead.
  if (forwards !== undefined && wish.value === null) return fail('recipients-missing');
  const own = [...[from, ...(parts.outgoing?.own() ?? [])].map(({ address }) => address), ...(parts.ownElsewhere?.() ?? [])];
  const whom = whomItGoesTo({ name: facts.name, address: facts.address }, wish.value, sentOn !== null, own);
  // A file holds all that it is to say to anybody: in it a blind copy would be one no more.
  if (sender === null && whom.bcc.length > 0) return fail('blind-by-file');
  const token = sender === null ? null : subjectToken(caseId);
  const answer: Answer = {
    from,
    ...whom,
    subject: facts.subject,
    ...(token === null ? {} : { token }),
    text: sent.content?.text ?? '',
    signature: sender?.signatureOf(queueOfCase(events)) ?? '',
    quoted: sender?.quotes === true ? quotedFor(events, sent, facts) : null,
    sentOn,
    date: sent.at,
    messageId: `${sent.id}@${from.address.split('@').at(-1) ?? ''}`,
    // What is sent on begins a talk of its own for whoever gets it, and names no mail of the customer's.
    inReplyTo: sentOn === null ? facts.lastId : null,
    references: sentOn === null ? facts.references : [],
    attachments,
  };
  const mail = await composeAnswer(answer);
  if (!mail.ok) return mail;
  const beside = mail.value.to.filter((address) => address !== facts.address);
  const sentOnTo = sentOn === null ? [] : whom.to.map(({ address }) => address);
  return ok({ mail: mail.value, thread, messageId: answer.messageId, customer: facts.address, sentOnTo, token, beside });
}

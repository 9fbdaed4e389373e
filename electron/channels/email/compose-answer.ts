import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { cleanFileName, cleanLine, cleanText } from '#electron/channels/email/clean-text.ts';
import { isWritableId } from '#electron/channels/email/message-ids.ts';
import type { ReadyMail } from '#electron/channels/email/outgoing-port.ts';
import { forwardBelow, type Quoted, quoteBelow, type SentOn } from '#electron/channels/email/quote-below.ts';
import { answerSubject, forwardSubject } from '#shared/case/answer-subject.ts';
import { isPlainAddress, MAX_RECIPIENTS } from '#shared/case/recipients.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';

/**
 * nodemailer's composer (MIT-0, nothing under it) was chosen before mimetext, which brings Babel's runtime and core-js.
 * Its own defence against line ends in headers stays behind ours: no value reaches it that is not one clean line.
 */

interface Person {
  readonly name: string;
  readonly address: string;
}

export interface Answer {
  readonly from: Person;
  readonly to: readonly Person[];
  readonly cc?: readonly Person[];
  /** Stands in no header. */
  readonly bcc?: readonly Person[];
  /** The thread's; "Re:" is put before it, or "Fwd:" where a mail is sent on. */
  readonly subject: string;
  /** The mark that stands behind the subject; none where it is empty or missing. */
  readonly token?: string;
  readonly text: string;
  /** Below the text. */
  readonly signature?: string;
  /** What is repeated at the end; null or missing for nothing. */
  readonly quoted?: Quoted | null;
  /** A message that is sent on: its words stand below, in the place of what is repeated. */
  readonly sentOn?: SentOn | null;
  readonly date: Instant;
  /** Ids without angle brackets. */
  readonly messageId: string;
  readonly inReplyTo: string | null;
  /** What the mail answered refers to, from the root on. */
  readonly references: readonly string[];
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly bytes: Uint8Array }[];
}

export type AnswerFault = 'bad-sender' | 'bad-recipient' | 'too-many-recipients' | 'bad-id' | 'empty';

const MAX_TEXT = 200_000;
const MAX_SUBJECT = 300;
const MAX_SIGNATURE = 2_000;
/** RFC 5322 section 2.1.1 wants short lines; the root and the newest are what threads need. */
const MAX_REFERENCES = 30;

/** The references of an answer: those of its parent, then the parent (RFC 5322 section 3.6.4). */
function answerReferences({ inReplyTo, references }: Answer): readonly string[] {
  const all = [...new Set([...references, ...(inReplyTo === null ? [] : [inReplyTo])])].filter(isWritableId);
  return all.length <= MAX_REFERENCES ? all : [...all.slice(0, 1), ...all.slice(1 - MAX_REFERENCES)];
}

const named = ({ name, address }: Person) => ({ name: cleanLine(name, 100).replace(/["\\]/g, ''), address });

function subjectOf({ subject, token = '', sentOn = null }: Answer): string {
  const plain = cleanLine(subject, 2 * MAX_SUBJECT);
  const marked = sentOn === null ? answerSubject(plain) : forwardSubject(plain);
  return `${cleanLine(marked, MAX_SUBJECT + 4)}${token === '' ? '' : ` ${cleanLine(token, 20)}`}`;
}

/** The answer's words, then the signature below the line that programs know (RFC 3676 section 4.3), then what is quoted. */
function textOf(text: string, { signature = '', quoted = null, sentOn = null }: Answer): string {
  const signed = cleanText(signature, MAX_SIGNATURE);
  const below = sentOn !== null ? forwardBelow(sentOn) : quoted === null ? '' : quoteBelow(quoted);
  return [text, signed === '' ? '' : `-- \n${signed}`, below].filter((part) => part !== '').join('\n\n');
}

/** The answer as a mail of its own, in UTF-8 with CRLF (RFC 5322, RFC 2045), and whom it goes to; refused where an address or id could not stand in a header. */
export async function composeAnswer(answer: Answer): Promise<Result<ReadyMail, AnswerFault>> {
  const { from, to, cc = [], bcc = [], sentOn = null } = answer;
  if (!isPlainAddress(from.address)) return fail('bad-sender');
  const recipients = [...new Set([...to, ...cc, ...bcc].map(({ address }) => address))];
  if (to.length === 0 || !recipients.every(isPlainAddress)) return fail('bad-recipient');
  if (recipients.length > MAX_RECIPIENTS) return fail('too-many-recipients');
  if (!isWritableId(answer.messageId)) return fail('bad-id');
  const text = cleanText(answer.text, MAX_TEXT);
  if (text === '' && answer.attachments.length === 0 && sentOn === null) return fail('empty');
  const references = answerReferences(answer);
  const parent = answer.inReplyTo !== null && isWritableId(answer.inReplyTo) ? answer.inReplyTo : null;
  const composer = new MailComposer({
    from: named(from),
    to: to.map(named),
    ...(cc.length === 0 ? {} : { cc: cc.map(named) }),
    subject: subjectOf(answer),
    date: new Date(answer.date),
    messageId: `<${answer.messageId}>`,
    ...(parent === null ? {} : { inReplyTo: `<${parent}>` }),
    ...(references.length === 0 ? {} : { references: references.map((id) => `<${id}>`) }),
    // A person wrote it (RFC 3834 section 5.1), and wants no machine's answer (MS-OXCMAIL section 2.2.3.2.14).
    headers: { 'Auto-Submitted': 'no', 'X-Auto-Response-Suppress': 'OOF, AutoReply' },
    text: textOf(text, answer),
    attachments: answer.attachments.map(({ name, type, bytes }) => ({
      filename: cleanFileName(name),
      contentType: /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream',
      content: Buffer.from(bytes),
    })),
    // Short words of Chinese are shorter in base64 than in quoted-printable.
    textEncoding: 'base64',
    newline: 'win',
    // The same answer is the same bytes, so that writing it again is seen to be a repeat.
    baseBoundary: createHash('sha256').update(answer.messageId).digest('hex').slice(0, 32),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return ok({ bytes: await composer.compile().build(), from: from.address, to: recipients });
}

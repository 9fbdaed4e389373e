import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { cleanFileName, cleanLine, cleanText } from '#electron/channels/email/clean-text.ts';
import { isWritableId } from '#electron/channels/email/message-ids.ts';
import { answerSubject } from '#shared/case/answer-subject.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';

/**
 * nodemailer's composer (MIT-0, nothing under it) was chosen before mimetext, which brings Babel's runtime and core-js.
 * Its own defence against line ends in headers stays behind ours: no value reaches it that is not one clean line.
 */

export interface Answer {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: { readonly name: string; readonly address: string };
  /** The thread's; "Re:" is put before it. */
  readonly subject: string;
  readonly text: string;
  readonly date: Instant;
  /** Ids without angle brackets. */
  readonly messageId: string;
  readonly inReplyTo: string | null;
  /** What the mail answered refers to, from the root on. */
  readonly references: readonly string[];
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly bytes: Uint8Array }[];
}

export type AnswerFault = 'bad-sender' | 'bad-recipient' | 'bad-id' | 'empty';

/** One address and nothing a header could be left by; wider than RFC 5321, for RFC 6531 lets letters of all scripts in. */
const plainAddress = /^[^\s\p{C}<>()[\]\\,;:"@]{1,64}@[^\s\p{C}<>()[\]\\,;:"@]{1,255}$/u;
const MAX_TEXT = 200_000;
const MAX_SUBJECT = 300;
/** RFC 5322 section 2.1.1 wants short lines; the root and the newest are what threads need. */
const MAX_REFERENCES = 30;

/** The references of an answer: those of its parent, then the parent (RFC 5322 section 3.6.4). */
function answerReferences({ inReplyTo, references }: Answer): readonly string[] {
  const all = [...new Set([...references, ...(inReplyTo === null ? [] : [inReplyTo])])].filter(isWritableId);
  return all.length <= MAX_REFERENCES ? all : [...all.slice(0, 1), ...all.slice(1 - MAX_REFERENCES)];
}

const named = ({ name, address }: Answer['to']) => ({ name: cleanLine(name, 100).replace(/["\\]/g, ''), address });

/** The answer as a mail of its own, in UTF-8 with CRLF (RFC 5322, RFC 2045); refused where an address or id could not stand in a header. */
export async function composeAnswer(answer: Answer): Promise<Result<Uint8Array, AnswerFault>> {
  if (!plainAddress.test(answer.from.address)) return fail('bad-sender');
  if (!plainAddress.test(answer.to.address)) return fail('bad-recipient');
  if (!isWritableId(answer.messageId)) return fail('bad-id');
  const text = cleanText(answer.text, MAX_TEXT);
  if (text === '' && answer.attachments.length === 0) return fail('empty');
  const references = answerReferences(answer);
  const parent = answer.inReplyTo !== null && isWritableId(answer.inReplyTo) ? answer.inReplyTo : null;
  const composer = new MailComposer({
    from: named(answer.from),
    to: named(answer.to),
    subject: cleanLine(answerSubject(cleanLine(answer.subject, 2 * MAX_SUBJECT)), MAX_SUBJECT + 4),
    date: new Date(answer.date),
    messageId: `<${answer.messageId}>`,
    ...(parent === null ? {} : { inReplyTo: `<${parent}>` }),
    ...(references.length === 0 ? {} : { references: references.map((id) => `<${id}>`) }),
    text,
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
  return ok(await composer.compile().build());
}

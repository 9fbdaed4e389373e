import { createHash } from 'node:crypto';
import type { Address, Attachment, Email } from 'postal-mime';
import { cleanFileName, cleanLine, cleanText } from '#electron/channels/email/clean-text.ts';
import { cutQuote } from '#electron/channels/email/cut-quote.ts';
import type { DeliveryReport } from '#electron/channels/email/delivery-report.ts';
import { htmlToText } from '#electron/channels/email/html-to-text.ts';
import { MAX_MAIL_TEXT, type MailAddress, type MailAttachment, type MailMessage } from '#electron/channels/email/mail-message.ts';
import { natureOf } from '#electron/channels/email/mail-nature.ts';
import { messageIdOf, messageIdsOf } from '#electron/channels/email/message-ids.ts';

/** RFC 5321 section 4.5.3.1: 64 for the local part, 255 for the domain. */
const MAX_ADDRESS = 320;
const MAX_NAME = 200;
const MAX_SUBJECT = 500;
const MAX_ADDRESSES = 200;

function mailboxes(addresses: readonly Address[] | undefined): readonly MailAddress[] {
  return (addresses ?? [])
    .slice(0, MAX_ADDRESSES)
    .flatMap((address) => address.group?.slice(0, MAX_ADDRESSES) ?? [address])
    .flatMap(({ name, address = '' }) => {
      const plain = cleanLine(address, MAX_ADDRESS).toLowerCase();
      return /^[^\s@<>]+@[^\s@<>]+$/.test(plain) ? [{ name: cleanLine(name, MAX_NAME), address: plain }] : [];
    })
    .slice(0, MAX_ADDRESSES);
}

/** Milliseconds since 1970; null for what is no date or lies before. */
function instantOf(date: string | undefined): number | null {
  const at = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isFinite(at) && at >= 0 ? at : null;
}

const bytesOf = (content: Attachment['content']): Uint8Array => {
  if (typeof content === 'string') return new TextEncoder().encode(content);
  return content instanceof Uint8Array ? content : new Uint8Array(content);
};

const MAX_TYPE = 100;

const typeOf = (declared: string): string => (/^[\w.+-]+\/[\w.+-]+$/.test(declared) && declared.length <= MAX_TYPE ? declared : 'application/octet-stream');

/** Names for parts that have none. */
const unnamed: Readonly<Record<string, string>> = {
  'message/rfc822': 'message.eml',
  'message/delivery-status': 'delivery-status.txt',
  'text/calendar': 'invitation.ics',
  'text/plain': 'text.txt',
  'image/png': 'image.png',
  'image/jpeg': 'image.jpg',
  'image/gif': 'image.gif',
  'application/pdf': 'document.pdf',
};

/** What the bytes of a file are; null where they are like nothing known. */
export type Sniff = (bytes: Uint8Array) => Promise<string | null>;

async function attachmentOf(part: Attachment, shown: ReadonlySet<string>, sniff: Sniff): Promise<MailAttachment> {
  const bytes = bytesOf(part.content);
  const declaredType = typeOf(part.mimeType);
  const sniffedType = typeOf((await sniff(bytes)) ?? '');
  const contentId = messageIdOf(part.contentId);
  return {
    name: cleanFileName(part.filename ?? unnamed[declaredType] ?? unnamed[sniffedType] ?? 'file'),
    declaredType,
    sniffedType,
    size: bytes.length,
    contentId,
    inline: contentId !== null && (shown.has(contentId) || part.related === true),
    bytes,
  };
}

/** Forwarded mail quotes nothing of ours: what it holds is the matter itself. */
const isForward = (subject: string): boolean => /^\s*(?:fwd?|wg|tr|转发|轉寄)\s*[:：]/iu.test(subject);

const sha256 = (value: string | Uint8Array): string => createHash('sha256').update(value).digest('hex');

/**
 * A mail as the parser gave it, in the desk's terms: every string bounded and cleaned of what could steer or disguise,
 * text taken from the HTML where there is none else. Pure but for `sniff`.
 */
export async function mailToMessage(email: Email, sniff: Sniff, report: DeliveryReport | null = null): Promise<MailMessage> {
  const html = email.html === undefined || email.html.trim() === '' ? null : email.html.toWellFormed();
  const facts = html === null ? null : htmlToText(html, MAX_MAIL_TEXT * 2);
  const plain = cleanText(email.text ?? '', MAX_MAIL_TEXT * 2);
  const subject = cleanLine(email.subject ?? '', MAX_SUBJECT);
  const all = plain === '' ? cleanText(facts?.text ?? '', MAX_MAIL_TEXT * 2) : plain;
  const { fresh, quoted } = isForward(subject) ? { fresh: all, quoted: null } : cutQuote(all);
  const attachments: MailAttachment[] = [];
  for (const part of email.attachments) attachments.push(await attachmentOf(part, facts?.contentIds ?? new Set(), sniff));
  const [from = null] = mailboxes(email.from ? [email.from] : email.sender ? [email.sender] : []);
  const to = mailboxes(email.to);
  const date = instantOf(email.date);
  const seen = [from?.address ?? '', to.map(({ address }) => address), date, subject, all, html ?? '', attachments.map(({ bytes }) => sha256(bytes))];
  return {
    messageId: messageIdOf(email.messageId),
    inReplyTo: messageIdsOf(email.inReplyTo),
    references: messageIdsOf(email.references),
    subject,
    from,
    to,
    cc: mailboxes(email.cc),
    replyTo: mailboxes(email.replyTo),
    date,
    text: cleanText(fresh, MAX_MAIL_TEXT),
    quoted: quoted === null ? null : cleanText(quoted, MAX_MAIL_TEXT),
    html,
    remoteContent: facts?.remote ?? 0,
    attachments,
    contentHash: sha256(JSON.stringify(seen)),
    nature: natureOf(email.headers),
    report,
  };
}

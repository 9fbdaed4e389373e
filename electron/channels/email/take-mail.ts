import type { EmailParts, EmailSettings } from '#electron/channels/email/email-parts.ts';
import { findThread, hasThread, mailKey, sentLink, tokenLink } from '#electron/channels/email/find-thread.ts';
import type { MailAddress, MailFault, MailMessage } from '#electron/channels/email/mail-message.ts';
import { subjectToken, withoutTokens } from '#electron/channels/email/subject-token.ts';
import { type TakenReport, takeReport } from '#electron/channels/email/take-report.ts';
import type { Among } from '#electron/channels/port.ts';
import { type Attachment, MAX_ATTACHMENTS } from '#shared/case/attachment.ts';
import { isPlainAddress, MAX_RECIPIENTS } from '#shared/case/recipients.ts';
import type { CaseId, CommandId } from '#shared/lib/ids.ts';
import type { Language } from '#shared/lib/localized.ts';
import type { Instant } from '#shared/lib/time.ts';

/** What became of one mail. */
export type MailOutcome =
  | { readonly kind: 'received'; readonly caseId: CaseId; readonly opened: boolean; readonly joined: readonly string[] }
  | { readonly kind: 'repeat' }
  /** Written by the desk itself, as in a mailbox that was exported whole. */
  | { readonly kind: 'own' }
  | TakenReport
  | { readonly kind: 'kept-aside'; readonly fault: MailFault };

/** How a mail came from a server: into which mailbox of the desk, and when. */
export interface Arrival {
  readonly own: string;
  readonly at: Instant;
}

/** The most UTF-16 units of a message's text in a case; the whole mail is kept beside it. */
const MAX_CASE_TEXT = 100_000;
/** No mail of the desk is older: a date before it is a clock that was never set. */
const EARLIEST: Instant = Date.UTC(1990, 0, 1);
/** The most correspondents kept of a mail beside who wrote it. */
const MAX_OTHERS = MAX_RECIPIENTS;
const prefix = /^(?:\s*(?:re|aw|sv|fwd?|wg|回复|答复|回覆|答覆|转发|轉寄)\s*(?:\[\d+\])?\s*[:：])+\s*/iu;

const bareSubject = (subject: string): string => withoutTokens(subject).replace(prefix, '').trim().toLowerCase();

/** Chinese as soon as a few of its characters stand there: names and brands are Latin in Chinese mails too. */
export function languageOf(text: string): Language {
  return [...text.slice(0, 2_000).matchAll(/\p{Script=Han}/gu)].length >= 4 ? 'zh-CN' : 'en';
}

/** The case has its thread's subject; a mail's own stands over its text where it says something else. */
function textOf(mail: MailMessage, before: string): string {
  const said = mail.subject !== '' && bareSubject(mail.subject) !== bareSubject(before) ? mail.subject : '';
  const text = [said, mail.text].filter((part) => part !== '').join('\n\n');
  return text.length <= MAX_CASE_TEXT ? text : `${text.slice(0, MAX_CASE_TEXT - 1)}…`.toWellFormed();
}

type Refused = { readonly name: string; readonly reason: string };

async function keepAttachments(parts: EmailParts, caseId: CaseId, mail: MailMessage, place: string) {
  const kept: Attachment[] = [];
  const refused: Refused[] = [];
  // Files that were attached go before pictures of the text, which are often no more than a logo.
  for (const file of mail.attachments.toSorted((a, b) => Number(a.inline) - Number(b.inline))) {
    const taken =
      kept.length >= MAX_ATTACHMENTS
        ? { ok: false as const, error: 'too-many' }
        : file.size === 0
          ? { ok: false as const, error: 'empty' }
          : await parts.keepFile(caseId, file.name, file.bytes);
    if (taken.ok) {
      kept.push(taken.value);
      continue;
    }
    refused.push({ name: file.name, reason: taken.error });
    if (file.size === 0) continue;
    await parts.quarantine({ place: `${place}, attachment ${file.name}`, fault: { code: 'attachment-refused', detail: taken.error }, raw: file.bytes, caseId });
  }
  return { kept, refused };
}

/**
 * Who a mail is between beside the thread's customer and the desk: nobody gets a chip for the desk's own addresses.
 * Somebody whom an agent wrote to beside the customer answers here too, and the talk stays the customer's.
 */
function amongOf(mail: MailMessage, from: MailAddress, customer: string, ours: readonly string[]): Among {
  const named = [...mail.to, ...mail.cc];
  const others = named.filter(
    ({ address }, at) =>
      address !== from.address &&
      address !== customer &&
      !ours.includes(address) &&
      isPlainAddress(address) &&
      named.findIndex((other) => other.address === address) === at,
  );
  const byCustomer = from.address === customer;
  return {
    from: byCustomer || !isPlainAddress(from.address) ? [] : [from],
    cc: others.slice(0, MAX_OTHERS),
    aside: !byCustomer && !named.some(({ address }) => address === customer),
  };
}

/** The desk's own addresses: all, and those of this host. */
interface Own {
  readonly ours: readonly string[];
  readonly here: readonly string[];
}

/** Notes what an answer must know, unless a newer mail of the thread came first. */
async function noteThread(
  parts: EmailParts,
  thread: string,
  mail: MailMessage,
  from: MailAddress,
  { ours, here }: Own,
  arrival: Arrival | null,
): Promise<void> {
  const before = await parts.book.readThread(thread);
  const at = mail.date ?? parts.clock();
  if (before && before.lastAt > at) return;
  const { address, name } = before && before.address !== from.address ? before : from;
  // An answer to the customer names no mail that they never saw.
  if (before && amongOf(mail, from, address, ours).aside) return;
  const references = mail.references.length > 0 ? mail.references : mail.inReplyTo;
  // An answer leaves from here by an account of this host.
  const own = [...mail.to, ...mail.cc].find((to) => here.includes(to.address))?.address ?? arrival?.own ?? before?.own;
  await parts.book.writeThread(thread, {
    address,
    name,
    subject: before && before.subject !== '' ? before.subject : withoutTokens(mail.subject),
    lastId: mail.messageId,
    references,
    lastAt: at,
    ...(own === undefined ? {} : { own }),
  });
}

/** Puts a mail that was read into its case, once; rejects when the desk cannot take it now, and may then be asked again. */
export async function takeMail(
  parts: EmailParts,
  settings: EmailSettings,
  mail: MailMessage,
  raw: Uint8Array,
  place: string,
  arrival: Arrival | null = null,
): Promise<MailOutcome> {
  const aside = async (fault: MailFault): Promise<MailOutcome> => {
    await parts.quarantine({ place, fault, raw });
    return { kind: 'kept-aside', fault };
  };
  const { from } = mail;
  const here = [...settings.own, ...(parts.outgoing?.own() ?? [])].map(({ address }) => address.toLowerCase());
  const ours = [...here, ...(parts.ownElsewhere?.() ?? [])];
  const key = mailKey(from?.address ?? '', mail);
  if (mail.nature === 'bounce') {
    if (await parts.book.taken(key)) return { kind: 'repeat' };
    const report = await takeReport(parts, mail, key);
    if (report === null) return aside({ code: 'bounce', detail: 'it tells of a mail that did not arrive, and of none of the desk’s' });
    await parts.book.markTaken(key);
    return report;
  }
  if (from === null) return aside({ code: 'no-sender', detail: 'the field From names nobody' });
  // In a mailbox that was exported stands what the desk wrote; in one that is read as mails come, it has come back.
  const sentByUs = mail.messageId !== null && (await parts.book.threadsOf([sentLink(mail.messageId)])).length > 0;
  if (sentByUs && (arrival !== null || !ours.includes(from.address))) return aside({ code: 'loop', detail: 'a mail of the desk came back to it' });
  if (ours.includes(from.address)) {
    // What the desk wrote elsewhere ties later mails of those it wrote to.
    for (const { address } of mail.to) await findThread(parts.book, address, mail);
    return { kind: 'own' };
  }
  if (await parts.book.taken(key)) return { kind: 'repeat' };
  if (!(await hasThread(parts.book, from.address, mail))) {
    if (mail.nature === 'auto-reply') return aside({ code: 'automatic', detail: 'an automatic answer to nothing that the desk knows of' });
    if (arrival !== null && parts.loops?.isOver(from.address, arrival.at))
      return aside({ code: 'loop', detail: 'too many new matters from one address in a short time' });
  }
  const { thread, joined } = await findThread(parts.book, from.address, mail);
  const facts = await parts.book.readThread(thread);
  const subject = facts?.subject || mail.subject;
  // A mail of a subject alone says it there.
  const text = textOf(mail, subject) || mail.subject;
  if (text === '' && mail.attachments.length === 0 && mail.quoted === null) {
    return aside({ code: 'refused', detail: 'it has neither text nor files' });
  }
  const caseId = await parts.intake.caseFor('email', thread);
  // Another gateway may answer: what comes back to it is known here by the case's mark.
  await parts.book.tie(thread, [tokenLink(from.address, subjectToken(caseId))]);
  const { kept, refused } = await keepAttachments(parts, caseId, mail, place);
  const { html, quoted } = mail;
  const among = amongOf(mail, from, facts?.address ?? from.address, ours);
  const blob = await parts.keepOriginal(caseId, raw);
  const received = await parts.intake.receive({
    channel: 'email',
    thread,
    queue: parts.queueOf([mail.subject, text].join('\n')),
    language: languageOf(text),
    text: text === '' && kept.length === 0 ? (quoted ?? '…') : text,
    attachments: kept,
    commandId: key as CommandId,
    providerId: key,
    ...(mail.date === null || mail.date < EARLIEST ? {} : { wroteAt: mail.date }),
    subject: withoutTokens(mail.subject),
    contactAddress: from.address,
    // Tokens are each machine's own: others know by this whom nothing is sent on to.
    reach: from.address,
    ...(among.from.length + among.cc.length === 0 && !among.aside ? {} : { among }),
    original: { blob, size: raw.length, html: html !== null, quoted: quoted !== null, refused: refused.slice(0, 100) },
    // An address in the place of a name is a sensitive value, and names are not masked.
    ...(from.name === '' || from.name.includes('@') ? {} : { contactName: from.name }),
  });
  if (!received.ok) return aside({ code: 'refused', detail: `the desk refused it: ${received.error.code}` });
  await noteThread(parts, thread, mail, from, { ours, here }, arrival);
  await parts.book.markTaken(key);
  const opened = received.value.events.some((event) => event.type === 'case.opened');
  return { kind: 'received', caseId, opened, joined };
}

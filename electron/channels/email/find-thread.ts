import { createHash } from 'node:crypto';
import type { MailBook } from '#electron/channels/email/mail-book.ts';
import type { MailMessage } from '#electron/channels/email/mail-message.ts';
import { tokensOf } from '#electron/channels/email/subject-token.ts';

/**
 * Threads as RFC 5322 section 3.6.4 makes them: by References, then In-Reply-To; by the subject only where it bears a
 * mark that the desk gave this very correspondent, and nothing else tells. A thread is one
 * correspondent's: a mail that names the messages of somebody else's thread opens one of its own, so that nobody gets
 * into another customer's case, or its answers, by an id they have seen.
 */

const sha256 = (...parts: readonly string[]): string => createHash('sha256').update(parts.join('\0')).digest('hex');

/** How a book knows one correspondent's message. */
export function linkOf(who: string, messageId: string): string {
  return sha256('message', who, messageId);
}

/** The name of one mail, the same whichever way and how often it comes: by its Message-ID, or by what it says where it has none. */
export function mailKey(who: string, mail: Pick<MailMessage, 'messageId' | 'contentHash'>): string {
  return mail.messageId === null ? sha256('content', who, mail.contentHash) : sha256('mail', who, mail.messageId);
}

export interface FoundThread {
  readonly thread: string;
  readonly isNew: boolean;
  /** Other threads that this mail shows to be the same talk; what comes later goes to `thread`. */
  readonly joined: readonly string[];
}

type Linked = Pick<MailMessage, 'messageId' | 'contentHash' | 'references' | 'inReplyTo'> & { readonly subject?: string };

/** How a book knows the mark of a case in a correspondent's subjects. */
export function tokenLink(who: string, token: string): string {
  return sha256('token', who, token);
}

/** How a book knows what the desk itself sent, whoever tells of it; with an address: to somebody beside the customer. */
export function sentLink(messageId: string, beside = ''): string {
  return sha256('sent', messageId, beside);
}

/** How a book knows that what the desk sent did not get to one of several whom it was for, on one of its attempts. */
export function backLink(messageId: string, address: string, attempt: number): string {
  return sha256('back', messageId, address, String(attempt));
}

/** The ids that a mail's thread may be known by. In-Reply-To of several ids (RFC 5322 allows it) says nothing about which is the parent: References go first. */
function namesOf(mail: Linked): readonly string[] {
  return [...new Set([...mail.references, ...mail.inReplyTo, mail.messageId ?? `content:${mail.contentHash}`])];
}

/** Threads that a mail leads to, oldest first. */
async function knownThreads(book: MailBook, who: string, mail: Linked): Promise<readonly string[]> {
  const oldestFirst = async (links: readonly string[]) => [...(await book.threadsOf(links))].toSorted((a, b) => a.made - b.made).map(({ thread }) => thread);
  const known = await oldestFirst(namesOf(mail).map((id) => linkOf(who, id)));
  if (known.length > 0) return known;
  // One at most: a subject that was copied together ties nothing.
  return (await oldestFirst(tokensOf(mail.subject ?? '').map((token) => tokenLink(who, token)))).slice(0, 1);
}

/** Whether a mail belongs to a thread that is there. */
export async function hasThread(book: MailBook, who: string, mail: Linked): Promise<boolean> {
  return (await knownThreads(book, who, mail)).length > 0;
}

/**
 * The thread of a mail, tied to all it names. With whole References the order in which mails arrive does not matter,
 * nor who asks: the key comes from the root. A mail that ties two known threads together goes to the older one.
 */
export async function findThread(book: MailBook, who: string, mail: Linked): Promise<FoundThread> {
  const named = namesOf(mail);
  const known = await knownThreads(book, who, mail);
  const thread = known[0] ?? sha256('thread', who, named[0] ?? '');
  await book.tie(
    thread,
    named.map((id) => linkOf(who, id)),
  );
  const joined = known.slice(1);
  for (const other of joined) await book.join(other, thread);
  return { thread, isNew: known.length === 0, joined };
}

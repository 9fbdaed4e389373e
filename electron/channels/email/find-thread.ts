import { createHash } from 'node:crypto';
import type { MailBook } from '#electron/channels/email/mail-book.ts';
import type { MailMessage } from '#electron/channels/email/mail-message.ts';

/**
 * Threads as RFC 5322 section 3.6.4 makes them: by References, then In-Reply-To, never by subject. A thread is one
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

type Linked = Pick<MailMessage, 'messageId' | 'contentHash' | 'references' | 'inReplyTo'>;

/**
 * The thread of a mail, tied to all it names. With whole References the order in which mails arrive does not matter,
 * nor who asks: the key comes from the root. A mail that ties two known threads together goes to the older one.
 */
export async function findThread(book: MailBook, who: string, mail: Linked): Promise<FoundThread> {
  const own = mail.messageId ?? `content:${mail.contentHash}`;
  // In-Reply-To of several ids (RFC 5322 allows it) says nothing about which is the parent: References go first.
  const named = [...new Set([...mail.references, ...mail.inReplyTo, own])];
  const links = named.map((id) => linkOf(who, id));
  const known = [...(await book.threadsOf(links))].toSorted((a, b) => a.made - b.made);
  const thread = known[0]?.thread ?? sha256('thread', who, named[0] ?? own);
  await book.tie(thread, links);
  const joined = known.slice(1).map((other) => other.thread);
  for (const other of joined) await book.join(other, thread);
  return { thread, isNew: known.length === 0, joined };
}

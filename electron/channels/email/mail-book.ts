import type { Instant } from '#shared/lib/time.ts';

/** What an answer to a thread must know; kept, for the case has none of it in the clear. */
export interface MailThread {
  /** The customer's address, to which alone answers go. */
  readonly address: string;
  readonly name: string;
  readonly subject: string;
  /** The newest mail that the customer wrote or got, and what it refers to. */
  readonly lastId: string | null;
  readonly references: readonly string[];
  /** When that mail was written, in ms; 0 where it did not say. */
  readonly lastAt: number;
  /** The desk's address that it came to, which answers; the desk's first where it is not known. */
  readonly own?: string;
}

/** How far a mailbox on a server was read (RFC 9051 section 2.3.1.1). */
export interface MailCursor {
  /** UIDVALIDITY, in decimal. */
  readonly validity: string;
  /** All mails up to this UID were taken or kept aside. */
  readonly uid: number;
  /** When it was first read: what was read by somebody before then is nobody's to take. */
  readonly since: Instant;
}

/** A thread with its place in the order in which threads were made. */
export interface TiedThread {
  readonly thread: string;
  readonly made: number;
}

/**
 * What the e-mail channel remembers: which message belongs to which thread, whom to answer, and what was taken
 * already. Links are hashes; a thread holds personal data, so that a book on disk must be encrypted.
 */
export interface MailBook {
  /** The threads that links are tied to, each once. */
  threadsOf(links: readonly string[]): Promise<readonly TiedThread[]>;
  /** Ties links to a thread, which is made if need be; a link that is tied already stays where it is. */
  tie(thread: string, links: readonly string[]): Promise<void>;
  /** Ties all links of a thread to another; the thread itself stays, for its case does. */
  join(from: string, into: string): Promise<void>;
  readThread(thread: string): Promise<MailThread | null>;
  writeThread(thread: string, facts: MailThread): Promise<void>;
  /** Forgets whom a thread is with and what about; that its mails were taken is remembered, so that they do not come in again. */
  forgetThread(thread: string): Promise<void>;
  /** Whether a file or a message was taken before, by its hash. */
  taken(hash: string): Promise<boolean>;
  markTaken(hash: string): Promise<void>;
  cursor(mailbox: string): Promise<MailCursor | null>;
  moveCursor(mailbox: string, cursor: MailCursor): Promise<void>;
}

/** A book that is forgotten with the process. */
export class MemoryMailBook implements MailBook {
  readonly #links = new Map<string, string>();
  readonly #made = new Map<string, number>();
  readonly #facts = new Map<string, MailThread>();
  readonly #taken = new Set<string>();
  readonly #cursors = new Map<string, MailCursor>();

  async threadsOf(links: readonly string[]): Promise<readonly TiedThread[]> {
    const threads = new Set(links.flatMap((link) => this.#links.get(link) ?? []));
    return [...threads].map((thread) => ({ thread, made: this.#made.get(thread) ?? 0 }));
  }

  async tie(thread: string, links: readonly string[]): Promise<void> {
    if (!this.#made.has(thread)) this.#made.set(thread, this.#made.size + 1);
    for (const link of links) if (!this.#links.has(link)) this.#links.set(link, thread);
  }

  async join(from: string, into: string): Promise<void> {
    for (const [link, thread] of this.#links) if (thread === from) this.#links.set(link, into);
  }

  async readThread(thread: string): Promise<MailThread | null> {
    return this.#facts.get(thread) ?? null;
  }

  async writeThread(thread: string, facts: MailThread): Promise<void> {
    this.#facts.set(thread, facts);
  }

  async forgetThread(thread: string): Promise<void> {
    this.#facts.delete(thread);
  }

  async taken(hash: string): Promise<boolean> {
    return this.#taken.has(hash);
  }

  async markTaken(hash: string): Promise<void> {
    this.#taken.add(hash);
  }

  async cursor(mailbox: string): Promise<MailCursor | null> {
    return this.#cursors.get(mailbox) ?? null;
  }

  async moveCursor(mailbox: string, cursor: MailCursor): Promise<void> {
    this.#cursors.set(mailbox, cursor);
  }
}

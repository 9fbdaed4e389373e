import type { ImapFlow } from 'imapflow';
import type { ConnectionFault } from '#electron/channels/connection-port.ts';
import type { MailBook, MailCursor } from '#electron/channels/email/mail-book.ts';
import { type MailFault, mailLimits } from '#electron/channels/email/mail-message.ts';
import type { AccessTokens } from '#electron/channels/email/servers/access-tokens.ts';
import { imapFault, openImap } from '#electron/channels/email/servers/imap-client.ts';
import { type ListedMail, listMails } from '#electron/channels/email/servers/list-mails.ts';
import type { MailAccount } from '#electron/channels/email/servers/mail-account.ts';
import type { Arrival, MailOutcome } from '#electron/channels/email/take-mail.ts';
import { backoff } from '#shared/lib/backoff.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { SECOND } from '#shared/lib/time.ts';

/** How a mailbox is: `reading` once it is signed in and caught up with. */
export type MailboxState = { readonly state: 'off' | 'connecting' | 'reading' } | { readonly state: 'fault'; readonly fault: ConnectionFault };

export interface MailboxParts {
  readonly account: MailAccount;
  /** Its folder on the server. */
  readonly folder: string;
  readonly tokens: AccessTokens | null;
  readonly book: MailBook;
  /** Fulfilled when a mail is in the desk or kept aside; rejects when the desk cannot take it now. */
  readonly take: (bytes: Uint8Array, place: string, arrival: Arrival) => Promise<MailOutcome>;
  /** Tells of a mail that is not fetched at all. */
  readonly keepAside: (place: string, fault: MailFault) => Promise<void>;
  readonly onState: (state: MailboxState) => void;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  readonly random: () => number;
}

/** How often one mail may break the line before it is kept aside unread. */
const MOST_BREAKS = 3;

/** What a server may still say when the program ends, in ms. */
const GRACE = 2 * SECOND;

class DeskAway extends Error {}

/**
 * Reads one folder of a mailbox as mails come (IDLE, RFC 2177). Where it stands is kept by UIDVALIDITY and UID, moved
 * on only when a mail is in the desk; a mail is marked as read only then. A line that breaks is opened again, later each
 * time it breaks again at once.
 */
export class ImapMailbox {
  readonly #parts: MailboxParts;
  readonly #key: string;
  #client: ImapFlow | null = null;
  #state: MailboxState = { state: 'off' };
  #running: Promise<void> = Promise.resolve();
  #ending = false;
  #wake: () => void = () => undefined;
  #end: () => void = () => undefined;
  #news = false;
  readonly #broke = new Map<number, number>();

  constructor(parts: MailboxParts) {
    this.#parts = parts;
    this.#key = `${parts.account.id} ${parts.folder}`;
  }

  state(): MailboxState {
    return this.#state;
  }

  start(): void {
    this.#ending = false;
    const ended = new Promise<null>((resolve) => {
      this.#end = () => resolve(null);
    });
    this.#running = this.#run(ended);
  }

  /** The mail under way is taken first. */
  async stop(): Promise<void> {
    this.#ending = true;
    this.#end();
    this.#wake();
    // A line on which nothing comes any more would be waited for until it is given up.
    const timer = this.#parts.setTimer(() => this.#client?.close(), GRACE);
    await this.#running;
    this.#parts.clearTimer(timer);
    this.#tell({ state: 'off' });
  }

  /** Lays a copy into a folder of the same mailbox, over the line that is open; false where there is none. */
  async append(folder: string, bytes: Uint8Array): Promise<boolean> {
    const client = this.#client;
    if (client === null || !client.usable) return false;
    return (await client.append(folder, Buffer.from(bytes), ['\\Seen'])) !== false;
  }

  /** The folder that the server says sent mails belong into (RFC 6154); null where it says none or no line is open. */
  async sentFolder(): Promise<string | null> {
    const folders = this.#client?.usable === true ? await this.#client.list() : [];
    return folders.find(({ specialUse }) => specialUse === '\\Sent')?.path ?? null;
  }

  async #run(ended: Promise<null>): Promise<void> {
    for (let attempt = 0; !this.#ending; attempt++) {
      this.#tell({ state: 'connecting' });
      const opening = openImap(this.#parts.account, this.#parts.tokens);
      const opened = await Promise.race([opening, ended]);
      if (opened === null) {
        void opening.then((late) => late.ok && late.value.close());
        return;
      }
      if (!opened.ok) this.#tell({ state: 'fault', fault: opened.error });
      else if (await this.#read(opened.value)) attempt = 0;
      if (!this.#ending) await this.#rest(backoff(attempt, this.#parts.random));
    }
  }

  /** Reads until the line breaks or it is stopped; answers whether it had caught up. */
  async #read(client: ImapFlow): Promise<boolean> {
    const { folder, account, logger } = this.#parts;
    let caughtUp = false;
    this.#client = client;
    client.on('exists', () => this.#hear());
    client.on('close', () => this.#wake());
    try {
      const { uidValidity } = await client.mailboxOpen(folder);
      for (;;) {
        this.#news = false;
        await this.#catchUp(client, String(uidValidity));
        caughtUp = true;
        this.#tell({ state: 'reading' });
        while (!this.#news && !this.#ending && client.usable) await this.#rest(null);
        if (this.#ending || !client.usable) break;
      }
      if (!this.#ending) this.#tell({ state: 'fault', fault: { code: 'unreachable', detail: 'IMAP: the line broke' } });
    } catch (cause) {
      const fault: ConnectionFault =
        cause instanceof DeskAway ? { code: 'not-handed-over', detail: 'the desk could not take a mail' } : imapFault(cause, account);
      logger.warn('read: broken off', { account: account.id, folder, code: fault.code });
      if (!this.#ending) this.#tell({ state: 'fault', fault });
    } finally {
      this.#client = null;
      if (client.usable)
        await Promise.race([client.logout().catch(() => undefined), new Promise((resolve) => this.#parts.setTimer(() => resolve(null), GRACE))]);
      client.close();
    }
    return caughtUp;
  }

  async #catchUp(client: ImapFlow, validity: string): Promise<void> {
    const { book, clock, logger, account, folder } = this.#parts;
    const kept = await book.cursor(this.#key);
    const moved = kept !== null && kept.validity !== validity;
    if (moved) logger.warn('catch up: the server numbered its mails anew, all are read again', { account: account.id, folder });
    let cursor: MailCursor = { validity, uid: moved ? 0 : (kept?.uid ?? 0), since: kept?.since ?? Math.floor(clock() / SECOND) * SECOND };
    if (kept === null || moved) await book.moveCursor(this.#key, cursor);
    for (const mail of await listMails(client, cursor.uid)) {
      if (this.#ending) return;
      // What somebody had read before the desk came is not the desk's; after, who reads it does not matter. Servers tell whole seconds.
      if (!mail.seen || mail.arrivedAt >= cursor.since) await this.#takeOne(client, mail);
      cursor = { ...cursor, uid: mail.uid };
      await book.moveCursor(this.#key, cursor);
    }
  }

  async #takeOne(client: ImapFlow, { uid, size, arrivedAt }: ListedMail): Promise<void> {
    const { account, folder, take, keepAside, logger } = this.#parts;
    const place = `${account.address}, ${folder}, mail ${uid}`;
    if (size > mailLimits.bytes) return keepAside(place, { code: 'too-large', detail: `it has ${size} bytes, ${mailLimits.bytes} is the limit` });
    const source = await this.#fetch(client, uid);
    if (source === 'broken') return keepAside(place, { code: 'unreadable', detail: `the line broke ${MOST_BREAKS} times while it was fetched` });
    // Taken away by somebody since it was listed.
    if (source === null) return;
    const outcome = await take(source, place, { own: account.address.toLowerCase(), at: arrivedAt }).catch((cause: unknown) => {
      logger.error('take: not taken', { account: account.id, cause: String(cause) });
      throw new DeskAway();
    });
    // Who looks into the mailbox sees what still waits for a person.
    if (outcome.kind !== 'kept-aside') await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
  }

  async #fetch(client: ImapFlow, uid: number): Promise<Uint8Array | null | 'broken'> {
    if ((this.#broke.get(uid) ?? 0) >= MOST_BREAKS) {
      this.#broke.delete(uid);
      return 'broken';
    }
    try {
      const found = await client.fetchOne(String(uid), { source: { maxLength: mailLimits.bytes + 1 } }, { uid: true });
      this.#broke.delete(uid);
      return found === false ? null : (found.source ?? null);
    } catch (cause) {
      this.#broke.set(uid, (this.#broke.get(uid) ?? 0) + 1);
      throw cause;
    }
  }

  #hear(): void {
    this.#news = true;
    this.#wake();
  }

  /** Until something happens, or for so many ms at most. */
  #rest(ms: number | null): Promise<void> {
    const { setTimer, clearTimer } = this.#parts;
    return new Promise((resolve) => {
      const timer = ms === null ? null : setTimer(resolve, ms);
      this.#wake = () => {
        if (timer !== null) clearTimer(timer);
        resolve();
      };
      if (this.#ending) this.#wake();
    });
  }

  #tell(state: MailboxState): void {
    if (state.state === this.#state.state && state.state !== 'fault') return;
    // Between two attempts it stays at what is wrong.
    if (state.state === 'connecting' && this.#state.state === 'fault') return;
    this.#state = state;
    this.#parts.onState(state);
  }
}

import { createHash } from 'node:crypto';
import type { ConnectionFault, ConnectionState } from '#electron/channels/connection-port.ts';
import type { MailOutgoing, MailSender } from '#electron/channels/email/outgoing-port.ts';
import { AccountDesk, type AccountParts } from '#electron/channels/email/servers/account-desk.ts';
import type { MailAccount } from '#electron/channels/email/servers/mail-account.ts';
import type { CaseFeed } from '#electron/channels/port.ts';
import { backoff } from '#shared/lib/backoff.ts';
import type { CaseId, CommandId, EventId } from '#shared/lib/ids.ts';
import { fail, type Result } from '#shared/lib/result.ts';
import { DAY, type Instant, MINUTE, SECOND } from '#shared/lib/time.ts';

interface Options extends AccountParts {
  readonly accounts: readonly MailAccount[];
  /** Through which a message is sent again once its server is back. */
  readonly feed: Pick<CaseFeed, 'act' | 'read'>;
}

type Listener = (id: string, state: ConnectionState) => void;

const OFF: ConnectionState = { state: 'off', lastMessageAt: null, fault: null };
/** What could not leave for so long is left to people: by then the customer has been answered, or should be by other means. */
const TOO_LATE = DAY;
const FIRST_LOOK = 5 * SECOND;
const LAST_LOOK = MINUTE;

/**
 * The desk's accounts at real servers. Each is read and sent from by itself. What could not leave because a server was
 * away is kept in the book and sent again, by the case's own record, as soon as that server takes us in again.
 */
export class MailAccounts implements MailOutgoing {
  readonly #options: Options;
  readonly #listeners = new Set<Listener>();
  #desks: readonly AccountDesk[];
  #started = false;
  #timer: unknown = null;
  #looks = 0;
  /** Since when a message is to leave that is being tried again. */
  readonly #since = new Map<EventId, Instant>();
  #looking: Promise<void> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
    this.#desks = options.accounts.map((account) => this.#deskOf(account));
  }

  /** Nothing is asked of a server before. */
  async start(): Promise<void> {
    this.#started = true;
    for (const desk of this.#desks) desk.start();
    if ((await this.#options.book.unsent()).length > 0) this.#lookSoon();
  }

  /** Mails that are being taken are finished first. */
  async stop(): Promise<void> {
    this.#started = false;
    if (this.#timer !== null) this.#options.clearTimer(this.#timer);
    this.#timer = null;
    await Promise.all(this.#desks.map((desk) => desk.stop()));
    await this.#looking;
  }

  /** Fulfilled when what is being sent again just now is on its way, or is not. */
  settled(): Promise<void> {
    return this.#looking;
  }

  /** Goes on with other accounts; those that are as they were are not disturbed. */
  async apply(accounts: readonly MailAccount[]): Promise<void> {
    const same = (account: MailAccount) => this.#desks.find((desk) => JSON.stringify(desk.account) === JSON.stringify(account));
    const next = accounts.map((account) => same(account) ?? this.#deskOf(account));
    const gone = this.#desks.filter((desk) => !next.includes(desk));
    const fresh = next.filter((desk) => !this.#desks.includes(desk));
    this.#desks = next;
    // The old line to a mailbox ends before a new one begins: both would move one cursor.
    await Promise.all(gone.map((desk) => desk.stop()));
    if (this.#started) for (const desk of fresh) desk.start();
  }

  state(id: string): ConnectionState {
    return this.#desk(id)?.state() ?? OFF;
  }

  onState(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Signs in at both servers of an account; answers whom they take us for. */
  async check(id: string): Promise<Result<string, ConnectionFault>> {
    return (await this.#desk(id)?.check()) ?? fail({ code: 'bad-answer', detail: 'there is no such account' });
  }

  own(): readonly { readonly name: string; readonly address: string }[] {
    return this.#desks.map(({ name, address }) => ({ name, address: address.toLowerCase() }));
  }

  senderOf(address: string | null): MailSender | null {
    return this.#byAddress(address) ?? this.#desks[0] ?? null;
  }

  async later(own: string, caseId: CaseId, message: EventId): Promise<void> {
    const { book, clock } = this.#options;
    await book.noteUnsent({ message, caseId, own: own.toLowerCase(), since: this.#since.get(message) ?? clock() });
    this.#lookSoon();
  }

  #deskOf(account: MailAccount): AccountDesk {
    return new AccountDesk(account, this.#options, (state) => {
      for (const listener of this.#listeners) listener(account.id, state);
    });
  }

  #desk(id: string): AccountDesk | undefined {
    return this.#desks.find((desk) => desk.account.id === id);
  }

  #byAddress(address: string | null): AccountDesk | undefined {
    return this.#desks.find((desk) => desk.address.toLowerCase() === address?.toLowerCase());
  }

  #lookSoon(): void {
    if (this.#timer !== null || !this.#started) return;
    const { setTimer, random, logger } = this.#options;
    this.#timer = setTimer(
      () => {
        this.#timer = null;
        this.#looking = this.#sendAgain().catch((cause: unknown) => logger.error('send again: failed', { cause: String(cause) }));
      },
      FIRST_LOOK + backoff(this.#looks++, random, FIRST_LOOK, LAST_LOOK),
    );
  }

  /** Asks each account's server that has mails waiting, and puts those that can leave back on their way. */
  async #sendAgain(): Promise<void> {
    const { book, feed, clock, logger } = this.#options;
    const waiting = await book.unsent();
    for (const own of new Set(waiting.map((mail) => mail.own))) {
      const desk = this.#byAddress(own) ?? this.#desks[0];
      const mails = waiting.filter((mail) => mail.own === own);
      const back = desk !== undefined && (await desk.checkSending()).ok;
      for (const { message, caseId, since } of mails) {
        if (!this.#started) return;
        const tooLate = clock() - since > TOO_LATE;
        if (!back && !tooLate) continue;
        // Forgotten first: where it fails anew it is noted anew, and a stop in between sends nothing twice.
        await book.forgetUnsent(message);
        this.#since.delete(message);
        // Somebody took it back, or had it sent meanwhile.
        if (tooLate || !(await this.#surelyNotSent(caseId, message))) continue;
        this.#since.set(message, since);
        const command = createHash('sha256').update(`${message} again ${clock()}`).digest('hex') as CommandId;
        const sent = await feed.act(caseId, { kind: 'system', id: 'email' }, command, { type: 'sendAgain', message });
        if (!sent.ok) logger.info('send again: not any more', { case: caseId, code: sent.error.code });
      }
    }
    if ((await book.unsent()).length > 0) this.#lookSoon();
    else this.#looks = 0;
  }

  async #surelyNotSent(caseId: CaseId, message: EventId): Promise<boolean> {
    const events = await this.#options.feed.read(caseId);
    const last = events.findLast((event) => event.type === 'message.delivery' && event.body.message === message);
    return last?.type === 'message.delivery' && last.body.state === 'failed' && last.body.reason === 'unreachable';
  }
}

import { createHash } from 'node:crypto';
import type { ConnectionFault, ConnectionState } from '#electron/channels/connection-port.ts';
import type { MailBook } from '#electron/channels/email/mail-book.ts';
import type { MailFault } from '#electron/channels/email/mail-message.ts';
import type { LeftMail, MailSender, ReadyMail } from '#electron/channels/email/outgoing-port.ts';
import { AccessTokens } from '#electron/channels/email/servers/access-tokens.ts';
import { openImap } from '#electron/channels/email/servers/imap-client.ts';
import { ImapMailbox, type MailboxState } from '#electron/channels/email/servers/imap-mailbox.ts';
import type { MailAccount } from '#electron/channels/email/servers/mail-account.ts';
import { SmtpSender } from '#electron/channels/email/servers/smtp-sender.ts';
import type { Arrival, MailOutcome } from '#electron/channels/email/take-mail.ts';
import type { DeliveryFault } from '#electron/channels/port.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { QueueId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';

export interface AccountParts {
  readonly book: MailBook;
  /** `EmailChannel.takeMail`. */
  readonly take: (bytes: Uint8Array, place: string, arrival: Arrival) => Promise<MailOutcome>;
  /** Where the desk keeps what it does not take; fulfilled when it is kept. */
  readonly keepAside: (place: string, fault: MailFault) => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly fetch?: typeof fetch;
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  readonly random: () => number;
  /** How long a silent SMTP server is waited for, in ms; five minutes where it is not said. */
  readonly patienceMs?: number;
}

const INBOX = 'INBOX';

/** How a mail is known again that was kept aside, when its server numbers its mails anew. */
const rawKey = (bytes: Uint8Array): string => createHash('sha256').update('aside\0').update(bytes).digest('hex');

/** One account: its mailboxes are read, its mails leave by its own server, and both are told as one state. */
export class AccountDesk implements MailSender {
  readonly account: MailAccount;
  readonly #parts: AccountParts;
  readonly #onState: (state: ConnectionState) => void;
  readonly #mailboxes: readonly ImapMailbox[];
  readonly #tokens: AccessTokens | null;
  readonly #sender: SmtpSender;
  #told = '';
  #smtpFault: ConnectionFault | null = null;
  #lastMessageAt: Instant | null = null;
  #fault: (ConnectionFault & { readonly at: Instant }) | null = null;

  constructor(account: MailAccount, parts: AccountParts, onState: (state: ConnectionState) => void) {
    const { book, clock, logger, setTimer, clearTimer, random, keepAside, fetch, patienceMs } = parts;
    this.account = account;
    this.#parts = parts;
    this.#onState = onState;
    const { auth } = account;
    this.#tokens = auth.kind === 'oauth2' ? new AccessTokens({ auth, clock, ...(fetch === undefined ? {} : { fetch }) }) : null;
    this.#sender = new SmtpSender({ account, tokens: this.#tokens, logger, ...(patienceMs === undefined ? {} : { patienceMs }) });
    const shared = { account, tokens: this.#tokens, book, keepAside, clock, logger, setTimer, clearTimer, random };
    this.#mailboxes = [...new Set(account.folders ?? [INBOX])].map(
      (folder) => new ImapMailbox({ ...shared, folder, take: (...mail) => this.#take(...mail), onState: () => this.#tell() }),
    );
  }

  get name(): string {
    return this.account.name;
  }

  get address(): string {
    return this.account.address;
  }

  get quotes(): boolean {
    return this.account.quotes ?? true;
  }

  signatureOf(queue: QueueId | null): string {
    const { signatures } = this.account;
    return (queue !== null && Object.hasOwn(signatures, queue) ? signatures[queue] : signatures['*']) ?? '';
  }

  start(): void {
    for (const mailbox of this.#mailboxes) mailbox.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#mailboxes.map((mailbox) => mailbox.stop()));
  }

  state(): ConnectionState {
    const states = this.#mailboxes.map((mailbox) => mailbox.state().state);
    const state =
      this.#fault !== null ? 'fault' : states.every((each) => each === 'reading') ? 'connected' : states.every((each) => each === 'off') ? 'off' : 'waiting';
    return { state, lastMessageAt: this.#lastMessageAt, fault: this.#fault };
  }

  /** Signs in at both servers; answers whom they take us for. */
  async check(): Promise<Result<string, ConnectionFault>> {
    const opened = await openImap(this.account, this.#tokens);
    if (!opened.ok) return opened;
    await opened.value.logout().catch(() => undefined);
    opened.value.close();
    const checked = await this.#sender.check();
    this.#noteSending(checked.ok ? null : checked.error);
    return checked;
  }

  async send(mail: ReadyMail): Promise<Result<LeftMail, DeliveryFault>> {
    const left = await this.#sender.send(mail);
    const reason = left.ok ? null : left.error.reason;
    if (left.ok) this.#noteSending(null);
    else if (reason === 'unreachable' || reason === 'refused-credentials') this.#noteSending({ code: reason, detail: 'SMTP: a mail could not leave' });
    // Whether the copy is laid down changes nothing of what was sent.
    if (left.ok)
      await this.#keepCopy(mail).catch((cause: unknown) => this.#parts.logger.warn('send: no copy kept', { account: this.account.id, cause: String(cause) }));
    return left;
  }

  async #keepCopy({ bytes }: ReadyMail): Promise<void> {
    if (this.account.sentCopy === false) return;
    const [mailbox] = this.#mailboxes;
    const folder = (await mailbox?.sentFolder()) ?? null;
    if (folder !== null) await mailbox?.append(folder, bytes);
  }

  async #take(bytes: Uint8Array, place: string, arrival: Arrival): Promise<MailOutcome> {
    const { book, take, clock } = this.#parts;
    const key = rawKey(bytes);
    if (await book.taken(key)) return { kind: 'repeat' };
    const outcome = await take(bytes, place, arrival);
    if (outcome.kind === 'kept-aside') await book.markTaken(key);
    if (outcome.kind === 'received') {
      this.#lastMessageAt = clock();
      this.#tell();
    }
    return outcome;
  }

  #noteSending(fault: ConnectionFault | null): void {
    if (this.#smtpFault === null && fault === null) return;
    this.#smtpFault = fault;
    this.#tell();
  }

  #tell(): void {
    const failing = this.#mailboxes
      .map((mailbox) => mailbox.state())
      .find((state): state is Extract<MailboxState, { state: 'fault' }> => state.state === 'fault');
    const fault = failing?.fault ?? this.#smtpFault;
    if (fault === null) this.#fault = null;
    else if (this.#fault?.code !== fault.code || this.#fault.detail !== fault.detail) this.#fault = { ...fault, at: this.#parts.clock() };
    const state = this.state();
    const told = JSON.stringify(state);
    if (told === this.#told) return;
    this.#told = told;
    this.#onState(state);
  }
}

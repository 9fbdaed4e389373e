import type { ConnectionFault, ConnectionState } from '#electron/channels/connection-port.ts';
import type { MailOutgoing, MailSender } from '#electron/channels/email/outgoing-port.ts';
import { AccountDesk, type AccountParts } from '#electron/channels/email/servers/account-desk.ts';
import type { MailAccount } from '#electron/channels/email/servers/mail-account.ts';
import { fail, type Result } from '#shared/lib/result.ts';

interface Options extends AccountParts {
  readonly accounts: readonly MailAccount[];
}

type Listener = (id: string, state: ConnectionState) => void;

const OFF: ConnectionState = { state: 'off', lastMessageAt: null, fault: null };

/** The desk's accounts at real servers. Each is read and sent from by itself; what could not leave is the desk's to try again. */
export class MailAccounts implements MailOutgoing {
  readonly #options: Options;
  readonly #listeners = new Set<Listener>();
  #desks: readonly AccountDesk[];
  #started = false;

  constructor(options: Options) {
    this.#options = options;
    this.#desks = options.accounts.map((account) => this.#deskOf(account));
  }

  /** Nothing is asked of a server before. */
  start(): void {
    this.#started = true;
    for (const desk of this.#desks) desk.start();
  }

  /** Mails that are being taken are finished first. */
  async stop(): Promise<void> {
    this.#started = false;
    await Promise.all(this.#desks.map((desk) => desk.stop()));
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
}

import type { AccountConnection, ConnectionFault, ConnectionState, SocialConnection, WebhookAnswer, WebhookCall } from '#electron/channels/connection-port.ts';
import type { SocialChannel, SocialParts } from '#electron/channels/social-channel.ts';
import { Topic } from '#electron/desk/topic.ts';
import { type ConnectionParts, type Connections, type SocialChannels, type SocialName, socialNames } from '#electron/host/channels/connections.ts';
import type { ReplyTemplate } from '#shared/case/reply-template.ts';
import type { AccountChannel, ChannelAccount } from '#shared/desk/channel-account.ts';
import { fail, type Result } from '#shared/lib/result.ts';
import { sameValue } from '#shared/lib/same-value.ts';

interface Options extends ConnectionParts {
  readonly connections: Connections;
  readonly socialChannels: SocialChannels;
  readonly social: Omit<SocialParts, 'logger'>;
}

interface Connected {
  readonly connection: AccountConnection;
  /** The same, where it is one to a social platform. */
  readonly social: SocialConnection | null;
  readonly letGo: () => void;
}

interface Running extends Connected {
  readonly account: ChannelAccount;
  /** Why it did not start, where it did not. */
  failed: ConnectionState['fault'];
}

const resting: ConnectionState = { state: 'off', lastMessageAt: null, fault: null };

/**
 * The connections of this machine's accounts, and the channels they belong to. An account that changes is connected
 * anew, the others go on; what one provider does stops none of the others.
 */
export class ChannelDesk {
  /** One for each platform; they are there without an account too. */
  readonly channels: readonly SocialChannel[];
  /** How each account is, by its id: each time one changes. */
  readonly states = new Topic<ReadonlyMap<string, ConnectionState>>(new Map());
  /** Changes when an account is served that was not before. */
  readonly attached = new Topic(0);
  readonly #options: Options;
  readonly #byName: ReadonlyMap<SocialName, SocialChannel>;
  readonly #running = new Map<string, Running>();
  #accounts: readonly ChannelAccount[] = [];
  #line: Promise<void> = Promise.resolve();
  #begun = false;
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
    const parts: SocialParts = { ...options.social, logger: options.logger };
    const made = socialNames.flatMap((name) => {
      const channel = options.socialChannels[name]?.(parts);
      return channel ? [[name, channel] as const] : [];
    });
    this.#byName = new Map(made);
    this.channels = made.map(([, channel]) => channel);
  }

  /** The channels whose accounts can be connected. */
  get offered(): readonly AccountChannel[] {
    return [
      ...socialNames.filter((name) => this.#options.connections[name] && this.#byName.has(name)),
      ...(['email', 'phone'] as const).filter((name) => this.#options.connections[name]),
    ];
  }

  channel(name: SocialName): SocialChannel | null {
    return this.#byName.get(name) ?? null;
  }

  /** Goes on with these accounts; fulfilled when those that are no longer so have stopped and the others begun. */
  apply(accounts: readonly ChannelAccount[]): Promise<void> {
    this.#line = this.#line.then(() => this.#apply(accounts));
    return this.#line;
  }

  async #apply(accounts: readonly ChannelAccount[]): Promise<void> {
    this.#accounts = accounts;
    this.#begun = true;
    const wanted = this.#stopped ? [] : accounts.filter(({ on }) => on);
    for (const [id, { account }] of [...this.#running]) {
      if (!wanted.some((one) => one.id === id && sameValue(one, account))) await this.#end(id);
    }
    for (const account of wanted) if (!this.#running.has(account.id)) this.#begin(account);
    this.#tell();
  }

  #begin(account: ChannelAccount): void {
    const { logger, clock } = this.#options;
    const made = this.#tryConnect(account);
    if (made === null) return;
    const { connection, social, letGo } = made;
    const offState = connection.onState(() => this.#tell());
    const running: Running = {
      account,
      connection,
      social,
      letGo: () => {
        offState();
        letGo();
      },
      failed: null,
    };
    this.#running.set(account.id, running);
    // A provider that does not answer keeps neither the desk nor the other accounts waiting.
    connection.start().catch((cause: unknown) => {
      logger.error('begin: an account could not be connected', { account: account.id, cause: String(cause) });
      running.failed = { code: 'provider-error', detail: '', at: clock() };
      this.#tell();
    });
    logger.info('begin: an account is connected', { account: account.id, channel: account.channel });
    this.attached.set(this.attached.value + 1);
  }

  #tryConnect(account: ChannelAccount): Connected | null {
    try {
      return this.#connect(account);
    } catch (cause) {
      this.#options.logger.error('tryConnect: failed', { account: account.id, cause: String(cause) });
      return null;
    }
  }

  #connect(account: ChannelAccount): Connected | null {
    const { connections } = this.#options;
    if (account.channel === 'email' || account.channel === 'phone') {
      const parts = this.#parts();
      const connection = account.channel === 'email' ? connections.email?.({ ...parts, account }) : connections.phone?.({ ...parts, account });
      return connection ? { connection, social: null, letGo: () => undefined } : null;
    }
    const channel = this.#byName.get(account.channel);
    const connection = channel ? this.#socialConnection(account) : null;
    return channel && connection ? { connection, social: connection, letGo: channel.attach(account.id, connection) } : null;
  }

  #parts(): ConnectionParts {
    const { clock, logger, setTimer, clearTimer, random } = this.#options;
    return { clock, logger, setTimer, clearTimer, random };
  }

  #socialConnection(account: Exclude<ChannelAccount, { channel: 'email' | 'phone' }>): SocialConnection | null {
    const { connections } = this.#options;
    const parts = this.#parts();
    switch (account.channel) {
      case 'wechat':
        return connections.wechat?.({ ...parts, account }) ?? null;
      case 'weibo':
        return connections.weibo?.({ ...parts, account }) ?? null;
      case 'whatsapp':
        return connections.whatsapp?.({ ...parts, account }) ?? null;
      case 'telegram':
        return connections.telegram?.({ ...parts, account }) ?? null;
    }
  }

  async #end(id: string): Promise<void> {
    const running = this.#running.get(id);
    if (!running) return;
    this.#running.delete(id);
    try {
      await running.connection.stop();
    } catch (cause) {
      this.#options.logger.error('end: an account did not stop', { account: id, cause: String(cause) });
    }
    // What came in last was taken before the channel lets go.
    running.letGo();
  }

  #tell(): void {
    this.states.set(new Map(this.#accounts.map(({ id }) => [id, this.stateOf(id)])));
  }

  stateOf(id: string): ConnectionState {
    const running = this.#running.get(id);
    if (!running) return resting;
    const state = running.connection.state();
    return running.failed === null ? state : { ...state, state: 'fault', fault: running.failed };
  }

  /** Whether the account's provider calls us; of one that is off nobody knows. */
  hasWebhook(id: string): boolean | null {
    const running = this.#running.get(id);
    return running ? running.connection.webhook !== null : null;
  }

  /** Asks the account's provider who we are; null where there is no such account, it is off, or its provider cannot be asked. */
  async check(id: string): Promise<Result<string, ConnectionFault> | null> {
    const connection = this.#running.get(id)?.connection;
    const check = connection?.check;
    if (!connection || !check) return null;
    try {
      return await check.call(connection);
    } catch (cause) {
      this.#options.logger.error('check: failed', { account: id, cause: String(cause) });
      return fail({ code: 'provider-error', detail: '' });
    }
  }

  /** The accounts that are connected here and whose platforms have approved templates. */
  withTemplates(): readonly string[] {
    return [...this.#running].filter(([, { social }]) => social?.templates).map(([id]) => id);
  }

  /** Asks an account's platform for its templates; null where it is not connected here, or has none. */
  async templates(id: string): Promise<Result<readonly ReplyTemplate[], ConnectionFault> | null> {
    try {
      return (await this.#running.get(id)?.social?.templates?.()) ?? null;
    } catch (cause) {
      this.#options.logger.error('templates: failed', { account: id, cause: String(cause) });
      return fail({ code: 'provider-error', detail: '' });
    }
  }

  knows(id: string): boolean {
    return this.#accounts.some((account) => account.id === id);
  }

  /** Answers what was asked at an account's address. */
  async webhook(id: string, call: WebhookCall): Promise<WebhookAnswer> {
    const text = (status: number, body: string): WebhookAnswer => ({ status, type: 'text/plain', body });
    // A program that is just beginning does not know its accounts yet, and a provider must not take them for gone.
    if (!this.#begun) return text(503, 'not ready\n');
    if (!this.knows(id)) return text(404, 'no such account\n');
    const running = this.#running.get(id);
    if (!running) return text(503, 'the account is off\n');
    const { webhook } = running.connection;
    if (webhook === null) return text(404, 'the account has no webhook\n');
    try {
      return await webhook.call(running.connection, call);
    } catch (cause) {
      this.#options.logger.error('webhook: failed', { account: id, cause: String(cause) });
      return text(500, 'not taken\n');
    }
  }

  /** What is with providers is waited for. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.apply(this.#accounts);
  }
}

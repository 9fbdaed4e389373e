import type { ConnectionFault, ConnectionState, SocialConnection, WebhookAnswer, WebhookCall } from '#electron/channels/connection-port.ts';
import { SocialChannel, type SocialParts } from '#electron/channels/social-channel.ts';
import type { SocialAnswer, SocialMedia, SocialPush, SocialReceipt, SocialRequest } from '#electron/channels/social-port.ts';
import type { ConnectionParts, Connections, SocialChannels } from '#electron/host/channels/connections.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

interface Account {
  readonly id: string;
  readonly botToken: string;
  readonly apiBase: string;
}

/** What the fake platform posts to a webhook. */
export interface FakeCall {
  readonly push?: Omit<SocialPush, 'at' | 'media'> & {
    readonly at?: number;
    readonly media?: readonly { readonly kind: SocialMedia['kind']; readonly name: string }[];
  };
  readonly receipt?: SocialReceipt;
}

const DOWN = -2;
/** Codes that the platform answers with, beside others that nobody knows. */
export const fakeCodes = { windowOver: 1, busy: 2, blocked: 3 } as const;

function reasonOf(code: number): string | null {
  const reasons: Readonly<Record<number, string>> = { [DOWN]: 'unreachable', 1: 'window-over', 2: 'provider-busy', 3: 'blocked-by-customer' };
  return reasons[code] ?? null;
}

/** An account at the fake platform, over real HTTP; its webhook believes whoever knows the token. */
export class FakeSocialConnection implements SocialConnection {
  readonly #account: Account;
  readonly #clock: ConnectionParts['clock'];
  readonly #pushed = new Set<(push: SocialPush) => Promise<void>>();
  readonly #receipts = new Set<(receipt: SocialReceipt) => Promise<void>>();
  readonly #listeners = new Set<(state: ConnectionState) => void>();
  #state: ConnectionState = { state: 'off', lastMessageAt: null, fault: null };

  constructor({ account, clock }: ConnectionParts & { readonly account: Account }) {
    this.#account = account;
    this.#clock = clock;
  }

  async start(): Promise<void> {
    this.#set({ ...this.#state, state: 'waiting' });
  }

  async stop(): Promise<void> {
    this.#set({ ...this.#state, state: 'off' });
  }

  state(): ConnectionState {
    return this.#state;
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onPush(listener: (push: SocialPush) => Promise<void>): () => void {
    this.#pushed.add(listener);
    return () => this.#pushed.delete(listener);
  }

  onReceipt(listener: (receipt: SocialReceipt) => Promise<void>): () => void {
    this.#receipts.add(listener);
    return () => this.#receipts.delete(listener);
  }

  async check(): Promise<Result<string, ConnectionFault>> {
    try {
      const answer = await this.#ask('/me');
      if (!answer.ok) return this.#fault('refused-credentials', 'the platform does not know the token');
      return ok(((await answer.json()) as { name: string }).name);
    } catch {
      return this.#fault('unreachable', this.#account.apiBase);
    }
  }

  readonly webhook = async ({ method, headers, body }: WebhookCall): Promise<WebhookAnswer> => {
    if (method === 'GET') return { status: 200, type: 'text/plain', body: 'here' };
    if (headers['x-token'] !== this.#account.botToken) {
      this.#fault('bad-signature', 'a call without the account’s token');
      return { status: 401, type: 'text/plain', body: '' };
    }
    const { push, receipt } = JSON.parse(Buffer.from(body).toString('utf8')) as FakeCall;
    const media = push?.media?.map((one) => ({ ...one, fetch: () => this.#file(one.name) }));
    if (push) {
      this.#set({ state: 'connected', lastMessageAt: this.#clock(), fault: null });
      const { media: _names, ...rest } = push;
      for (const listener of this.#pushed) await listener({ at: this.#clock(), ...rest, ...(media === undefined ? {} : { media }) });
    }
    if (receipt) for (const listener of this.#receipts) await listener(receipt);
    return { status: 200, type: 'text/plain', body: 'ok' };
  };

  async send({ clientId, user, text, files = [] }: SocialRequest): Promise<SocialAnswer> {
    const sent = files.map(({ name, type, bytes }) => ({ name, type, size: bytes.length }));
    let answer: Response;
    try {
      answer = await this.#ask('/send', { method: 'POST', body: JSON.stringify({ clientId, user, text, files: sent }) });
    } catch (cause) {
      const why = cause instanceof Error && cause.cause instanceof Error && 'code' in cause.cause ? cause.cause.code : '';
      if (why === 'ECONNREFUSED') return { errcode: DOWN, errmsg: 'nobody there' };
      throw cause;
    }
    return (await answer.json()) as SocialAnswer;
  }

  async #file(name: string): Promise<Uint8Array> {
    const answer = await this.#ask(`/files/${name}`);
    if (!answer.ok) throw new Error('gone');
    return new Uint8Array(await answer.arrayBuffer());
  }

  #ask(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.#account.apiBase}${path}`, { ...init, headers: { authorization: `Bearer ${this.#account.botToken}` } });
  }

  #fault(code: ConnectionFault['code'], detail: string): Result<never, ConnectionFault> {
    this.#set({ ...this.#state, state: 'fault', fault: { code, detail, at: this.#clock() } });
    return fail({ code, detail });
  }

  #set(state: ConnectionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

/** Telegram's and WhatsApp's accounts as the fake platform's. */
export const fakeConnections: Connections = {
  telegram: (parts) => new FakeSocialConnection(parts),
  whatsapp: (parts) => new FakeSocialConnection({ ...parts, account: { ...parts.account, botToken: parts.account.accessToken } }),
};
export const fakeChannels: SocialChannels = {
  telegram: (parts: SocialParts) => new SocialChannel({ channel: 'telegram', reasonOf }, parts),
  whatsapp: (parts: SocialParts) => new SocialChannel({ channel: 'whatsapp', reasonOf }, parts),
};

/** A token of the fake platform's, which it takes for good. */
export const goodToken = (bot: number): string => `${bot}:good-token-of-the-fake-platform`;

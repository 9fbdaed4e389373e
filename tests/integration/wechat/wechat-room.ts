import { once } from 'node:events';
import { createServer } from 'node:net';
import type { SocialRequest } from '#electron/channels/social-port.ts';
import type { WechatAccount } from '#electron/channels/wechat/wechat-account.ts';
import { WechatConnection, type WechatParts } from '#electron/channels/wechat/wechat-connection.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { WechatServer } from '#tests/fakes/wechat-server.ts';

const secrets = { appSecret: 'app-secret-0123456789abcdef', token: 'webhook-token', encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' };

/** A customer whom an answer can go to. */
export const USER = 'oCustomer_1';

/** A real HTTP server in WeChat's place, and connections of one account to it. */
export class WechatRoom {
  readonly time = { now: 1_796_000_000_000 };
  readonly logger = recordingLogger();
  readonly server = new WechatServer({ account: { appId: 'wx-room', ...secrets }, clock: () => this.time.now, hangUpMs: 1_000, wait: async () => undefined });
  account: WechatAccount = { id: 'wechat-1', name: '钱包客服', kind: 'official', appId: 'wx-room', apiBase: '', ...secrets };
  readonly #connections: WechatConnection[] = [];

  async start(): Promise<this> {
    this.account = { ...this.account, apiBase: await this.server.start() };
    this.server.wrote(USER);
    return this;
  }

  async connect(account: Partial<WechatAccount> = {}, parts: Partial<WechatParts> = {}): Promise<WechatConnection> {
    const connection = new WechatConnection({
      account: { ...this.account, ...account },
      clock: () => this.time.now,
      logger: this.logger,
      setTimer: (work, ms) => setTimeout(work, ms),
      clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
      ...parts,
    });
    this.#connections.push(connection);
    await connection.start();
    return connection;
  }

  async stop(): Promise<void> {
    for (const connection of this.#connections) await connection.stop();
    await this.server.stop();
  }

  /** What was asked of WeChat besides tokens. */
  get asked(): readonly string[] {
    return this.server.asked.filter((one) => !one.endsWith('/stable_token')).map((one) => one.replace('/cgi-bin', ''));
  }

  /** Everything that was told to people, of which nothing may be a secret. */
  told(): string {
    return JSON.stringify([this.logger.lines, this.#connections.map((connection) => connection.state())]);
  }
}

export const secretWords = /app-secret|webhook-token|abcdefghijklmnopqrstuvwxyz|token-\d/;

export const request = (more: Partial<SocialRequest> = {}): SocialRequest => ({
  clientId: 'message-1',
  user: USER,
  place: { kind: 'private' },
  text: '您好，已到账。',
  ...more,
});

export const png = (size = 100): Uint8Array => Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(size - 8, 7)]);

/** An address at which nobody listens any more. */
export async function nobodyThere(): Promise<string> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

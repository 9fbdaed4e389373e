import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { WechatAccount } from '#electron/channels/wechat/wechat-account.ts';
import { type PushOptions, pushCall, type Values } from '#tests/fakes/wechat-calls.ts';

const HOUR = 3_600_000;
const WINDOW = 48 * HOUR;
const QUOTA = 5;
const TOKEN_MS = 7_200_000;
const LAST_MINUTES = 300_000;
const RETRIES = 3;

export interface Sent {
  readonly touser: string;
  readonly msgtype: string;
  readonly text?: { readonly content: string };
  readonly image?: { readonly media_id: string };
}

interface Options {
  readonly account: Pick<WechatAccount, 'appId' | 'appSecret' | 'token' | 'encodingAesKey'>;
  readonly clock?: () => number;
  /** How long a push waits for its answer before it is made again. */
  readonly hangUpMs?: number;
  readonly wait?: (ms: number) => Promise<void>;
}

/** Answers in WeChat's place; true where it has. */
type Mood = (path: string, response: ServerResponse) => Promise<boolean> | boolean;

const MAGIC = [Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('GIF8')];

/** WeChat's side over real HTTP: tokens, service messages under its rule of five in 48 hours, files, and pushes that are repeated. */
export class WechatServer {
  readonly #options: Required<Options>;
  readonly #server: Server;
  readonly #tokens = new Map<string, number>();
  readonly #standings = new Map<string, { lastAt: number; sent: number }>();
  readonly media = new Map<string, { readonly type: string; readonly bytes: Uint8Array }>();
  /** Each message that went to a customer, in order. */
  readonly sent: Sent[] = [];
  /** `METHOD path` of each request, in order. */
  readonly asked: string[] = [];
  /** What each push was answered, `hung up` where nothing came in time. */
  readonly answers: string[] = [];
  mood: Mood | null = null;
  tokenMs = TOKEN_MS;
  #current = '';
  #made = 0;

  constructor({ account, clock = Date.now, hangUpMs = 5_000, wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms)) }: Options) {
    this.#options = { account, clock, hangUpMs, wait };
    this.#server = createServer((request, response) => void this.#serve(request, response).catch(() => response.destroy()));
  }

  /** Answers the address that stands for https://api.weixin.qq.com. */
  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** How often a token was asked for. */
  get tokensAsked(): number {
    return this.asked.filter((one) => one === 'POST /cgi-bin/stable_token').length;
  }

  /** All tokens are worth nothing from here on, as when the secret was made anew. */
  revoke(): void {
    this.#tokens.clear();
    this.#current = '';
  }

  /** A customer wrote: five messages may go to them within 48 hours. */
  wrote(user: string): void {
    this.#standings.set(user, { lastAt: this.#options.clock(), sent: 0 });
  }

  /** Pushes to the address until it is answered as WeChat wants it, four times in all; whether it was. */
  async push(address: string, values: Values, options: PushOptions = {}): Promise<boolean> {
    const { account, clock, hangUpMs, wait } = this.#options;
    const user = values.FromUserName ?? '';
    if (values.MsgType !== 'event') this.wrote(user);
    for (let retry = 0; retry <= RETRIES; retry++) {
      if (retry > 0) await wait(5_000);
      const call = pushCall({ id: 'x', name: 'x', kind: 'official', apiBase: '', ...account }, clock(), values, {
        nonce: String(1_000_000 + ++this.#made),
        ...options,
      });
      if (await this.#post(`${address}?${call.query.toString()}`, call.body, call.headers['content-type'] ?? '', hangUpMs)) return true;
    }
    return false;
  }

  async #post(url: string, body: Uint8Array, type: string, hangUpMs: number): Promise<boolean> {
    try {
      const answer = await fetch(url, { method: 'POST', body: Buffer.from(body), headers: { 'content-type': type }, signal: AbortSignal.timeout(hangUpMs) });
      const text = await answer.text();
      this.answers.push(`${answer.status} ${text}`);
      return answer.status === 200 && (text === 'success' || text === '');
    } catch {
      this.answers.push('hung up');
      return false;
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://wechat');
    this.asked.push(`${request.method} ${url.pathname}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk as Uint8Array);
    const body = Buffer.concat(chunks);
    if (await this.mood?.(url.pathname, response)) return;
    if (url.pathname === '/cgi-bin/stable_token') return json(response, this.#token(body));
    const refusal = this.#refusedToken(url.searchParams.get('access_token') ?? '');
    if (refusal) return json(response, refusal);
    switch (url.pathname) {
      case '/cgi-bin/getcallbackip':
        return json(response, { ip_list: ['106.55.206.146', '106.55.206.211'] });
      case '/cgi-bin/message/custom/send':
        return json(response, this.#send(body.toString('utf8')));
      case '/cgi-bin/media/upload':
        return json(response, await this.#upload(body, request.headers['content-type'] ?? ''));
      case '/cgi-bin/media/get': {
        const file = this.media.get(url.searchParams.get('media_id') ?? '');
        if (!file) return json(response, { errcode: 40007, errmsg: 'invalid media_id' });
        response.writeHead(200, { 'content-type': file.type, 'content-disposition': 'attachment; filename="MEDIA_ID"' });
        response.end(file.bytes);
        return;
      }
      default:
        response.writeHead(404);
        response.end();
    }
  }

  #token(body: Buffer): unknown {
    const { account, clock } = this.#options;
    const asked = JSON.parse(body.toString()) as Record<string, unknown>;
    if (asked.grant_type !== 'client_credential') return { errcode: 40002, errmsg: 'invalid grant_type' };
    if (asked.appid !== account.appId) return { errcode: 40013, errmsg: 'invalid appid' };
    if (asked.secret !== account.appSecret) return { errcode: 40125, errmsg: 'invalid appsecret' };
    if (asked.force_refresh === true) this.revoke();
    const left = (this.#tokens.get(this.#current) ?? 0) - clock();
    // In its last five minutes the next one is given out; the old one is good until its end.
    if (left <= Math.min(LAST_MINUTES, this.tokenMs / 2)) {
      this.#current = `token-${++this.#made}-${'x'.repeat(100)}`;
      this.#tokens.set(this.#current, clock() + this.tokenMs);
    }
    return { access_token: this.#current, expires_in: Math.round(((this.#tokens.get(this.#current) ?? 0) - clock()) / 1000) };
  }

  #refusedToken(token: string): unknown {
    if (token === '') return { errcode: 41001, errmsg: 'access_token missing' };
    const until = this.#tokens.get(token);
    if (until === undefined) return { errcode: 40001, errmsg: 'invalid credential, access_token is invalid or not latest' };
    return until <= this.#options.clock() ? { errcode: 42001, errmsg: 'access_token expired' } : null;
  }

  #send(raw: string): unknown {
    if (/\\u[0-9a-f]{4}/i.test(raw)) return { errcode: 40033, errmsg: 'invalid charset' };
    const message = JSON.parse(raw) as Sent;
    const standing = this.#standings.get(message.touser);
    if (!standing) return { errcode: 40003, errmsg: 'invalid openid' };
    if (message.msgtype === 'text' && !message.text?.content) return { errcode: 44004, errmsg: 'empty content' };
    if (Buffer.byteLength(message.text?.content ?? '') > 2_048) return { errcode: 45002, errmsg: 'content size out of limit' };
    if (message.msgtype === 'image' && !this.media.has(message.image?.media_id ?? '')) return { errcode: 40007, errmsg: 'invalid media_id' };
    if (this.#options.clock() - standing.lastAt >= WINDOW) return { errcode: 45015, errmsg: 'response out of time limit or subscription is canceled' };
    if (standing.sent >= QUOTA) return { errcode: 45047, errmsg: 'out of response count limit' };
    standing.sent += 1;
    this.sent.push(message);
    return { errcode: 0, errmsg: 'ok' };
  }

  /** A customer leaves: nothing may go to them any more. */
  left(user: string): void {
    this.#standings.set(user, { lastAt: Number.NEGATIVE_INFINITY, sent: 0 });
  }

  async #upload(body: Buffer, type: string): Promise<unknown> {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    const file = form.get('media');
    if (typeof file === 'string' || file === null) return { errcode: 41005, errmsg: 'media data missing' };
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (bytes.length > 10 * 1024 * 1024) return { errcode: 40009, errmsg: 'invalid image size' };
    if (!MAGIC.some((magic) => magic.equals(bytes.subarray(0, magic.length)))) return { errcode: 40005, errmsg: 'invalid file type' };
    const id = `media-${++this.#made}`;
    this.media.set(id, { type: file.type, bytes });
    return { type: 'image', media_id: id, created_at: Math.floor(this.#options.clock() / 1000) };
  }
}

/** WeChat names its JSON text at times; so does this. */
function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(JSON.stringify(value));
}

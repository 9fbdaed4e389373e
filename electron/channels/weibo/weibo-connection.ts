import { z } from 'zod';
import type { ConnectionFault, ConnectionState, SocialConnection, WebhookAnswer, WebhookCall } from '#electron/channels/connection-port.ts';
import { ConnectionStatus } from '#electron/channels/connection-status.ts';
import { HandOver } from '#electron/channels/hand-over.ts';
import { type CallerOptions, ProviderCaller } from '#electron/channels/provider-call.ts';
import type { SocialAnswer, SocialMedia, SocialPush, SocialReceipt, SocialRequest } from '#electron/channels/social-port.ts';
import { strangersText } from '#electron/channels/strangers-text.ts';
import { UnderWay } from '#electron/channels/under-way.ts';
import { readWeiboCall, type WeiboCall } from '#electron/channels/weibo/read-weibo-call.ts';
import { mediaBaseOf, type WeiboAccount } from '#electron/channels/weibo/weibo-account.ts';
import { faultFor, WeiboApi } from '#electron/channels/weibo/weibo-api.ts';
import { WeiboNames } from '#electron/channels/weibo/weibo-names.ts';
import { sendWeibo } from '#electron/channels/weibo/weibo-send.ts';
import { WeiboGuard } from '#electron/channels/weibo/weibo-signature.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

export interface WeiboOptions extends CallerOptions {
  readonly account: WeiboAccount;
  readonly clock: Clock;
  readonly logger: Logger;
}

type Message = Extract<WeiboCall, { readonly kind: 'message' }>;

const answer = (status: number, body = ''): WebhookAnswer => ({ status, type: 'text/plain; charset=utf-8', body });
const MOST_ECHO = 256;

const whoAmI = z.object({ uid: z.union([z.number().transform(String), z.string()]) });
const profile = z.object({ screen_name: z.string() });

/**
 * A Weibo account with its message service: private messages, and mentions that are answered in public below the comment
 * or the post. There are no receipts there.
 */
export class WeiboConnection implements SocialConnection {
  readonly #options: WeiboOptions;
  readonly #caller: ProviderCaller;
  readonly #api: WeiboApi;
  readonly #names: WeiboNames;
  readonly #guard: WeiboGuard;
  readonly #status: ConnectionStatus;
  readonly #hand = new HandOver();
  readonly #under = new UnderWay();
  readonly webhook = (call: WebhookCall): Promise<WebhookAnswer> => this.#under.run(() => this.#answer(call).catch((cause: unknown) => this.#broke(cause)));

  constructor(options: WeiboOptions) {
    const { account, clock, logger } = options;
    this.#options = options;
    this.#status = new ConnectionStatus(clock, logger);
    this.#caller = new ProviderCaller(options);
    this.#api = new WeiboApi(account, this.#caller, this.#status);
    this.#names = new WeiboNames(this.#api, clock);
    this.#guard = new WeiboGuard(account.appSecret, clock);
  }

  async start(): Promise<void> {
    this.#status.start();
  }

  async stop(): Promise<void> {
    this.#status.stop();
    await this.#under.settled();
  }

  state(): ConnectionState {
    return this.#status.state();
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    return this.#status.onState(listener);
  }

  onPush(listener: (push: SocialPush) => Promise<void>): () => void {
    return this.#hand.onPush(listener);
  }

  onReceipt(listener: (receipt: SocialReceipt) => Promise<void>): () => void {
    return this.#hand.onReceipt(listener);
  }

  send(request: SocialRequest): Promise<SocialAnswer> {
    return this.#under.run(() => sendWeibo(this.#api, request));
  }

  /** The account's name, when the token is the account's own. */
  check(): Promise<Result<string, ConnectionFault>> {
    return this.#under.run(() => this.#check());
  }

  async #check(): Promise<Result<string, ConnectionFault>> {
    const { uid } = this.#options.account;
    try {
      const mine = await this.#api.get('account/get_uid.json', whoAmI, {});
      if (!mine.ok)
        return fail(faultFor(mine.error.errcode, mine.error.errmsg) ?? { code: 'provider-error', detail: `${mine.error.errmsg} (${mine.error.errcode})` });
      if (mine.value.uid !== uid) return fail({ code: 'refused-credentials', detail: `the token is of the account ${mine.value.uid}, not of ${uid}` });
      const shown = await this.#api.get('users/show.json', profile, { uid });
      return ok(shown.ok ? shown.value.screen_name : uid);
    } catch (cause) {
      const told = this.#status.state().fault;
      return fail({ code: told?.code ?? 'unreachable', detail: cause instanceof Error ? cause.message : 'no answer' });
    }
  }

  async #answer({ method, query, body }: WebhookCall): Promise<WebhookAnswer> {
    if (!this.#status.on) return answer(503);
    const verdict = this.#guard.judge(query, body);
    if (verdict === 'bad-signature') {
      this.#status.note({ code: verdict, detail: 'a call that is not signed with the app secret, or that carries other words than before, came' });
      return answer(401);
    }
    if (verdict === 'clock-off') {
      this.#status.note({ code: verdict, detail: 'a signed call came whose time is more than ten minutes from ours' });
      return answer(401);
    }
    if (method === 'GET') {
      const echo = query.get('echostr');
      return echo === null || echo.length > MOST_ECHO ? answer(400) : answer(200, echo);
    }
    this.#status.heard();
    const call = readWeiboCall(body, this.#options.account.uid);
    if (await this.#take(call)) {
      this.#status.taken();
      return answer(200);
    }
    this.#status.fail('in', { code: 'not-handed-over', detail: 'the desk did not take a message; Weibo will bring it again' });
    return answer(500);
  }

  /** A fault of ours, which must not lose what came. */
  #broke(cause: unknown): WebhookAnswer {
    this.#options.logger.error('webhook: broke', { cause: cause instanceof Error ? cause.name : 'unknown' });
    this.#status.fail('in', { code: 'not-handed-over', detail: 'a call could not be worked on; Weibo will bring it again' });
    return answer(500);
  }

  /** Whether this one needs not come again. */
  async #take(call: WeiboCall): Promise<boolean> {
    switch (call.kind) {
      case 'bad':
        this.#status.note({ code: 'bad-message', detail: call.detail });
        return true;
      case 'ignored':
        this.#options.logger.debug('take: ignored', { why: call.why });
        return true;
      case 'message': {
        const taken = await this.#hand.push(await this.#pushOf(call));
        if (taken) this.#status.message();
        return taken;
      }
    }
  }

  async #pushOf({ msgId, user, at, content }: Message): Promise<SocialPush> {
    const file = content.place === 'private' ? content.file : null;
    return {
      msgId,
      user,
      nickname: await this.#names.nameOf(user),
      text: strangersText(content.text),
      place: content.place === 'private' ? { kind: 'private' } : { kind: 'comment', comment: content.comment },
      at: Math.min(at, this.#options.clock()),
      ...(file === null ? {} : { media: [this.#media(file.kind, file.fid)] }),
    };
  }

  /** By `fid` and the receiver's token (open.weibo.com, 2/messages/receive). */
  #media(kind: 'image' | 'voice', fid: string): SocialMedia {
    const { account } = this.#options;
    const base = mediaBaseOf(account);
    const query = new URLSearchParams({ access_token: account.accessToken, fid });
    const { origin } = new URL(base);
    const fetch = () => this.#caller.file(`${base}/2/mss/msget?${query}`, { allowed: (url) => url.origin === origin });
    return { kind, name: `weibo-${kind}-${fid}.${kind === 'image' ? 'jpg' : 'amr'}`, fetch };
  }
}

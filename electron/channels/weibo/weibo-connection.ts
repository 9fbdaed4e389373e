import { z } from 'zod';
import type { ConnectionFault, SocialConnection, WebhookAnswer, WebhookCall } from '#electron/channels/connection-port.ts';
import { checkFault } from '#electron/channels/provider-api.ts';
import { type CallerOptions, ProviderCaller } from '#electron/channels/provider-call.ts';
import { plainAnswer, SocialAccount } from '#electron/channels/social-account.ts';
import type { SocialAnswer, SocialMedia, SocialPush, SocialRequest } from '#electron/channels/social-port.ts';
import { strangersText } from '#electron/channels/strangers-text.ts';
import { readWeiboCall, type WeiboCall } from '#electron/channels/weibo/read-weibo-call.ts';
import { mediaBaseOf, type WeiboAccount } from '#electron/channels/weibo/weibo-account.ts';
import { WeiboApi } from '#electron/channels/weibo/weibo-api.ts';
import { WeiboNames } from '#electron/channels/weibo/weibo-names.ts';
import { weiboReason } from '#electron/channels/weibo/weibo-reasons.ts';
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

const MOST_ECHO = 256;

const whoAmI = z.object({ uid: z.union([z.number().transform(String), z.string()]) });
const profile = z.object({ screen_name: z.string() });

/**
 * A Weibo account with its message service: private messages, and mentions that are answered in public below the comment
 * or the post. There are no receipts there.
 */
export class WeiboConnection extends SocialAccount implements SocialConnection {
  readonly #account: WeiboAccount;
  readonly #caller: ProviderCaller;
  readonly #api: WeiboApi;
  readonly #names: WeiboNames;
  readonly #guard: WeiboGuard;
  readonly webhook = (call: WebhookCall): Promise<WebhookAnswer> => this.answering('Weibo', () => this.#answer(call));

  constructor(options: WeiboOptions) {
    super(options);
    const { account, clock } = options;
    this.#account = account;
    this.#caller = new ProviderCaller(options);
    this.#api = new WeiboApi(account, this.#caller, this.status);
    this.#names = new WeiboNames(this.#api, clock);
    this.#guard = new WeiboGuard(account.appSecret, clock);
  }

  send(request: SocialRequest): Promise<SocialAnswer> {
    return this.under.run(() => sendWeibo(this.#api, request));
  }

  /** The account's name, when the token is the account's own. */
  check(): Promise<Result<string, ConnectionFault>> {
    return this.asked(() => this.#check());
  }

  async #check(): Promise<Result<string, ConnectionFault>> {
    const { uid } = this.#account;
    const mine = await this.#api.get('account/get_uid.json', whoAmI, {});
    if (!mine.ok) return fail(checkFault(weiboReason, mine.error));
    if (mine.value.uid !== uid) return fail({ code: 'refused-credentials', detail: `the token is of the account ${mine.value.uid}, not of ${uid}` });
    const shown = await this.#api.get('users/show.json', profile, { uid });
    return ok(shown.ok ? shown.value.screen_name : uid);
  }

  async #answer({ method, query, body }: WebhookCall): Promise<WebhookAnswer> {
    if (!this.status.on) return plainAnswer(503);
    const verdict = this.#guard.judge(query, body);
    if (verdict === 'bad-signature') {
      this.status.note({ code: verdict, detail: 'a call that is not signed with the app secret, or that carries other words than before, came' });
      return plainAnswer(401);
    }
    if (verdict === 'clock-off') {
      this.status.note({ code: verdict, detail: 'a signed call came whose time is more than ten minutes from ours' });
      return plainAnswer(401);
    }
    if (method === 'GET') {
      const echo = query.get('echostr');
      return echo === null || echo.length > MOST_ECHO ? plainAnswer(400) : plainAnswer(200, echo);
    }
    this.status.heard();
    return this.taken('Weibo', await this.#take(readWeiboCall(body, this.#account.uid)));
  }

  /** Whether this one needs not come again. */
  async #take(call: WeiboCall): Promise<boolean> {
    switch (call.kind) {
      case 'bad':
        this.status.note({ code: 'bad-message', detail: call.detail });
        return true;
      case 'ignored':
        this.logger.debug('take: ignored', { why: call.why });
        return true;
      case 'message':
        return this.give(await this.#pushOf(call));
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
      at: Math.min(at, this.clock()),
      ...(file === null ? {} : { media: [this.#media(file.kind, file.fid)] }),
    };
  }

  /** By `fid` and the receiver's token (open.weibo.com, 2/messages/receive). */
  #media(kind: 'image' | 'voice', fid: string): SocialMedia {
    const account = this.#account;
    const base = mediaBaseOf(account);
    const query = new URLSearchParams({ access_token: account.accessToken, fid });
    const { origin } = new URL(base);
    const fetch = () => this.#caller.file(`${base}/2/mss/msget?${query}`, { allowed: (url) => url.origin === origin });
    return { kind, name: `weibo-${kind}-${fid}.${kind === 'image' ? 'jpg' : 'amr'}`, fetch };
  }
}

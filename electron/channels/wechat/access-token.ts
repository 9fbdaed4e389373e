import type { ConnectionFault } from '#electron/channels/connection-port.ts';
import type { ProviderCaller } from '#electron/channels/provider-call.ts';
import type { WechatAccount } from '#electron/channels/wechat/wechat-account.ts';
import { codeIn, faultOf, NO_TOKEN, NOT_REACHED, objectIn, wireFault } from '#electron/channels/wechat/wechat-codes.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { type Instant, SECOND } from '#shared/lib/time.ts';

/** No token was to be had; what was to be done with it was surely not done. */
export interface TokenFault {
  readonly errcode: number;
  readonly errmsg: string;
  readonly fault: ConnectionFault;
}

const TIMEOUT = 10 * SECOND;
/** In its last five minutes WeChat gives out the next token, so that a minute in, there is one to be had. */
const BEFORE_END = 240 * SECOND;

/**
 * The account's access token, by `stable_token` (developers.weixin.qq.com, getStableAccessToken): while one is good,
 * everybody who asks gets the same, so that several gateways share it without knowing of each other. A new one is never
 * forced: that would take it from the others, and is allowed twenty times a day.
 */
export class AccessTokens {
  readonly #account: WechatAccount;
  readonly #caller: ProviderCaller;
  readonly #clock: Clock;
  #kept: { readonly token: string; readonly until: Instant } | null = null;
  #asking: Promise<Result<string, TokenFault>> | null = null;

  constructor(account: WechatAccount, caller: ProviderCaller, clock: Clock) {
    this.#account = account;
    this.#caller = caller;
    this.#clock = clock;
  }

  /** The token; of several that ask at once, one asks WeChat. */
  get(): Promise<Result<string, TokenFault>> {
    if (this.#kept && this.#clock() < this.#kept.until) return Promise.resolve(ok(this.#kept.token));
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** WeChat does not accept this token any more. */
  drop(token: string): void {
    if (this.#kept?.token === token) this.#kept = null;
  }

  async #ask(): Promise<Result<string, TokenFault>> {
    const { appId, appSecret, apiBase } = this.#account;
    const body = JSON.stringify({ grant_type: 'client_credential', appid: appId, secret: appSecret, force_refresh: false });
    const details = { method: 'POST', headers: { 'content-type': 'application/json' }, body, timeoutMs: TIMEOUT } as const;
    const asked = await this.#caller.call(`${apiBase}/cgi-bin/stable_token`, details);
    if (asked.kind !== 'answered') {
      const fault = wireFault(asked, TIMEOUT);
      return fail({ errcode: NOT_REACHED, errmsg: fault.detail, fault });
    }
    const json = objectIn(asked.json);
    const { access_token: token, expires_in: expires } = json ?? {};
    if (typeof token === 'string' && token !== '' && typeof expires === 'number' && expires > 0) {
      const ms = expires * SECOND;
      this.#kept = { token, until: this.#clock() + Math.max(ms - BEFORE_END, ms / 2) };
      return ok(token);
    }
    const said = codeIn(json);
    if (said && said.errcode !== 0) {
      const errmsg = said.errmsg.replaceAll(appSecret, '…');
      return fail({ errcode: said.errcode, errmsg, fault: faultOf(said.errcode, errmsg) });
    }
    const detail = `asked for an access token, WeChat answers with status ${asked.status} and nothing that could be one`;
    return fail({ errcode: NO_TOKEN, errmsg: detail, fault: { code: 'bad-answer', detail } });
  }
}

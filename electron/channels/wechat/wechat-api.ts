import type { ConnectionFault } from '#electron/channels/connection-port.ts';
import { AccessTokens } from '#electron/channels/wechat/access-token.ts';
import { type Answered, type Asking, codeIn, exchange, jsonOf, type Wire } from '#electron/channels/wechat/exchange.ts';
import type { WechatAccount } from '#electron/channels/wechat/wechat-account.ts';
import { faultOf, NOT_REACHED, tokenCodes } from '#electron/channels/wechat/wechat-codes.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { SECOND } from '#shared/lib/time.ts';

export interface ApiRequest {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Made anew for each try; none: GET. */
  readonly post?: () => { readonly body: string | FormData; readonly type?: string };
  readonly mostBytes?: number;
  readonly timeout?: number;
}

export type ApiAnswer =
  /** An answer without a refusal in it. */
  | { readonly kind: 'given'; readonly answer: Answered; readonly json: Readonly<Record<string, unknown>> | null }
  /** Surely not done: WeChat said so, or was not reached. */
  | { readonly kind: 'refused'; readonly errcode: number; readonly errmsg: string; readonly fault: ConnectionFault }
  /** Nobody knows whether it was done. */
  | { readonly kind: 'unknown'; readonly fault: ConnectionFault };

/** Above the ten seconds in which a connection is made or not, so that one that was never made is known as that. */
const TIMEOUT = 15 * SECOND;
const MOST_BYTES = 256 * 1024;

/** Asks WeChat in the account's name, and once more with a new token where the old one was refused, since then nothing was done. */
export class WechatApi {
  readonly #account: WechatAccount;
  readonly #wire: Wire;
  readonly #tokens: AccessTokens;

  constructor(account: WechatAccount, wire: Wire, clock: Clock) {
    this.#account = { ...account, apiBase: account.apiBase.replace(/\/+$/, '') };
    this.#wire = wire;
    this.#tokens = new AccessTokens(this.#account, wire, clock);
  }

  get origin(): string {
    return new URL(this.#account.apiBase).origin;
  }

  /** Never rejects. */
  async call(request: ApiRequest): Promise<ApiAnswer> {
    const first = await this.#tokens.get();
    if (!first.ok) return { kind: 'refused', ...first.error };
    const answer = await this.#try(request, first.value);
    if (answer.kind !== 'refused' || !tokenCodes.has(answer.errcode)) return answer;
    this.#tokens.drop(first.value);
    const second = await this.#tokens.get();
    if (!second.ok) return { kind: 'refused', ...second.error };
    // WeChat takes this one for good and refuses it: asking again would not help.
    if (second.value === first.value) return answer;
    return this.#try(request, second.value);
  }

  /** Asks an address that WeChat gave, without the account's token. */
  async fetch(url: string, mostBytes: number, timeout: number): Promise<ApiAnswer> {
    return this.#read(await exchange(this.#wire, url, {}, { timeout, mostBytes }));
  }

  async #try({ path, query, post, mostBytes = MOST_BYTES, timeout = TIMEOUT }: ApiRequest, token: string): Promise<ApiAnswer> {
    const url = `${this.#account.apiBase}${path}?${new URLSearchParams({ access_token: token, ...query }).toString()}`;
    const made = post?.();
    const headers = made?.type === undefined ? {} : { 'content-type': made.type };
    const init: Asking = made ? { method: 'POST', headers, body: made.body } : {};
    const answer = this.#read(await exchange(this.#wire, url, init, { timeout, mostBytes }));
    if (answer.kind !== 'refused') return answer;
    const errmsg = answer.errmsg.replaceAll(token, '…');
    return answer.errcode === NOT_REACHED ? answer : { kind: 'refused', errcode: answer.errcode, errmsg, fault: faultOf(answer.errcode, errmsg) };
  }

  #read(asked: Awaited<ReturnType<typeof exchange>>): ApiAnswer {
    if (!asked.ok) {
      const { code, detail } = asked.error;
      const fault: ConnectionFault = { code: code === 'too-large' ? 'bad-answer' : 'unreachable', detail };
      return code === 'not-sent' ? { kind: 'refused', errcode: NOT_REACHED, errmsg: detail, fault } : { kind: 'unknown', fault };
    }
    const { status, type } = asked.value;
    // A file is no JSON, and need not be read as such; WeChat tells refusals as JSON or as text.
    const json = /json|text/.test(type) ? jsonOf(asked.value) : null;
    const said = codeIn(json);
    if (said && said.errcode !== 0) return { kind: 'refused', ...said, fault: faultOf(said.errcode, said.errmsg) };
    if (status < 200 || status > 299) return { kind: 'unknown', fault: { code: 'provider-error', detail: `WeChat answers with status ${status}` } };
    return { kind: 'given', answer: asked.value, json };
  }
}

import type { ConnectionFault } from '#electron/channels/connection-port.ts';
import { type CallDetails, type ProviderCaller, readJson } from '#electron/channels/provider-call.ts';
import { AccessTokens } from '#electron/channels/wechat/access-token.ts';
import type { WechatAccount } from '#electron/channels/wechat/wechat-account.ts';
import { codeIn, faultOf, NOT_REACHED, objectIn, tokenCodes, wireFault } from '#electron/channels/wechat/wechat-codes.ts';
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
  | { readonly kind: 'given'; readonly type: string; readonly bytes: Uint8Array; readonly json: Readonly<Record<string, unknown>> | null }
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
  readonly #caller: ProviderCaller;
  readonly #tokens: AccessTokens;

  constructor(account: WechatAccount, caller: ProviderCaller, clock: Clock) {
    this.#account = { ...account, apiBase: account.apiBase.replace(/\/+$/, '') };
    this.#caller = caller;
    this.#tokens = new AccessTokens(this.#account, caller, clock);
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
  fetch(url: string, mostBytes: number, timeout: number): Promise<ApiAnswer> {
    return this.#ask(url, {}, timeout, mostBytes);
  }

  async #try({ path, query, post, mostBytes = MOST_BYTES, timeout = TIMEOUT }: ApiRequest, token: string): Promise<ApiAnswer> {
    const url = `${this.#account.apiBase}${path}?${new URLSearchParams({ access_token: token, ...query }).toString()}`;
    const made = post?.();
    const headers = made?.type === undefined ? {} : { 'content-type': made.type };
    const answer = await this.#ask(url, made ? { method: 'POST', headers, body: made.body } : {}, timeout, mostBytes);
    if (answer.kind !== 'refused') return answer;
    const errmsg = answer.errmsg.replaceAll(token, '…');
    return answer.errcode === NOT_REACHED ? answer : { kind: 'refused', errcode: answer.errcode, errmsg, fault: faultOf(answer.errcode, errmsg) };
  }

  async #ask(url: string, details: CallDetails, timeoutMs: number, mostBytes: number): Promise<ApiAnswer> {
    const asked = await this.#caller.ask(url, { ...details, timeoutMs, mostBytes });
    if (asked.kind !== 'answered') {
      const fault = wireFault(asked, timeoutMs);
      return asked.kind === 'not-sent' ? { kind: 'refused', errcode: NOT_REACHED, errmsg: fault.detail, fault } : { kind: 'unknown', fault };
    }
    const { status, bytes } = asked;
    if (bytes === null) return { kind: 'unknown', fault: { code: 'bad-answer', detail: `the answer has more than ${mostBytes} bytes` } };
    const type = asked.headers.get('content-type') ?? '';
    // A file is no JSON, and need not be read as such; WeChat tells refusals as JSON or as text.
    const json = /json|text/.test(type) ? objectIn(readJson(Buffer.from(bytes).toString('utf8'))) : null;
    const said = codeIn(json);
    if (said && said.errcode !== 0) return { kind: 'refused', ...said, fault: faultOf(said.errcode, said.errmsg) };
    if (status < 200 || status > 299) return { kind: 'unknown', fault: { code: 'provider-error', detail: `WeChat answers with status ${status}` } };
    return { kind: 'given', type, bytes, json };
  }
}

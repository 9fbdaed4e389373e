import { z } from 'zod';
import type { ConnectionFault } from '#electron/channels/connection-port.ts';
import type { ConnectionStatus } from '#electron/channels/connection-status.ts';
import { faultOf, NOT_CONNECTED, type ProviderCaller } from '#electron/channels/provider-call.ts';
import type { WeiboAccount } from '#electron/channels/weibo/weibo-account.ts';
import { weiboReason } from '#electron/channels/weibo/weibo-reasons.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

const refusal = z.object({ error_code: z.coerce.number().int().positive(), error: z.string().default('') });

/** What the provider refused, with its own code; surely not done. */
export interface Refused {
  readonly errcode: number;
  readonly errmsg: string;
}

const MOST_MESSAGE = 300;

/** Weibo's API as one account sees it. The token goes in a form where there is one, else in the address, which nobody is told. */
export class WeiboApi {
  readonly account: WeiboAccount;
  readonly #caller: ProviderCaller;
  readonly #status: ConnectionStatus;

  constructor(account: WeiboAccount, caller: ProviderCaller, status: ConnectionStatus) {
    this.account = account;
    this.#caller = caller;
    this.#status = status;
  }

  get<T>(path: string, answer: z.ZodType<T>, parameters: Readonly<Record<string, string>>, timeoutMs?: number): Promise<Result<T, Refused>> {
    const query = new URLSearchParams({ access_token: this.account.accessToken, ...parameters });
    return this.#call(`${this.account.apiBase}/2/${path}?${query}`, answer, timeoutMs === undefined ? {} : { timeoutMs });
  }

  post<T>(base: string, path: string, answer: z.ZodType<T>, parameters: Readonly<Record<string, string>>): Promise<Result<T, Refused>> {
    const body = new URLSearchParams({ access_token: this.account.accessToken, ...parameters });
    return this.#call(`${base}/2/${path}`, answer, { method: 'POST', body });
  }

  /** Answers what the provider gave, or its refusal; rejects when nobody can say whether it was done. */
  async #call<T>(url: string, answer: z.ZodType<T>, details: Parameters<ProviderCaller['call']>[1]): Promise<Result<T, Refused>> {
    const called = await this.#caller.call(url, details);
    if (called.kind !== 'answered') {
      this.#status.fail('out', faultOf(called));
      if (called.kind === 'unknown') throw new Error(`no answer from Weibo (${called.detail})`);
      return fail({ errcode: NOT_CONNECTED, errmsg: called.detail });
    }
    const { status, json } = called;
    if (status >= 500 || status === 408) {
      this.#status.fail('out', { code: 'provider-error', detail: `Weibo answered ${status}` });
      throw new Error(`Weibo answered ${status}`);
    }
    const refused = refusal.safeParse(json);
    // Refusals come with any status, 200 too.
    if (refused.success || status >= 400) {
      return fail(this.#refused(refused.success ? refused.data.error_code : status, refused.success ? refused.data.error : `status ${status}`));
    }
    const read = answer.safeParse(json);
    if (!read.success) {
      this.#status.fail('out', { code: 'bad-answer', detail: `Weibo answered ${status} with something else than its documentation says` });
      throw new Error('the answer of Weibo cannot be read');
    }
    this.#status.answered();
    return ok(read.data);
  }

  #refused(errcode: number, error: string): Refused {
    const errmsg = error.replaceAll(this.account.accessToken, '***').slice(0, MOST_MESSAGE);
    const fault = faultFor(errcode, errmsg);
    if (fault) this.#status.fail('out', fault);
    else this.#status.answered();
    return { errcode, errmsg };
  }
}

/** What a refusal says of the account, beside the one message; null when nothing. */
export function faultFor(errcode: number, errmsg: string): ConnectionFault | null {
  const detail = `${errmsg} (${errcode})`;
  switch (weiboReason(errcode)) {
    case 'refused-credentials':
    case 'account-restricted':
      return { code: 'refused-credentials', detail };
    case 'provider-busy':
      return { code: 'rate-limited', detail };
    case 'provider-error':
      return { code: 'provider-error', detail };
    case 'unreachable':
      return { code: 'unreachable', detail };
    default:
      return null;
  }
}

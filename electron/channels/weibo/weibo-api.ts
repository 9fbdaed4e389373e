import { z } from 'zod';
import type { ConnectionStatus } from '#electron/channels/connection-status.ts';
import { ProviderApi, type Refused } from '#electron/channels/provider-api.ts';
import type { ProviderCaller } from '#electron/channels/provider-call.ts';
import type { WeiboAccount } from '#electron/channels/weibo/weibo-account.ts';
import { weiboReason } from '#electron/channels/weibo/weibo-reasons.ts';
import type { Result } from '#shared/lib/result.ts';

const refusal = z.object({ error_code: z.coerce.number().int().positive(), error: z.string().default('') });

/** Refusals come with any status, 200 too. */
function refusalOf(_status: number, json: unknown): Refused | null {
  const read = refusal.safeParse(json);
  return read.success ? { errcode: read.data.error_code, errmsg: read.data.error } : null;
}

/** Weibo's API as one account sees it. The token goes in a form where there is one, else in the address, which nobody is told. */
export class WeiboApi {
  readonly account: WeiboAccount;
  readonly #api: ProviderApi;

  constructor(account: WeiboAccount, caller: ProviderCaller, status: ConnectionStatus) {
    this.account = account;
    this.#api = new ProviderApi(caller, status, { name: 'Weibo', secret: account.accessToken, refusalOf, reasonOf: weiboReason });
  }

  get<T>(path: string, answer: z.ZodType<T>, parameters: Readonly<Record<string, string>>, timeoutMs?: number): Promise<Result<T, Refused>> {
    const query = new URLSearchParams({ access_token: this.account.accessToken, ...parameters });
    return this.#api.call(`${this.account.apiBase}/2/${path}?${query}`, answer, timeoutMs === undefined ? {} : { timeoutMs });
  }

  post<T>(base: string, path: string, answer: z.ZodType<T>, parameters: Readonly<Record<string, string>>): Promise<Result<T, Refused>> {
    const body = new URLSearchParams({ access_token: this.account.accessToken, ...parameters });
    return this.#api.call(`${base}/2/${path}`, answer, { method: 'POST', body });
  }
}

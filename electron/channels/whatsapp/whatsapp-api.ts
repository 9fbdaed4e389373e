import { z } from 'zod';
import type { ConnectionStatus } from '#electron/channels/connection-status.ts';
import { ProviderApi, type Refused } from '#electron/channels/provider-api.ts';
import type { CallDetails, ProviderCaller } from '#electron/channels/provider-call.ts';
import type { WhatsappAccount } from '#electron/channels/whatsapp/whatsapp-account.ts';
import { GRAPH_TOKEN, whatsappReason } from '#electron/channels/whatsapp/whatsapp-reasons.ts';
import type { Result } from '#shared/lib/result.ts';

const refusal = z.object({ error: z.object({ code: z.number().int(), message: z.string().default('') }) });

function refusalOf(status: number, json: unknown): Refused | null {
  const read = refusal.safeParse(json);
  if (status < 400 || !read.success) return null;
  const { code, message } = read.data.error;
  // Code 0 is a refused token there, and here it would say that all is well.
  return { errcode: code || GRAPH_TOKEN, errmsg: message };
}

/** Meta's Graph API as one account sees it. */
export class WhatsappApi {
  readonly account: WhatsappAccount;
  readonly #api: ProviderApi;

  constructor(account: WhatsappAccount, caller: ProviderCaller, status: ConnectionStatus) {
    this.account = account;
    this.#api = new ProviderApi(caller, status, { name: 'WhatsApp', secret: account.accessToken, refusalOf, reasonOf: whatsappReason });
  }

  get headers(): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${this.account.accessToken}` };
  }

  call<T>(path: string, answer: z.ZodType<T>, details: CallDetails = {}): Promise<Result<T, Refused>> {
    return this.#api.call(`${this.account.apiBase}/${path}`, answer, { ...details, headers: { ...this.headers, ...details.headers } });
  }
}

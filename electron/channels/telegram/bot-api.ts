import { z } from 'zod';
import type { ConnectionFault } from '#electron/channels/connection-port.ts';
import { type CallDetails, faultOf, type ProviderCaller, retryAfterMs } from '#electron/channels/provider-call.ts';
import type { TelegramAccount } from '#electron/channels/telegram/telegram-account.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { SECOND } from '#shared/lib/time.ts';

const envelope = z.union([
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({
    ok: z.literal(false),
    error_code: z.number().int(),
    description: z.string().default(''),
    parameters: z.object({ retry_after: z.number().nonnegative() }).partial().optional(),
  }),
]);

/** What stands in the way of an answer. `refused`: the provider said no, so nothing was done. */
export type BotFault =
  | { readonly kind: 'refused'; readonly code: number; readonly description: string; readonly retryAfter: number | null }
  | { readonly kind: 'not-sent'; readonly fault: ConnectionFault }
  | { readonly kind: 'unknown'; readonly fault: ConnectionFault };

const MOST_DESCRIPTION = 300;
const FILE_PATH = /^[\w-]+(?:\/[\w.-]+)*$/;

/**
 * Telegram's Bot API (core.telegram.org/bots/api) as one bot sees it. The token is part of every address there, so nothing
 * of an address is told to anybody: faults carry codes, and descriptions are searched for it.
 */
export class BotApi {
  readonly #account: TelegramAccount;
  readonly #caller: ProviderCaller;

  constructor(account: TelegramAccount, caller: ProviderCaller) {
    this.#account = account;
    this.#caller = caller;
  }

  async call<T>(
    method: string,
    answer: z.ZodType<T>,
    parameters: FormData | Readonly<Record<string, unknown>>,
    details: CallDetails = {},
  ): Promise<Result<T, BotFault>> {
    const { apiBase, botToken } = this.#account;
    const content =
      parameters instanceof FormData ? { body: parameters } : { body: JSON.stringify(parameters), headers: { 'content-type': 'application/json' } };
    const called = await this.#caller.call(`${apiBase}/bot${botToken}/${method}`, { method: 'POST', ...content, ...details });
    if (called.kind !== 'answered') return fail({ kind: called.kind, fault: faultOf(called) });
    const { status, headers, json } = called;
    const read = envelope.safeParse(json);
    if (read.success && !read.data.ok) {
      const { error_code: code, description, parameters: more } = read.data;
      if (code >= 500) return fail({ kind: 'unknown', fault: { code: 'provider-error', detail: `Telegram answered ${code}` } });
      const retryAfter = more?.retry_after === undefined ? retryAfterMs(headers) : more.retry_after * SECOND;
      return fail({ kind: 'refused', code, description: this.#scrubbed(description), retryAfter });
    }
    if (status >= 400 && status < 500 && status !== 408) {
      return fail({ kind: 'refused', code: status, description: `status ${status}`, retryAfter: retryAfterMs(headers) });
    }
    if (status >= 400) return fail({ kind: 'unknown', fault: { code: 'provider-error', detail: `Telegram answered ${status}` } });
    const result = read.success && read.data.ok ? answer.safeParse(read.data.result) : null;
    if (result?.success) return ok(result.data);
    return fail({ kind: 'unknown', fault: { code: 'bad-answer', detail: `Telegram answered ${status} with something else than its documentation says` } });
  }

  /** The bytes at a path that `getFile` gave. Rejects without telling the address. */
  file(path: string): Promise<Uint8Array> {
    const { apiBase, botToken } = this.#account;
    if (!FILE_PATH.test(path) || path.includes('..')) return Promise.reject(new Error('Telegram gave no path for the file'));
    const { origin } = new URL(apiBase);
    return this.#caller.file(`${apiBase}/file/bot${botToken}/${path}`, { allowed: (url) => url.origin === origin });
  }

  #scrubbed(text: string): string {
    return text.replaceAll(this.#account.botToken, '***').replaceAll(this.#account.botToken.replace(/^\d+:/, ''), '***').slice(0, MOST_DESCRIPTION);
  }
}

/** What a fault says of the account; null where it says only something of one message. */
export function accountFault(fault: BotFault): ConnectionFault | null {
  if (fault.kind !== 'refused') return fault.fault;
  const detail = `${fault.description} (${fault.code})`;
  switch (fault.code) {
    // A token that is malformed is an address that is not there.
    case 401:
    case 404:
      return { code: 'refused-credentials', detail };
    case 429:
      return { code: 'rate-limited', detail };
    case 409:
      return {
        code: 'provider-error',
        detail: /webhook/i.test(fault.description)
          ? `the bot has a webhook, and then gives nothing to whoever asks (409)`
          : `another program asks for this bot's messages; only one may (409)`,
      };
    default:
      return null;
  }
}

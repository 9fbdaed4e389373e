import { z } from 'zod';
import type { ConnectionFault } from '#electron/channels/connection-port.ts';
import type { ConnectionStatus } from '#electron/channels/connection-status.ts';
import { type CallDetails, faultOf, NOT_CONNECTED, type ProviderCaller } from '#electron/channels/provider-call.ts';
import type { WhatsappAccount } from '#electron/channels/whatsapp/whatsapp-account.ts';
import { GRAPH_TOKEN, whatsappReason } from '#electron/channels/whatsapp/whatsapp-reasons.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

const refusal = z.object({ error: z.object({ code: z.number().int(), message: z.string().default('') }) });

/** What the provider refused, with its own code; surely not done. */
export interface Refused {
  readonly errcode: number;
  readonly errmsg: string;
}

/** A call that may have been done, or not. */
export class OutcomeUnknown extends Error {}

const MOST_MESSAGE = 300;

/** Meta's Graph API as one account sees it; what comes of a call is told to the account's status. */
export class WhatsappApi {
  readonly account: WhatsappAccount;
  readonly #caller: ProviderCaller;
  readonly #status: ConnectionStatus;

  constructor(account: WhatsappAccount, caller: ProviderCaller, status: ConnectionStatus) {
    this.account = account;
    this.#caller = caller;
    this.#status = status;
  }

  get headers(): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${this.account.accessToken}` };
  }

  /** Answers what the provider gave, or its refusal; rejects with `OutcomeUnknown` when nobody can say whether it was done. */
  async call<T>(path: string, answer: z.ZodType<T>, details: CallDetails = {}): Promise<Result<T, Refused>> {
    const called = await this.#caller.call(`${this.account.apiBase}/${path}`, { ...details, headers: { ...this.headers, ...details.headers } });
    if (called.kind === 'not-sent') {
      this.#status.fail('out', faultOf(called));
      return fail({ errcode: NOT_CONNECTED, errmsg: called.detail });
    }
    if (called.kind === 'unknown') {
      this.#status.fail('out', faultOf(called));
      throw new OutcomeUnknown(`no answer from WhatsApp (${called.detail})`);
    }
    const { status, json } = called;
    if (status >= 500 || status === 408) {
      this.#status.fail('out', { code: 'provider-error', detail: `WhatsApp answered ${status}` });
      throw new OutcomeUnknown(`WhatsApp answered ${status}`);
    }
    if (status >= 400) return fail(this.#refused(status, json));
    const read = answer.safeParse(json);
    if (!read.success) {
      this.#status.fail('out', { code: 'bad-answer', detail: `WhatsApp answered ${status} with something else than its documentation says` });
      throw new OutcomeUnknown('the answer of WhatsApp cannot be read');
    }
    this.#status.answered();
    return ok(read.data);
  }

  #refused(status: number, json: unknown): Refused {
    const read = refusal.safeParse(json);
    // Code 0 is a refused token there, and here it would say that all is well.
    const errcode = read.success ? read.data.error.code || GRAPH_TOKEN : status;
    const errmsg = read.success ? read.data.error.message.replaceAll(this.account.accessToken, '***').slice(0, MOST_MESSAGE) : `status ${status}`;
    const fault = faultFor(errcode, errmsg);
    if (fault) this.#status.fail('out', fault);
    // Whoever refuses one message for what is in it has taken the call and the token.
    else this.#status.answered();
    return { errcode, errmsg };
  }
}

/** What a refusal says of the account, beside the one message; null when nothing. */
export function faultFor(errcode: number, errmsg: string): ConnectionFault | null {
  const detail = `${errmsg} (${errcode})`;
  switch (whatsappReason(errcode)) {
    case 'refused-credentials':
    case 'account-restricted':
      return { code: 'refused-credentials', detail };
    case 'provider-busy':
      return { code: 'rate-limited', detail };
    case 'provider-error':
      return { code: 'provider-error', detail };
    default:
      return null;
  }
}

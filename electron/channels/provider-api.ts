import type { z } from 'zod';
import type { ConnectionFault } from '#electron/channels/connection-port.ts';
import type { ConnectionStatus } from '#electron/channels/connection-status.ts';
import { type CallDetails, faultOf, NOT_CONNECTED, type ProviderCaller } from '#electron/channels/provider-call.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** What the provider refused, with its own code; surely not done. */
export interface Refused {
  readonly errcode: number;
  readonly errmsg: string;
}

/** A call that may have been done, or not. */
export class OutcomeUnknown extends Error {}

/** How one provider says no. */
export interface Manners {
  /** As people call it. */
  readonly name: string;
  /** In none of its words that are told on. */
  readonly secret: string;
  /** What an answer below 500 refuses; null where it refuses nothing. */
  readonly refusalOf: (status: number, json: unknown) => Refused | null;
  /** The stable reason of one of its codes, or of our own. */
  readonly reasonOf: (errcode: number) => string | null;
}

const MOST_MESSAGE = 300;

/** A provider's API as one account sees it; what comes of a call is told to the account's status. */
export class ProviderApi {
  readonly #caller: ProviderCaller;
  readonly #status: ConnectionStatus;
  readonly #manners: Manners;

  constructor(caller: ProviderCaller, status: ConnectionStatus, manners: Manners) {
    this.#caller = caller;
    this.#status = status;
    this.#manners = manners;
  }

  /** Answers what the provider gave, or its refusal; rejects with `OutcomeUnknown` when nobody can say whether it was done. */
  async call<T>(url: string, answer: z.ZodType<T>, details: CallDetails): Promise<Result<T, Refused>> {
    const { name, refusalOf } = this.#manners;
    const called = await this.#caller.call(url, details);
    if (called.kind !== 'answered') {
      this.#status.fail('out', faultOf(called));
      if (called.kind === 'unknown') throw new OutcomeUnknown(`no answer from ${name} (${called.detail})`);
      return fail({ errcode: NOT_CONNECTED, errmsg: called.detail });
    }
    const { status, json } = called;
    if (status >= 500 || status === 408) {
      this.#status.fail('out', { code: 'provider-error', detail: `${name} answered ${status}` });
      throw new OutcomeUnknown(`${name} answered ${status}`);
    }
    const refused = refusalOf(status, json) ?? (status >= 400 ? { errcode: status, errmsg: `status ${status}` } : null);
    if (refused) return fail(this.#refused(refused));
    const read = answer.safeParse(json);
    if (!read.success) {
      this.#status.fail('out', { code: 'bad-answer', detail: `${name} answered ${status} with something else than its documentation says` });
      throw new OutcomeUnknown(`the answer of ${name} cannot be read`);
    }
    this.#status.answered();
    return ok(read.data);
  }

  #refused({ errcode, errmsg: told }: Refused): Refused {
    const { secret, reasonOf } = this.#manners;
    const errmsg = told.replaceAll(secret, '***').slice(0, MOST_MESSAGE);
    const fault = accountFault(reasonOf, { errcode, errmsg });
    if (fault) this.#status.fail('out', fault);
    // Whoever refuses one message for what is in it has taken the call and the token.
    else this.#status.answered();
    return { errcode, errmsg };
  }
}

/** What a refusal says of the account, beside the one message; null when nothing. */
export function accountFault(reasonOf: Manners['reasonOf'], { errcode, errmsg }: Refused): ConnectionFault | null {
  const detail = `${errmsg} (${errcode})`;
  switch (reasonOf(errcode)) {
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

/** Why the provider did not say who the account is. */
export const checkFault = (reasonOf: Manners['reasonOf'], refused: Refused): ConnectionFault =>
  accountFault(reasonOf, refused) ?? { code: 'provider-error', detail: `${refused.errmsg} (${refused.errcode})` };

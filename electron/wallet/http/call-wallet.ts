import { type FaultForm, faultForm, refusalOf } from '#electron/wallet/http/fault-form.ts';
import { keepRawWords } from '#electron/wallet/http/raw-words.ts';
import { type AnswerOf, type AnyRoute, type BodyOf, type ParamsOf, pathOf } from '#electron/wallet/http/routes.ts';
import type { WalletFault } from '#electron/wallet/port.ts';
import { backoff } from '#shared/lib/backoff.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { SECOND } from '#shared/lib/time.ts';

/** No answer of the contract comes near it. */
const MOST_BYTES = 8 * 1024 * 1024;

export interface CallOptions {
  /** Without a slash at the end. */
  readonly url: string;
  readonly token: string;
  /** How long one try may take. */
  readonly timeout: number;
  /** How often what may be repeated is tried in all. */
  readonly tries: number;
  /** The longest that a wallet's Retry-After is waited for; else the caller is told. */
  readonly patience: number;
  readonly random: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly logger: Logger;
}

/** What one try came to. `again`: it may be tried anew without doing harm, after so long, where the route is repeatable. */
type Tried<T> = Result<T, { readonly fault: WalletFault; readonly again: boolean; readonly after?: number }>;

const faultCode = (cause: unknown): string => {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  if (!(inner instanceof Error)) return String(inner);
  return 'code' in inner ? String(inner.code) : inner.message || inner.name;
};

/** Nobody was there to take it: what was asked is surely not done. `fetch` knocks at no port that it calls bad. */
const notSent: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'bad port']);

/** Retry-After (RFC 9110 section 10.2.3) in ms: seconds, or a date. */
export function retryAfter(header: string | null, now: number): number {
  if (header === null) return SECOND;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * SECOND : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : SECOND;
}

async function textOf(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Asks a wallet over HTTP, one route at a time: in time, again where that is harmless, and only what the contract says is an answer. */
export class WalletCaller {
  readonly #options: CallOptions;
  readonly #stopped = new AbortController();

  constructor(options: CallOptions) {
    this.#options = options;
  }

  /** Ends what is under way. */
  stop(): void {
    this.#stopped.abort();
  }

  async call<R extends AnyRoute>(route: R, params: ParamsOf<R>, body: BodyOf<R>): Promise<Result<AnswerOf<R>, WalletFault>> {
    const { tries, patience, random, wait, logger } = this.#options;
    for (let attempt = 0; ; attempt++) {
      const tried = await this.#try(route, params, body);
      if (tried.ok) return tried;
      const { fault, again, after } = tried.error;
      const pause = after ?? backoff(attempt, random, 100, 2 * SECOND);
      if (!again || !route.repeatable || attempt + 1 >= tries || pause > patience || this.#stopped.signal.aborted) {
        logger.warn('call: no answer', { route: route.path, fault: fault.code, detail: fault.detail, tries: attempt + 1 });
        return fail(fault);
      }
      await wait(pause);
    }
  }

  async #try<R extends AnyRoute>(route: R, params: ParamsOf<R>, body: BodyOf<R>): Promise<Tried<AnswerOf<R>>> {
    const { url, token, timeout } = this.#options;
    const late = AbortSignal.timeout(timeout);
    try {
      const response = await fetch(`${url}${pathOf(route.path, params)}`, {
        method: route.method,
        headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...(body === null ? {} : { 'content-type': 'application/json' }) },
        ...(body === null ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.any([late, this.#stopped.signal]),
        // The token goes where it was meant to go, and nowhere else.
        redirect: 'error',
      });
      const text = await textOf(response);
      return response.ok ? this.#answer(route, text) : this.#refusal(route, response, text);
    } catch (cause) {
      const code = faultCode(cause);
      if (notSent.has(code)) return fail({ fault: { code: 'unavailable', detail: `the wallet cannot be reached (${code})` }, again: true });
      const detail = late.aborted ? `no answer within ${timeout} ms` : `the connection ended before the answer (${code})`;
      // Of what only reads nothing can have been done.
      return fail({ fault: { code: route.repeatable && !late.aborted ? 'unavailable' : 'timed-out', detail }, again: true });
    }
  }

  #answer<R extends AnyRoute>(route: R, text: string | null): Tried<AnswerOf<R>> {
    const bad = (detail: string): Tried<AnswerOf<R>> => fail({ fault: { code: 'bad-answer', detail }, again: false });
    if (text === null) return bad('the answer is larger than any can be');
    const value = parsed(text);
    if (value === undefined) return bad('the answer is not JSON');
    const read = route.answer.safeParse(keepRawWords(value));
    if (read.success) return ok(read.data as AnswerOf<R>);
    const places = read.error.issues.slice(0, 5).map((issue) => `${issue.path.length === 0 ? 'the answer' : issue.path.join('.')}: ${issue.message}`);
    return bad(places.join('; '));
  }

  #refusal(route: AnyRoute, response: Response, text: string | null): Tried<never> {
    const { status } = response;
    const read = faultForm.safeParse(text === null ? undefined : parsed(text));
    const form: FaultForm | null = read.success ? read.data : null;
    const detail = form?.detail ?? `status ${status}`;
    if (status === 429) {
      const after = retryAfter(response.headers.get('retry-after'), Date.now());
      return fail({ fault: { code: 'rate-limited', detail, retryAfter: after }, again: true, after });
    }
    // A proxy's 502 or 504, or a 503 without our form, says nothing of what the wallet itself has done.
    if (status >= 500) {
      const nothingDone = route.repeatable || form?.code === 'unavailable';
      const header = response.headers.get('retry-after');
      const after = header === null ? {} : { after: retryAfter(header, Date.now()) };
      return fail({ fault: { code: nothingDone ? 'unavailable' : 'timed-out', detail }, again: true, ...after });
    }
    if (form?.code === 'refused') return fail({ fault: refusalOf(form), again: false });
    if (form?.code === 'not-found' || form?.code === 'unknown-mark') return fail({ fault: { code: form.code, detail }, again: false });
    if (status === 401) return fail({ fault: { code: 'unavailable', detail: `the wallet does not accept the token (${detail})` }, again: false });
    return fail({ fault: { code: 'bad-answer', detail: `status ${status}${form === null ? '' : `, ${form.code}: ${detail}`}` }, again: false });
  }
}

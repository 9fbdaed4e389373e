import type { ConnectionFault } from '#electron/channels/connection-port.ts';
import { codesOf, surelyNotSent } from '#electron/channels/not-sent.ts';
import { MAX_ATTACHMENT_BYTES } from '#shared/case/attachment.ts';
import { SECOND } from '#shared/lib/time.ts';

/**
 * What a call to a provider came to. `not-sent`: nobody took it, so nothing was done. `unknown`: it may have been done.
 * A detail is never more than a code, since addresses and messages of errors can carry a token.
 */
export type Called = (Answered & { /** Undefined where it is not JSON. */ readonly json: unknown }) | Unanswered;
/** The same, with the answer as it came; null where it has more bytes than are taken. */
export type Asked = (Answered & { readonly bytes: Uint8Array | null }) | Unanswered;

interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  readonly headers: Headers;
}
export interface Unanswered {
  readonly kind: 'not-sent' | 'unknown';
  readonly detail: string;
}

/** The detail of a call that was given up. */
export const TIMED_OUT = 'TIMED_OUT';

export interface CallerOptions {
  readonly fetch?: typeof fetch;
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  /** How long one call may take in ms, its answer included. */
  readonly timeoutMs?: number;
}

export interface CallDetails {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData | URLSearchParams;
  /** Longer or shorter than the usual, in ms. */
  readonly timeoutMs?: number;
  /** Ends this call alone. */
  readonly signal?: AbortSignal;
  /** Of the answer; files have more than the usual. */
  readonly mostBytes?: number;
}

/** Codes of our own, below zero so that they are no provider's, for `SocialAnswer.errcode`: what surely did not go out. */
export const NOT_CONNECTED = -1_000;
export const TOO_LONG = -1_001;
export const FILE_TOO_BIG = -1_002;
export const FILES_NOT_TAKEN = -1_003;
export const NO_SUCH_PLACE = -1_004;

/** The stable reason of a code of our own; null for a provider's. */
export function ownReason(errcode: number): string | null {
  switch (errcode) {
    case NOT_CONNECTED:
      return 'unreachable';
    case TOO_LONG:
      return 'too-long';
    case FILE_TOO_BIG:
      return 'file-too-large';
    case FILES_NOT_TAKEN:
      return 'files-not-taken';
    case NO_SUCH_PLACE:
      return 'comment-gone';
    default:
      return null;
  }
}

const TIMEOUT_MS = 20 * SECOND;
/** No answer of a provider to a call of ours comes near it. */
const MOST_ANSWER_BYTES = 4 * 1024 * 1024;
/** Files move from a provider's own address to its store. */
const MOST_HOPS = 3;

/** Cuts off what is more than allowed while it comes, whatever length was announced; null when there is more. */
async function bytesOf(response: Response, most: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Ids longer than a double is exact for stay as they were written, as text. */
const exactNumbers = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) && context?.source !== undefined ? context.source : value;

/** JSON whose ids lose no digit; undefined where it is no JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text, exactNumbers) as unknown;
  } catch {
    return undefined;
  }
}

/** Calls one provider over HTTP: in time, to no other address than the one named, and never louder than a code about what went wrong. */
export class ProviderCaller {
  readonly #options: CallerOptions;

  constructor(options: CallerOptions) {
    this.#options = options;
  }

  async call(url: string, details: CallDetails = {}): Promise<Called> {
    const asked = await this.ask(url, details);
    if (asked.kind !== 'answered') return asked;
    const { bytes, ...answered } = asked;
    return { ...answered, json: bytes === null ? undefined : readJson(Buffer.from(bytes).toString('utf8')) };
  }

  /** Like `call`, for what need not be JSON. */
  async ask(url: string, details: CallDetails = {}): Promise<Asked> {
    const { timeoutMs = this.#options.timeoutMs ?? TIMEOUT_MS, signal: own, mostBytes = MOST_ANSWER_BYTES, ...init } = details;
    const ran = await this.#run(timeoutMs, async (timed) => {
      const signal = own ? AbortSignal.any([timed, own]) : timed;
      const response = await (this.#options.fetch ?? fetch)(url, {
        ...init,
        // On a line that was kept open the other side may be gone already, and then nobody can say whether it was read.
        headers: { ...init.headers, connection: 'close' },
        signal,
        // A token goes where it was meant to go, and nowhere else.
        redirect: 'error',
      });
      return { kind: 'answered', status: response.status, headers: response.headers, bytes: await bytesOf(response, mostBytes) } as const;
    });
    if (ran.ok) return ran.value;
    const detail = ran.codes.join(', ');
    return surelyNotSent(ran.codes) ? { kind: 'not-sent', detail } : { kind: 'unknown', detail };
  }

  /**
   * The bytes of a file, `most` of them; rejects with a code and no address. Each address on the way is asked of `allowed`
   * before it gets a header, so that credentials go to no stranger.
   */
  async file(
    url: string,
    options: { readonly headers?: Readonly<Record<string, string>>; readonly allowed: (url: URL) => boolean; readonly most?: number },
  ): Promise<Uint8Array> {
    const { headers = {}, allowed, most = MAX_ATTACHMENT_BYTES } = options;
    const ran = await this.#run(this.#options.timeoutMs ?? 3 * TIMEOUT_MS, async (signal) => {
      let at = new URL(url);
      for (let hop = 0; hop <= MOST_HOPS; hop++) {
        if (!allowed(at)) throw named('HOST_NOT_ALLOWED');
        const response = await (this.#options.fetch ?? fetch)(at, { headers, signal, redirect: 'manual' });
        const onward = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
        if (onward === null && !response.ok) throw named(`HTTP_${response.status}`);
        if (onward === null) {
          const bytes = await bytesOf(response, most);
          if (bytes === null) throw named('FILE_TOO_BIG');
          return bytes;
        }
        await response.body?.cancel();
        at = new URL(onward, at);
      }
      throw named('TOO_MANY_HOPS');
    });
    if (ran.ok) return ran.value;
    throw named(ran.codes.join(', '));
  }

  async #run<T>(
    timeoutMs: number,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly codes: readonly string[] }> {
    const controller = new AbortController();
    let late = false;
    const timer = this.#options.setTimer(() => {
      late = true;
      controller.abort();
    }, timeoutMs);
    try {
      return { ok: true, value: await work(controller.signal) };
    } catch (cause) {
      return { ok: false, codes: late ? [TIMED_OUT] : codesOf(cause) };
    } finally {
      this.#options.clearTimer(timer);
    }
  }
}

function named(code: string): Error & { readonly code: string } {
  return Object.assign(new Error(`the provider gave no file (${code})`), { code });
}

/** What an administrator is told of a call that got no answer. */
export const faultOf = (called: Unanswered): ConnectionFault => ({
  code: 'unreachable',
  detail: called.kind === 'not-sent' ? `the provider cannot be reached (${called.detail})` : `the provider gave no answer (${called.detail})`,
});

/** Retry-After in ms (RFC 9110 section 10.2.3, seconds alone); null where it is not told. */
export function retryAfterMs(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * SECOND : null;
}

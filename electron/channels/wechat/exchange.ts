import { codesOf, surelyNotSent } from '#electron/channels/not-sent.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

export interface Wire {
  readonly fetch: typeof fetch;
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
}

export interface Answered {
  readonly status: number;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** `not-sent`: nobody was there to take the request. After all others it may have been acted on. */
export interface WireFault {
  readonly code: 'not-sent' | 'timed-out' | 'broken' | 'too-large';
  /** Without the address, which has the access token in it. */
  readonly detail: string;
}

export interface Asking extends Pick<RequestInit, 'method' | 'body'> {
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks once, within `timeout` ms, and reads no more than `mostBytes` of the answer; a redirect is not followed. */
export async function exchange(
  wire: Wire,
  url: string,
  init: Asking,
  limits: { readonly timeout: number; readonly mostBytes: number },
): Promise<Result<Answered, WireFault>> {
  const ending = new AbortController();
  let late = false;
  const timer = wire.setTimer(() => {
    late = true;
    ending.abort();
  }, limits.timeout);
  try {
    // A connection that was kept open may be closed just as it is used again, and then nobody knows whether the request
    // was read: each has one of its own.
    const headers = { ...init.headers, connection: 'close' };
    const response = await wire.fetch(url, { ...init, headers, redirect: 'error', signal: ending.signal });
    const chunks: Uint8Array[] = [];
    let size = 0;
    // Leaving the loop ends the connection.
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > limits.mostBytes) return fail({ code: 'too-large', detail: `the answer has more than ${limits.mostBytes} bytes` });
      chunks.push(chunk);
    }
    return ok({ status: response.status, type: response.headers.get('content-type') ?? '', bytes: Buffer.concat(chunks) });
  } catch (cause) {
    if (late) return fail({ code: 'timed-out', detail: `no answer within ${limits.timeout} ms` });
    const codes = codesOf(cause);
    const told = codes.join(', ');
    if (surelyNotSent(codes)) return fail({ code: 'not-sent', detail: `WeChat cannot be reached (${told})` });
    return fail({ code: 'broken', detail: `the connection ended before the answer (${told})` });
  } finally {
    wire.clearTimer(timer);
  }
}

/** An answer's JSON object; null where it is none. */
export function jsonOf({ bytes }: Answered): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** WeChat's own code in an answer, which some interfaces write as text; null where there is none. */
export function codeIn(json: Readonly<Record<string, unknown>> | null): { readonly errcode: number; readonly errmsg: string } | null {
  const { errcode, errmsg } = json ?? {};
  const code = typeof errcode === 'number' || (typeof errcode === 'string' && /^-?\d+$/.test(errcode)) ? Number(errcode) : null;
  return code === null ? null : { errcode: code, errmsg: typeof errmsg === 'string' ? errmsg : '' };
}

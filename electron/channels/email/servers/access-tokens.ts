import { z } from 'zod';
import type { ConnectionFault } from '#electron/channels/connection-port.ts';
import { cleanLine } from '#electron/channels/email/clean-text.ts';
import type { MailAuth } from '#electron/channels/email/servers/mail-account.ts';
import { isLoopback } from '#electron/channels/email/servers/tls-rule.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { MINUTE, SECOND } from '#shared/lib/time.ts';

type OAuth2 = Extract<MailAuth, { kind: 'oauth2' }>;

interface Options {
  readonly auth: OAuth2;
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
}

const granted = z.object({ access_token: z.string().min(1).max(16_384), expires_in: z.coerce.number().positive().optional() });
const refused = z.object({ error: z.string() });
/** An answer that names no end is believed for this long (RFC 6749 section 5.1 leaves it open). */
const UNSAID = 5 * MINUTE;
/** A token is not used in its last minute: it must outlast a login. */
const MARGIN = MINUTE;
const PATIENCE = 15 * SECOND;
const LONGEST = 65_536;

/** Access tokens of one account, each kept until shortly before its end (RFC 6749 section 6); many who ask at once cost one request. */
export class AccessTokens {
  readonly #options: Options;
  #token: { readonly value: string; readonly until: number } | null = null;
  #asking: Promise<Result<string, ConnectionFault>> | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** A token that should do; `renew` where the last one was refused. */
  token(renew = false): Promise<Result<string, ConnectionFault>> {
    if (renew) this.#token = null;
    if (this.#token && this.#token.until > this.#options.clock()) return Promise.resolve(ok(this.#token.value));
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask(): Promise<Result<string, ConnectionFault>> {
    const { auth, clock, fetch: ask = fetch } = this.#options;
    const { clientId, clientSecret, refreshToken, tokenUrl } = auth;
    const url = URL.canParse(tokenUrl) ? new URL(tokenUrl) : null;
    if (url === null || (url.protocol !== 'https:' && !isLoopback(url.hostname)))
      return fail({ code: 'bad-answer', detail: 'the address for tokens must begin with https' });
    const form = {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: clientId,
      ...(clientSecret === '' ? {} : { client_secret: clientSecret }),
    };
    try {
      const answer = await ask(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'error', signal: AbortSignal.timeout(PATIENCE) });
      const body = parsed((await answer.text()).slice(0, LONGEST));
      if (!answer.ok) {
        const said = refused.safeParse(body);
        const code = answer.status === 429 ? 'rate-limited' : answer.status < 500 ? 'refused-credentials' : 'provider-error';
        return fail({ code, detail: `no token: status ${answer.status}${said.success ? `, ${cleanLine(said.data.error, 60)}` : ''}` });
      }
      const found = granted.safeParse(body);
      if (!found.success) return fail({ code: 'bad-answer', detail: 'the answer holds no access token' });
      const { access_token: value, expires_in: seconds } = found.data;
      const lasts = seconds === undefined ? UNSAID : seconds * SECOND;
      this.#token = { value, until: clock() + Math.max(lasts - MARGIN, lasts / 2) };
      return ok(value);
    } catch (cause) {
      return fail({ code: 'unreachable', detail: `${url.host}: ${codeOf(cause)}` });
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What the system says of a failed request; never its text, which may hold what was sent. */
function codeOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  if (inner instanceof Error && 'code' in inner) return String(inner.code);
  return inner instanceof Error ? inner.name : 'failed';
}

import { rootCertificates } from 'node:tls';
import type { ImapFlow } from 'imapflow';
import type { ConnectionFault } from '#electron/channels/connection-port.ts';
import { cleanLine } from '#electron/channels/email/clean-text.ts';
import { mailLimits } from '#electron/channels/email/mail-message.ts';
import type { AccessTokens } from '#electron/channels/email/servers/access-tokens.ts';
import type { MailAccount } from '#electron/channels/email/servers/mail-account.ts';
import { withoutSecrets } from '#electron/channels/email/servers/smtp-fault.ts';
import { tlsRule } from '#electron/channels/email/servers/tls-rule.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { MINUTE, SECOND } from '#shared/lib/time.ts';

/**
 * imapflow (MIT, by the author of nodemailer) was chosen before node-imap, which nobody keeps any more: it tells
 * UIDVALIDITY, goes back to IDLE by itself and bounds what a server may send. It is loaded with the first account: many
 * desks have none, and it brings as much code as all the rest of e-mail.
 */

/** Servers forget who is silent for half an hour (RFC 9051 section 5.4), and routers sooner. */
const RENEW_IDLE = 4 * MINUTE;
/** A line on which nothing comes for so long is dead, whatever the system says. */
const SILENCE = 5 * MINUTE;
/** Soon enough that no mail waits, late enough that a row of commands is not broken up. */
const IDLE_AFTER = 100;

const told = (cause: unknown): Readonly<Record<string, unknown>> => (typeof cause === 'object' && cause !== null ? { ...cause } : {});

/** The fault for an administrator; what the server wrote is cut short. */
export function imapFault(cause: unknown, { auth }: MailAccount): ConnectionFault {
  const { authenticationFailed, responseText, response, responseStatus, code, serverResponseCode } = told(cause);
  const words = [responseText, response].find((each) => typeof each === 'string') ?? code ?? (cause instanceof Error ? cause.message : 'failed');
  const secrets = auth.kind === 'password' ? [auth.password] : [auth.clientSecret, auth.refreshToken];
  // Dovecot tells how long it took: the same fault would be another each time.
  const said = cleanLine(String(words), 200).replace(/\s*\([\d.+\s]{1,40}secs\)\.?$/, '');
  const detail = `IMAP: ${withoutSecrets(said, secrets)}`;
  // RFC 5530: the server could not look the password up.
  if (serverResponseCode === 'UNAVAILABLE') return { code: 'provider-error', detail };
  if (authenticationFailed === true) return { code: 'refused-credentials', detail };
  if (code === 'ETHROTTLE') return { code: 'rate-limited', detail };
  if (typeof responseStatus === 'string') return { code: 'bad-answer', detail };
  return { code: 'unreachable', detail };
}

/** A client that is not connected yet; `token` where the account signs in by OAuth2. */
async function newClient(account: MailAccount, token: string | null): Promise<ImapFlow> {
  const { ImapFlow: Client } = await import('imapflow');
  const { imap, auth } = account;
  const { tls, options } = tlsRule(imap, rootCertificates);
  return new Client({
    host: imap.host,
    port: imap.port,
    secure: tls === 'now',
    ...(tls === 'now' ? {} : { doSTARTTLS: tls === 'upgrade' }),
    tls: options,
    auth: { user: auth.user, ...(token !== null ? { accessToken: token } : { pass: auth.kind === 'password' ? auth.password : '' }) },
    logger: false,
    clientInfo: { name: 'wallet-service-console', vendor: '', version: '', 'support-url': '' },
    maxIdleTime: RENEW_IDLE,
    autoIdleDelay: IDLE_AFTER,
    socketTimeout: SILENCE,
    connectionTimeout: 30 * SECOND,
    greetingTimeout: 30 * SECOND,
    // One mail and the words around it: a server that announces more is not believed.
    maxLiteralSize: mailLimits.bytes + 1024 * 1024,
    maxLineLength: 4 * 1024 * 1024,
  });
}

/** A client that is signed in. A token that was refused is renewed once. The caller closes it. */
export async function openImap(account: MailAccount, tokens: AccessTokens | null): Promise<Result<ImapFlow, ConnectionFault>> {
  for (const renew of [false, true]) {
    const token = tokens === null ? null : await tokens.token(renew);
    if (token !== null && !token.ok) return token;
    const client = await newClient(account, token === null ? null : token.value);
    // Whatever breaks later is told by `close`; unheard, an error would end the host.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return ok(client);
    } catch (cause) {
      client.close();
      const fault = imapFault(cause, account);
      if (token === null || renew || fault.code !== 'refused-credentials') return fail(fault);
    }
  }
  return fail({ code: 'refused-credentials', detail: 'IMAP: refused' });
}

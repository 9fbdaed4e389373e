import type { ConnectionFault } from '#electron/channels/connection-port.ts';
import { cleanLine } from '#electron/channels/email/clean-text.ts';

/** What nodemailer's errors bear beside their message. */
interface Told {
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
  /** One for each recipient that was refused, in their order. */
  readonly rejectedErrors?: unknown;
}

/** Why a mail surely did not leave; stable. */
export type SmtpRefusal = 'recipient-refused' | 'refused-credentials' | 'server-refused' | 'provider-busy' | 'unreachable';

const told = (cause: unknown): Told => (typeof cause === 'object' && cause !== null ? cause : {});

/** A server that says no for now (RFC 5321 section 4.2.1), as one that does so to every stranger at first. */
const isForNow = (code: unknown): boolean => typeof code === 'number' && code >= 400 && code < 500;

/** The code of a refusal, where the mail's last byte had not been sent or the server answered it. */
export function refusalOf(cause: unknown): SmtpRefusal {
  const { code, command, responseCode, rejectedErrors } = told(cause);
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2') {
    // A server that cannot look a password up just now has not refused it (RFC 4954 section 6).
    if (typeof responseCode === 'number' ? responseCode < 500 : command !== 'API') return 'unreachable';
    return 'refused-credentials';
  }
  // The service as a whole is away, whatever was asked of it.
  if (responseCode === 421) return 'unreachable';
  if (command === 'RCPT TO') {
    // All were refused, and the first is the customer: a copy that may be taken later does not make the mail worth another try.
    const first: unknown = Array.isArray(rejectedErrors) ? rejectedErrors[0] : cause;
    return isForNow(told(first).responseCode) ? 'provider-busy' : 'recipient-refused';
  }
  if (typeof responseCode === 'number') return command === 'CONN' ? 'unreachable' : isForNow(responseCode) ? 'provider-busy' : 'server-refused';
  return code === 'EMESSAGE' || code === 'EENVELOPE' || code === 'EPROTOCOL' ? 'server-refused' : 'unreachable';
}

/** Whether the server itself said no: then nothing of the mail was taken. */
export function wasAnswered(cause: unknown): boolean {
  return typeof told(cause).responseCode === 'number';
}

/** The fault for an administrator; the server's own words are cut short, and secrets never stand in them. */
export function smtpFault(cause: unknown, secrets: readonly string[]): ConnectionFault {
  const { originalCode, code, response } = told(cause);
  const refusal = refusalOf(cause);
  const said = typeof response === 'string' ? response : String(originalCode ?? code ?? 'failed');
  return {
    code: refusal === 'refused-credentials' || refusal === 'unreachable' ? refusal : 'provider-error',
    detail: `SMTP: ${withoutSecrets(cleanLine(said, 200), secrets)}`,
  };
}

/** A line that a server wrote, without what it may have been told in confidence. */
export function withoutSecrets(line: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length > 3)
    .flatMap((secret) => [secret, Buffer.from(secret).toString('base64').replace(/=+$/, '')])
    .reduce((clean, secret) => clean.replaceAll(secret, '***'), line);
}

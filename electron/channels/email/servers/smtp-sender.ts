import { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { domainToASCII } from 'node:url';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import type { ConnectionFault } from '#electron/channels/connection-port.ts';
import type { LeftMail, ReadyMail } from '#electron/channels/email/outgoing-port.ts';
import type { AccessTokens } from '#electron/channels/email/servers/access-tokens.ts';
import type { MailAccount } from '#electron/channels/email/servers/mail-account.ts';
import { refusalOf, smtpFault, wasAnswered } from '#electron/channels/email/servers/smtp-fault.ts';
import { tlsRule } from '#electron/channels/email/servers/tls-rule.ts';
import type { DeliveryFault } from '#electron/channels/port.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { MINUTE, SECOND } from '#shared/lib/time.ts';

interface Options {
  readonly account: MailAccount;
  /** Where the account signs in by OAuth2; null with a password. */
  readonly tokens: AccessTokens | null;
  readonly logger: Logger;
  /** How long a silent server is waited for, in ms. */
  readonly patienceMs?: number;
}

/** RFC 5321 section 4.5.3.2 lets a server think for ten minutes about a mail; a program that is to end cannot wait so long. */
const PATIENCE = 5 * MINUTE;
const CONNECTING = 30 * SECOND;
const PIECE = 64 * 1024;

/** An address as a server without SMTPUTF8 takes it, where only its domain is of another script (RFC 5890). */
function onTheLine(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = domainToASCII(address.slice(at + 1));
  return domain === '' ? address : `${address.slice(0, at)}@${domain}`;
}

/** Tells an unhappy ending apart: the server never had the whole mail or said no, or it may have taken it. */
class Attempt {
  #handedOver = false;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The mail in pieces; once the last is out of our hands, the line that ends it follows at once. */
  stream(): Readable {
    const bytes = this.#bytes;
    const pieces = function* (): Generator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
    };
    const stream = Readable.from(pieces(), { objectMode: false });
    stream.once('end', () => {
      this.#handedOver = true;
    });
    return stream;
  }

  faultOf(cause: unknown): DeliveryFault {
    if (this.#handedOver && !wasAnswered(cause)) return { state: 'unknown', reason: 'connection-lost' };
    return { state: 'failed', reason: refusalOf(cause) };
  }
}

/**
 * Hands mails to an account's own server (RFC 6409), one connection each. nodemailer's connection is used and not its
 * transport: what became of a mail depends on how far it got, which the transport does not tell.
 */
export class SmtpSender {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Sends one mail to all its recipients; never rejects. */
  async send({ bytes, from, to }: ReadyMail): Promise<Result<LeftMail, DeliveryFault>> {
    const attempt = new Attempt(bytes);
    try {
      const refused = await this.#connected(
        (connection) =>
          new Promise<readonly string[]>((resolve, reject) => {
            const written = new Map(to.map((address) => [onTheLine(address), address]));
            const envelope = { from: onTheLine(from), to: [...written.keys()], size: bytes.length, use8BitMime: true };
            const refused = (addresses: readonly string[] = []) => addresses.map((address) => written.get(address) ?? address);
            connection.send(envelope, attempt.stream(), (fault, info) => (fault ? reject(fault) : resolve(refused(info?.rejected))));
          }),
      );
      return ok({ refused });
    } catch (cause) {
      const fault = attempt.faultOf(cause);
      this.#options.logger.warn('send: not sent', { account: this.#options.account.id, ...fault, detail: this.#fault(cause).detail });
      return fail(fault);
    }
  }

  /** Signs in and out again; answers as whom. */
  async check(): Promise<Result<string, ConnectionFault>> {
    try {
      await this.#connected(async () => undefined);
      return ok(this.#options.account.auth.user);
    } catch (cause) {
      return fail(this.#fault(cause));
    }
  }

  #fault(cause: unknown): ConnectionFault {
    const { auth } = this.#options.account;
    return smtpFault(cause, auth.kind === 'password' ? [auth.password] : [auth.clientSecret, auth.refreshToken]);
  }

  async #connected<T>(work: (connection: SMTPConnection) => Promise<T>): Promise<T> {
    const { tokens } = this.#options;
    try {
      return await this.#once(work);
    } catch (cause) {
      // Nothing was sent yet. Servers that say no without the detour by 334 are not asked again by nodemailer.
      if (tokens === null || refusalOf(cause) !== 'refused-credentials' || !(await tokens.token(true)).ok) throw cause;
      return this.#once(work);
    }
  }

  async #once<T>(work: (connection: SMTPConnection) => Promise<T>): Promise<T> {
    const { account, patienceMs = PATIENCE } = this.#options;
    const { tls, options } = tlsRule(account.smtp, rootCertificates);
    const connection = new SMTPConnection({
      host: account.smtp.host,
      port: account.smtp.port,
      secure: tls === 'now',
      requireTLS: tls === 'upgrade',
      ignoreTLS: tls === 'none',
      tls: options,
      // The machine's own name is nobody's business.
      name: account.address.split('@').at(-1) ?? 'localhost',
      connectionTimeout: Math.min(CONNECTING, patienceMs),
      greetingTimeout: Math.min(CONNECTING, patienceMs),
      dnsTimeout: Math.min(CONNECTING, patienceMs),
      socketTimeout: patienceMs,
      logger: false,
    });
    const broken = new Promise<never>((_, reject) => connection.on('error', reject));
    // Also what comes after the answer: a connection that breaks then hurts nobody.
    broken.catch(() => undefined);
    try {
      await Promise.race([broken, new Promise<void>((resolve, reject) => connection.connect((fault) => (fault ? reject(fault) : resolve())))]);
      await Promise.race([broken, this.#signIn(connection)]);
      const done = await Promise.race([broken, work(connection)]);
      connection.quit();
      return done;
    } catch (cause) {
      connection.close();
      throw cause;
    }
  }

  #signIn(connection: SMTPConnection): Promise<void> {
    const { auth } = this.#options.account;
    const { tokens } = this.#options;
    const credentials =
      auth.kind === 'password' || tokens === null
        ? { user: auth.user, credentials: { user: auth.user, pass: auth.kind === 'password' ? auth.password : '' } }
        : { user: auth.user, method: 'XOAUTH2', oauth2: oauth2(auth.user, tokens) };
    return new Promise((resolve, reject) => connection.login(credentials, (fault) => (fault ? reject(fault) : resolve())));
  }
}

function oauth2(user: string, tokens: AccessTokens): XOAuth2 {
  return new XOAuth2({
    user,
    provisionCallback: (_user, renew, done) => {
      void tokens.token(renew).then((token) => {
        if (token.ok) return done(null, token.value);
        // Nobody who could be asked is not the same as a no.
        done(Object.assign(new Error(token.error.code), token.error.code === 'unreachable' ? {} : { responseCode: 535, response: token.error.detail }));
      });
    },
  });
}

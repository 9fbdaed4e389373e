import { once } from 'node:events';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { MailServer } from '#electron/channels/email/servers/mail-account.ts';
import { TcpProxy } from '#tests/fakes/tcp-proxy.ts';

/** A mail as the server took it. */
export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly bytes: Uint8Array;
  readonly user: string;
}

/** What the server does amiss. `lost`: it takes the mail, and the line breaks before it can say so; `cut`: the line breaks in the midst of the mail. */
export type SmtpFault = 'none' | 'no-sender' | 'no-data' | 'later' | 'sender-later' | 'lost' | 'cut' | 'silent' | 'closing';

const reply = (code: number, words: string): Error => Object.assign(new Error(words), { responseCode: code });

/** A real SMTP server on 127.0.0.1 behind a line that can break. Users sign in with `secret`, or with the token that `isToken` takes. */
export class SmtpHouse {
  readonly mails: TakenMail[] = [];
  readonly logins: string[] = [];
  fault: SmtpFault = 'none';
  /** Recipients that it does not know. */
  readonly unknown = new Set<string>();
  /** Recipients that it does not take yet. */
  readonly deferred = new Set<string>();
  isToken: (token: string) => boolean = () => false;
  readonly #extra: SMTPServerOptions;
  #server: SMTPServer | null = null;
  #line: TcpProxy | null = null;

  constructor(extra: SMTPServerOptions = {}) {
    this.#extra = extra;
  }

  get server(): MailServer {
    return { host: '127.0.0.1', port: this.#line?.port ?? 0, secure: this.#extra.secure === true };
  }

  /** On any free port; started again, on the one it had. */
  async start(): Promise<void> {
    const server = new SMTPServer({
      authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
      authOptional: false,
      allowInsecureAuth: true,
      disableReverseLookup: true,
      hideSTARTTLS: true,
      logger: false,
      closeTimeout: 100,
      ...this.#extra,
      onAuth: (auth, _session, done) => {
        this.logins.push(auth.method);
        const good = auth.method === 'XOAUTH2' ? this.isToken(String(auth.accessToken)) : auth.password === 'secret';
        if (good) return done(null, { user: String(auth.username) });
        done(reply(535, '5.7.8 Authentication credentials invalid'));
      },
      onMailFrom: (_address, _session, done) =>
        done(
          this.fault === 'no-sender'
            ? reply(550, '5.7.1 Sender not allowed')
            : this.fault === 'sender-later'
              ? reply(452, '4.3.1 Insufficient system storage')
              : null,
        ),
      onRcptTo: ({ address }, _session, done) =>
        done(
          this.unknown.has(address) ? reply(550, '5.1.1 No such user') : this.deferred.has(address) ? reply(450, '4.2.0 Greylisted, try again later') : null,
        ),
      onData: (stream, session, done) => {
        const pieces: Buffer[] = [];
        stream.on('data', (piece: Buffer) => {
          pieces.push(piece);
          if (this.fault === 'cut') this.#line?.reset();
        });
        stream.on('end', () => {
          if (this.fault === 'no-data') return done(reply(554, '5.6.0 Message refused'));
          if (this.fault === 'later') return done(reply(451, '4.3.0 Try again later'));
          if (this.fault === 'closing') return done(reply(421, '4.3.2 Shutting down'));
          const { mailFrom, rcptTo } = session.envelope;
          const mail = {
            from: mailFrom === false ? '' : (mailFrom?.address ?? ''),
            to: rcptTo.map(({ address }) => address),
            bytes: Buffer.concat(pieces),
            user: String(session.user ?? ''),
          };
          this.mails.push(mail);
          if (this.fault === 'lost') return this.#line?.reset();
          if (this.fault === 'silent') return;
          done(null, 'queued');
        });
      },
    });
    server.on('error', () => undefined);
    this.#server = server;
    const listener = server.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    const target = typeof address === 'object' && address !== null ? address.port : 0;
    const before = this.#line?.port ?? 0;
    this.#line = new TcpProxy(target);
    this.#line.port = before;
    await this.#line.start();
  }

  /** Away, as a server that is switched off. */
  async stop(): Promise<void> {
    await this.#line?.stop();
    const server = this.#server;
    this.#server = null;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

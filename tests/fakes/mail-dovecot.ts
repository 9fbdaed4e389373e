import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { MailServer } from '#electron/channels/email/servers/mail-account.ts';
import { freePorts } from '#tests/nats-servers.ts';
import { TempFolder } from '#tests/temp-folder.ts';

interface Options {
  /** Passwords by user. */
  readonly users: Readonly<Record<string, string>>;
  /** Where Dovecot asks whether an access token is good; without, it takes passwords alone. */
  readonly tokenInfo?: string;
}

/** As root it reads mail as another user, as it does on a server; else all is done as who runs the tests. */
const isRoot = process.getuid?.() === 0;
const idOf = (...what: readonly string[]): string => execFileSync('id', [...what, ...(isRoot ? ['mail'] : [])], { encoding: 'utf8' }).trim();

/** A key, and a certificate for 127.0.0.1 that nobody but who is told trusts. */
export function makeCertificate(folder: string): { readonly cert: string; readonly key: string } {
  const [cert, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:mail.wallet.example'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
  return { cert, key };
}

/** A real Dovecot on ports and files of its own. */
export class Dovecot {
  /** Short: paths of sockets have a bound. */
  readonly #folder = new TempFolder('/tmp/dove-');
  readonly #options: Options;
  readonly #ids = { uid: Number(idOf('-u')), gid: Number(idOf('-g')) };
  #ports: readonly number[] = [];
  #cert = '';
  #child: ChildProcess | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  get folder(): string {
    return this.#folder.path;
  }

  get plain(): MailServer {
    return { host: '127.0.0.1', port: this.#ports[0] ?? 0, secure: false };
  }

  get tls(): MailServer {
    return { host: '127.0.0.1', port: this.#ports[1] ?? 0, secure: true, ca: this.#cert };
  }

  /** Fulfilled when it takes clients; again on the ports it had. */
  async start(): Promise<void> {
    if (this.#ports.length === 0) {
      this.#ports = await freePorts(2);
      // Mail is read as another user, who has to pass here.
      chmodSync(this.folder, 0o755);
      this.#write();
    }
    // What a killed one left there would be taken for one that runs.
    rmSync(path.join(this.folder, 'run'), { recursive: true, force: true });
    const child = spawn('/usr/sbin/dovecot', ['-F', '-c', path.join(this.folder, 'dovecot.conf')], { stdio: 'ignore', detached: true });
    this.#child = child;
    const log = path.join(this.folder, 'log');
    const gone = once(child, 'exit').then(() => {
      throw new Error(`Dovecot ended: ${existsSync(log) ? readFileSync(log, 'utf8').slice(-1_000) : ''}`);
    });
    gone.catch(() => undefined);
    await Promise.race([gone, this.#answers()]);
  }

  async #answers(): Promise<void> {
    const { connect } = await import('node:net');
    for (;;) {
      const socket = connect(this.plain.port, '127.0.0.1');
      const greeted = await new Promise<boolean>((resolve) => {
        socket.once('data', () => resolve(true)).once('error', () => resolve(false));
      });
      socket.destroy();
      if (greeted) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Ends it with all its processes, by default as a power cut would. Alone, they would serve who is there for ten seconds more. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    if (child.pid !== undefined) process.kill(-child.pid, signal);
    await gone;
  }

  async end(): Promise<void> {
    await this.kill('SIGTERM');
    this.#folder.remove();
  }

  /** Gives a user another password from now on. */
  setPassword(user: string, password: string): void {
    writeFileSync(path.join(this.folder, 'users'), `${user}:{PLAIN}${password}\n`);
  }

  /** Lays a mail into a folder of a user, as a delivering server does, at a time in ms; null means the inbox. */
  deliver(user: string, mail: Uint8Array, folder: string | null = null, at = Date.now()): void {
    const box = folder === null ? this.box(user) : path.join(this.box(user), `.${folder}`);
    for (const made of [this.box(user), ...['', 'tmp', 'new', 'cur'].map((part) => path.join(box, part))]) {
      if (existsSync(made)) continue;
      mkdirSync(made, { recursive: true });
      chownSync(made, this.#ids.uid, this.#ids.gid);
    }
    const name = `${Date.now()}.${randomBytes(6).toString('hex')}.test`;
    writeFileSync(path.join(box, 'tmp', name), mail);
    chownSync(path.join(box, 'tmp', name), this.#ids.uid, this.#ids.gid);
    utimesSync(path.join(box, 'tmp', name), at / 1_000, at / 1_000);
    renameSync(path.join(box, 'tmp', name), path.join(box, 'new', name));
  }

  box(user: string): string {
    return path.join(this.folder, 'mail', user);
  }

  /** How many mails of a user are marked as read, and how many are there. */
  seen(user: string, folder: string | null = null): { readonly seen: number; readonly all: number } {
    const box = folder === null ? this.box(user) : path.join(this.box(user), `.${folder}`);
    const names = ['new', 'cur'].flatMap((part) => (existsSync(path.join(box, part)) ? readdirSync(path.join(box, part)) : []));
    return { seen: names.filter((name) => /:2,[A-Z]*S/.test(name)).length, all: names.length };
  }

  /** The mails in a folder of a user. */
  mails(user: string, folder: string): readonly Uint8Array[] {
    const box = path.join(this.box(user), `.${folder}`);
    return ['new', 'cur'].flatMap((part) => {
      const at = path.join(box, part);
      return existsSync(at) ? readdirSync(at).map((name) => readFileSync(path.join(at, name))) : [];
    });
  }

  /** Has the inbox numbered anew, as when it was put back from a backup; only while it does not run. */
  renumber(user: string): void {
    const list = path.join(this.box(user), 'dovecot-uidlist');
    const text = readFileSync(list, 'utf8');
    const validity = Number(/ V(\d+)/.exec(text)?.[1] ?? 0) + 1_000;
    // Without its index, and with another number over a list in another order, no UID means what it meant.
    const [head = '', ...lines] = text.trimEnd().split('\n');
    const names = lines.map((line) => line.slice(line.indexOf(' '))).toReversed();
    writeFileSync(list, `${[head.replace(/ V\d+/, ` V${validity}`), ...names.map((name, at) => `${at + 1}${name}`)].join('\n')}\n`);
    for (const name of readdirSync(this.box(user))) if (/^dovecot[.]index|^dovecot-uidvalidity/.test(name)) rmSync(path.join(this.box(user), name));
  }

  #write(): void {
    const { cert, key } = makeCertificate(this.folder);
    this.#cert = readFileSync(cert, 'utf8');
    const at = (name: string) => path.join(this.folder, name);
    const { users, tokenInfo } = this.#options;
    mkdirSync(at('mail'));
    chownSync(at('mail'), this.#ids.uid, this.#ids.gid);
    writeFileSync(
      at('users'),
      Object.entries(users)
        .map(([user, password]) => `${user}:{PLAIN}${password}\n`)
        .join(''),
    );
    writeFileSync(at('oauth2.conf'), `tokeninfo_url = ${tokenInfo ?? ''}\nusername_attribute = email\n`);
    const [plain, tls] = this.#ports;
    const owner = isRoot ? '' : `default_internal_user = ${idOf('-un')}\ndefault_login_user = ${idOf('-un')}\ndefault_internal_group = ${idOf('-gn')}\n`;
    const oauth2 = `passdb {\n driver = oauth2\n mechanisms = xoauth2 oauthbearer\n args = ${at('oauth2.conf')}\n}\n`;
    writeFileSync(
      at('dovecot.conf'),
      `base_dir = ${at('run')}
state_dir = ${at('run')}
log_path = ${at('log')}
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${cert}
ssl_key = <${key}
disable_plaintext_auth = no
auth_mechanisms = plain login${tokenInfo === undefined ? '' : ' xoauth2'}
auth_failure_delay = 0
${owner}mail_location = maildir:${at('mail')}/%u
first_valid_uid = 1
mail_max_userip_connections = 100
${tokenInfo === undefined ? '' : oauth2}passdb {
 driver = passwd-file
 args = ${at('users')}
}
userdb {
 driver = static
 args = uid=${this.#ids.uid} gid=${this.#ids.gid} home=${at('mail')}/%u
}
namespace inbox {
 inbox = yes
 separator = /
 mailbox Sent {
  auto = create
  special_use = \\Sent
 }
}
service imap-login {
 chroot =
 inet_listener imap {
  port = ${plain}
 }
 inet_listener imaps {
  port = ${tls}
  ssl = yes
 }
}
service anvil {
 chroot =
 unix_listener anvil-auth-penalty {
  mode = 0
 }
}
`,
    );
  }
}

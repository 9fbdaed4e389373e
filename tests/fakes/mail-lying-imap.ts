import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { MailServer } from '#electron/channels/email/servers/mail-account.ts';

/** What the server does when mail 1 is fetched; mail 2 it gives as it is. `huge`: it announces far more than it listed; `drops`: the line breaks. */
export type Lie = 'huge' | 'drops';

/** An IMAP server with two small mails in its inbox that no honest server is: the first cannot be had. */
export class LyingImap {
  readonly lie: Lie;
  /** How often mail 1 was asked for. */
  asked = 0;
  #server: Server | null = null;
  readonly #sockets = new Set<Socket>();

  constructor(lie: Lie) {
    this.lie = lie;
  }

  get server(): MailServer {
    const address = this.#server?.address();
    return { host: '127.0.0.1', port: typeof address === 'object' && address ? address.port : 0, secure: false };
  }

  async start(): Promise<void> {
    const server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
      socket.write('* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n');
      let line = '';
      socket.on('data', (data: Buffer) => {
        line += data.toString('latin1');
        for (let end = line.indexOf('\r\n'); end !== -1; end = line.indexOf('\r\n')) {
          this.#answer(socket, line.slice(0, end));
          line = line.slice(end + 2);
        }
      });
    }).listen(0, '127.0.0.1');
    this.#server = server;
    await once(server, 'listening');
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    const server = this.#server;
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  #answer(socket: Socket, line: string): void {
    const [tag = '', ...words] = line.split(' ');
    const command = words.join(' ').toUpperCase();
    const done = (...untagged: readonly string[]) => socket.write(`${[...untagged, `${tag} OK done`].join('\r\n')}\r\n`);
    if (command.startsWith('CAPABILITY')) return void done('* CAPABILITY IMAP4rev1 AUTH=PLAIN');
    if (command.startsWith('LIST') || command.startsWith('LSUB')) return void done(`* ${words[0]} (\\HasNoChildren) "/" "INBOX"`);
    if (command.startsWith('SELECT'))
      return void done('* FLAGS (\\Seen)', '* 2 EXISTS', '* OK [UIDVALIDITY 1] ok', '* OK [UIDNEXT 3] ok', '* OK [PERMANENTFLAGS (\\Seen)] ok');
    if (command.startsWith('LOGOUT')) return void socket.end(`* BYE\r\n${tag} OK done\r\n`);
    if (!command.startsWith('UID FETCH')) return void done();
    if (!command.includes('BODY.PEEK')) {
      const listed = (uid: number) => `* ${uid} FETCH (UID ${uid} RFC822.SIZE 40 FLAGS () INTERNALDATE "23-Nov-2026 08:00:00 +0000")`;
      const above = Number(words[2]?.split(':')[0] ?? 1);
      return void done(...[1, 2].filter((uid) => uid >= above).map(listed));
    }
    if (words[2] === '2') {
      const mail = 'From: li@example.com\r\n\r\nsecond\r\n';
      return void done(`* 2 FETCH (UID 2 BODY[]<0> {${mail.length}}\r\n${mail})`);
    }
    this.asked += 1;
    if (this.lie === 'drops') return void socket.destroy();
    socket.write(`* 1 FETCH (UID 1 BODY[]<0> {${2 ** 31}}\r\n`);
  }
}

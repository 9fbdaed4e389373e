import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the platform was asked to send. */
export interface Taken {
  readonly token: string;
  readonly clientId: string;
  readonly user: string;
  readonly text: string;
  readonly files: readonly { readonly name: string; readonly type: string; readonly size: number }[];
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

/** A made-up platform on this machine that speaks real HTTP: says who a token is, takes messages, gives files, and can be down. */
export class FakePlatform {
  readonly taken: Taken[] = [];
  readonly files = new Map<string, Uint8Array>();
  /** Answered instead of 0 for each message, where it is set. */
  refuseWith: number | null = null;
  #server: Server | null = null;
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Comes up, after a `stop` at the same port. */
  async start(): Promise<void> {
    const server = createServer((request, response) => {
      void this.#answer(request).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': typeof body === 'string' ? 'application/json' : 'application/octet-stream' });
        response.end(body);
      });
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Nobody answers any more. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<{ readonly status: number; readonly body: string | Uint8Array }> {
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    const url = request.url ?? '';
    if (!/^\d+:good/.test(token)) return { status: 401, body: '{}' };
    if (url === '/me') return { status: 200, body: JSON.stringify({ name: `@desk_${token.split(':')[0]}` }) };
    const file = /^\/files\/(.+)$/.exec(url)?.[1];
    if (file !== undefined) {
      const bytes = this.files.get(file);
      return bytes ? { status: 200, body: bytes } : { status: 404, body: '{}' };
    }
    const message = JSON.parse(await bodyOf(request)) as Omit<Taken, 'token'>;
    if (this.refuseWith !== null) return { status: 200, body: JSON.stringify({ errcode: this.refuseWith }) };
    this.taken.push({ ...message, token });
    return { status: 200, body: JSON.stringify({ errcode: 0, msgId: `m${this.taken.length}` }) };
  }
}

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';

/** A provider's place for tokens (RFC 6749 section 6), and where a mail server asks whose a token is. */
export class TokenHouse {
  readonly asked: Readonly<Record<string, string>>[] = [];
  /** Whose each token is that is good now. */
  readonly good = new Map<string, string>();
  /** Instead of a token. */
  answer: { readonly status: number; readonly body: string } | null = null;
  expiresIn: number | null = 3_600;
  #made = 0;
  readonly #user: string;
  #server: Server | null = null;
  #port = 0;

  constructor(user: string) {
    this.#user = user;
  }

  get tokenUrl(): string {
    return `http://127.0.0.1:${this.#port}/token`;
  }

  get infoUrl(): string {
    return `http://127.0.0.1:${this.#port}/info?access_token=`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const say = (status: number, body: string) => response.writeHead(status, { 'content-type': 'application/json' }).end(body);
      if (url.pathname === '/info') {
        const user = this.good.get(url.searchParams.get('access_token') ?? '');
        return void (user === undefined ? say(400, '{"error":"invalid_token"}') : say(200, JSON.stringify({ email: user, expires_in: 600 })));
      }
      void text(request).then((body) => {
        this.asked.push(Object.fromEntries(new URLSearchParams(body)));
        if (this.answer !== null) return say(this.answer.status, this.answer.body);
        const token = `token-${++this.#made}`;
        this.good.set(token, this.#user);
        return say(200, JSON.stringify({ access_token: token, token_type: 'Bearer', ...(this.expiresIn === null ? {} : { expires_in: this.expiresIn }) }));
      });
    }).listen(this.#port, '127.0.0.1');
    this.#server = server;
    await once(server, 'listening');
    const address = server.address();
    this.#port = typeof address === 'object' && address !== null ? address.port : 0;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    if (server) await new Promise((resolve) => server.close(resolve));
  }
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What the wallet behind it answered. */
export interface Passed {
  readonly status: number;
  readonly json: Record<string, unknown>;
}

export interface Came {
  readonly method: string;
  readonly path: string;
  /** How many requests of this method and path came before. */
  readonly before: number;
  /** Asks the wallet behind; what it does, it does. */
  readonly pass: () => Promise<Passed>;
}

/** What is done with a request; null: it is passed on and answered as it should be. */
export type Mood = (came: Came, response: ServerResponse) => Promise<void> | null;

/** A real HTTP server in front of a wallet's, which answers as its mood has it. */
export class MisbehavingWallet {
  readonly #target: string;
  readonly #server: Server;
  /** `METHOD path` of each request, in the order they came. */
  readonly came: string[] = [];
  mood: Mood = () => null;

  constructor(target: string) {
    this.#target = target;
    this.#server = createServer((request, response) => void this.#serve(request, response).catch(() => response.destroy()));
  }

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [method, path] = [request.method ?? 'GET', request.url ?? '/'];
    const before = this.came.filter((one) => one === `${method} ${path}`).length;
    this.came.push(`${method} ${path}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk as Uint8Array);
    const pass = async (): Promise<Passed> => {
      const { authorization = '', 'content-type': type } = request.headers;
      const answer = await fetch(`${this.#target}${path}`, {
        method,
        headers: { authorization, ...(type === undefined ? {} : { 'content-type': type }) },
        ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
      });
      return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
    };
    const done = this.mood({ method, path, before, pass }, response);
    if (done !== null) return done;
    const { status, json } = await pass();
    answerWith(response, status, json);
  }
}

/** Answers with JSON. */
export function answerWith(response: ServerResponse, status: number, json: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(json));
}

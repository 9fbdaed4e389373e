import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A call as it came to a provider. */
export interface CameIn {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface GivenOut {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes as they are, all else as JSON. */
  readonly body: unknown;
}

/**
 * How a provider's side feels. `cut`: does what was asked and breaks off before its answer. `held`: never answers.
 * `nonsense`: answers 200 with something else. `broken`: 503 of a proxy in front.
 */
export type Feeling = 'well' | 'cut' | 'held' | 'nonsense' | 'broken';

export const jsonOf = (came: CameIn): Record<string, unknown> => JSON.parse(Buffer.from(came.body).toString('utf8')) as Record<string, unknown>;
export const formOf = (came: CameIn): URLSearchParams => new URLSearchParams(Buffer.from(came.body).toString('utf8'));
export const partsOf = (came: CameIn): Promise<FormData> =>
  new Response(new Uint8Array(came.body), { headers: { 'content-type': came.headers['content-type'] ?? '' } }).formData();

/** A provider's side over real HTTP on this machine. */
export abstract class ProviderHttp {
  readonly #server: Server;
  readonly #looks = new Set<() => void>();
  readonly came: CameIn[] = [];
  feeling: Feeling = 'well';
  url = '';

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response).catch(() => response.destroy()));
  }

  protected abstract answer(came: CameIn): Promise<GivenOut> | GivenOut;

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    this.url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** Waits until this many calls came that are such; what answers them begins in the same turn. */
  until(such: (came: CameIn) => boolean, count = 1): Promise<readonly CameIn[]> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.came.filter(such);
        if (found.length < count) return;
        this.#looks.delete(look);
        resolve(found);
      };
      this.#looks.add(look);
      look();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://provider');
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk as Uint8Array);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? (value[0] ?? '') : (value ?? '')]));
    const came: CameIn = { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, headers, body: Buffer.concat(chunks) };
    const { feeling } = this;
    this.came.push(came);
    this.#look();
    if (feeling === 'well' || feeling === 'cut') await this.#answer(came, feeling, response);
    if (feeling === 'nonsense') response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>');
    if (feeling === 'broken') response.writeHead(503, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>');
  }

  #look(): void {
    for (const look of this.#looks) look();
  }

  async #answer(came: CameIn, feeling: 'well' | 'cut', response: ServerResponse): Promise<void> {
    const { status = 200, headers = {}, body } = await this.answer(came);
    if (feeling === 'cut' || response.destroyed) {
      response.destroy();
      return;
    }
    const bytes = body instanceof Uint8Array;
    response.writeHead(status, { 'content-type': bytes ? 'application/octet-stream' : 'application/json', ...headers });
    response.end(bytes ? body : JSON.stringify(body));
  }
}

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A header as it goes over the wire; undefined leaves it out. */
export type RawHeaders = readonly (readonly [name: string, value: string | undefined])[];

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: RawHeaders;
  readonly body?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** The request's bytes: nothing is added but the length of a body. */
export function wire({ method, path, headers, body }: RawRequest): string {
  const lines = headers.filter(([, value]) => value !== undefined).map(([name, value]) => `${name}: ${value}`);
  if (body !== undefined) lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`);
  return `${[`${method} ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n${body ?? ''}`;
}

/** One whole answer at the start of `text`, and what follows it; null when it is not whole yet. */
function readAnswer(text: string, headOnly: boolean): { answer: RawAnswer; rest: string } | null {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
  const length = headOnly ? 0 : Number(headers.get('content-length') ?? 0);
  const rest = text.slice(end + 4);
  if (rest.length < length) return null;
  return { answer: { status: Number(first.split(' ')[1]), headers, body: rest.slice(0, length) }, rest: rest.slice(length) };
}

/** A connection to the server; one that is cut off later throws nothing. With `holdsOn` it keeps its half open when the server ends the other. */
export async function whenOpen(port: number, holdsOn = false): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: holdsOn });
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return socket;
}

/** One connection that asks one thing after another and is opened again when the server ended it. */
export class RawClient {
  readonly #port: number;
  #socket: Socket | null = null;

  constructor(port: number) {
    this.#port = port;
  }

  async ask(request: RawRequest): Promise<RawAnswer> {
    return this.send(wire(request), request.method === 'HEAD');
  }

  /** Sends bytes as they are and reads one answer. */
  async send(bytes: string, headOnly = false): Promise<RawAnswer> {
    const socket = this.#socket ?? (await whenOpen(this.#port));
    this.#socket = socket;
    const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
    let text = '';
    const onData = (data: Buffer) => {
      text += data.toString('latin1');
      const read = readAnswer(text, headOnly);
      if (read === null) return;
      if (read.answer.headers.get('connection') === 'close') this.close();
      resolve(read.answer);
    };
    const onClose = () => {
      this.#socket = null;
      reject(new Error(`the server ended the connection after ${JSON.stringify(text)}`));
    };
    socket.on('data', onData).on('close', onClose);
    socket.write(bytes);
    try {
      return await promise;
    } finally {
      socket.off('data', onData).off('close', onClose);
    }
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }
}

/** Does `work` for each item, `width` at a time, each lane on a connection of its own. */
export async function inLanes<T>(port: number, width: number, items: readonly T[], work: (item: T, client: RawClient) => Promise<void>): Promise<void> {
  const left = [...items].reverse();
  const lane = async () => {
    const client = new RawClient(port);
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item, client);
    client.close();
  };
  await Promise.all(Array.from({ length: width }, lane));
}

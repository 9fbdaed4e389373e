import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { RunningHost } from '#tests/integration/browser-host/host-kit.ts';
import { whenOpen } from '#tests/integration/browser-host/raw-http.ts';

/** What a page needs to speak to the host. */
export interface Pass {
  readonly cookie: string;
  readonly tab: string;
}

/** A connection as the console's page opens it; nothing said yet. */
export async function openSocket(
  running: Pick<RunningHost, 'authority' | 'origin'>,
  cookie: string | null,
  path = '/console',
  host = running.authority,
): Promise<WebSocket> {
  const socket = new WebSocket(`ws://${running.authority.replace('localhost', '127.0.0.1')}${path}`, {
    headers: { Host: host, Origin: running.origin, ...(cookie === null ? {} : { Cookie: cookie }) },
  });
  await once(socket, 'open');
  return socket;
}

/** The code that a connection was closed with. */
export async function closeCode(socket: WebSocket): Promise<number> {
  if (socket.readyState === WebSocket.CLOSED) throw new Error('closed before anyone listened');
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}

/** The next message; rejects when the connection closes instead. */
export function nextMessage(socket: WebSocket): Promise<string> {
  return new Promise((resolve, reject) => {
    const onClose = (code: number) => reject(new Error(`closed with ${code}`));
    socket.once('close', onClose);
    socket.once('message', (data: Buffer) => {
      socket.off('close', onClose);
      resolve(data.toString('utf8'));
    });
  });
}

/** A connection that has said whose tab it is and was welcomed. */
export async function welcomed(running: RunningHost, { cookie, tab }: Pass): Promise<WebSocket> {
  const socket = await openSocket(running, cookie);
  socket.send(JSON.stringify({ tab }));
  await nextMessage(socket);
  return socket;
}

/** A call of the contract's protocol. */
export const call = (id: string, path: string, input?: unknown): string =>
  JSON.stringify({ i: id, p: { u: path, ...(input === undefined ? {} : { b: { json: input } }) } });

/** Calls and answers with the status and body that came for it. */
export async function answerOf(socket: WebSocket, path: string, input?: unknown): Promise<{ readonly status: number; readonly body: unknown }> {
  const id = randomBytes(6).toString('hex');
  const answered = nextMessage(socket);
  socket.send(call(id, path, input));
  const answer = JSON.parse(await answered) as { i: string; p: { s?: number; b: { json: unknown } } };
  if (answer.i !== id) throw new Error('an answer to another call');
  return { status: answer.p.s ?? 200, body: answer.p.b.json };
}

const CLOSE = 8;

/** A client that does not end its side when told to: frames are written and read by hand. */
export class StubbornSocket {
  readonly #socket: Socket;
  readonly #frames: { readonly opcode: number; readonly data: Buffer }[] = [];
  #bytes = Buffer.alloc(0);
  #upgraded = false;
  readonly #ended = Promise.withResolvers<void>();
  readonly #closed = Promise.withResolvers<number>();

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (data) => this.#take(data));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#ended.resolve());
  }

  static async open(running: RunningHost, cookie: string): Promise<StubbornSocket> {
    const socket = await whenOpen(running.port);
    const head = [
      'GET /console HTTP/1.1',
      `Host: ${running.authority}`,
      `Origin: ${running.origin}`,
      `Cookie: ${cookie}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    return new StubbornSocket(socket);
  }

  /** Fulfilled with the code when the host says that it closes. */
  get toldToClose(): Promise<number> {
    return this.#closed.promise;
  }

  /** Texts received so far. */
  get texts(): string[] {
    return this.#frames.filter(({ opcode }) => opcode === 1).map(({ data }) => data.toString('utf8'));
  }

  /** Sends one whole frame, masked as clients must; `opcode` 1 is text, 8 closes. */
  send(text: string | Buffer, opcode = 1): void {
    const data = Buffer.from(text);
    const length = data.length < 126 ? Buffer.from([0x80 | data.length]) : Buffer.from([0x80 | 126, data.length >> 8, data.length & 255]);
    // A mask of zeros leaves the bytes as they are.
    this.#socket.write(Buffer.concat([Buffer.from([0x80 | opcode]), length, Buffer.alloc(4), data]));
  }

  /** Ends properly and waits until the host has ended too. */
  async end(): Promise<void> {
    this.send(Buffer.from([0x03, 0xe8]), CLOSE);
    await this.#ended.promise;
  }

  #take(data: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, data]);
    if (!this.#upgraded) {
      const end = this.#bytes.indexOf('\r\n\r\n');
      if (end === -1) return;
      this.#upgraded = true;
      this.#bytes = this.#bytes.subarray(end + 4);
    }
    for (let frame = this.#frame(); frame !== null; frame = this.#frame()) {
      this.#frames.push(frame);
      if (frame.opcode === CLOSE) this.#closed.resolve(frame.data.readUInt16BE(0));
    }
  }

  #frame(): { opcode: number; data: Buffer } | null {
    const [first, second] = this.#bytes;
    if (first === undefined || second === undefined) return null;
    const long = second === 126;
    if (long && this.#bytes.length < 4) return null;
    const [from, length] = long ? [4, this.#bytes.readUInt16BE(2)] : [2, second];
    if (this.#bytes.length < from + length) return null;
    const data = this.#bytes.subarray(from, from + length);
    this.#bytes = this.#bytes.subarray(from + length);
    return { opcode: first & 15, data };
  }
}

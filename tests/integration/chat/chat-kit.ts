import { hkdfSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { v7 } from 'uuid';
import type { WebSocket } from 'ws';
import { type ChatSettings, plainChat } from '#electron/channels/chat/chat-settings.ts';
import { DeskHost } from '#electron/host/host.ts';
import { keysInMemory } from '#electron/host/host-keys.ts';
import type { ChatFrame, chatContract } from '#shared/contract/chat-contract.ts';
import type { CommandId } from '#shared/lib/ids.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { staticPages } from '#tests/integration/browser-host/host-kit.ts';
import { type RawAnswer, RawClient, type RawHeaders } from '#tests/integration/browser-host/raw-http.ts';
import { openSocket } from '#tests/integration/browser-host/raw-socket.ts';

const key = Buffer.alloc(32, 7);

/** The key that the desk of these tests signs its links with. */
export const linkKey = new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), 'chat links', 32));

export type ChatCalls = ContractRouterClient<typeof chatContract>;

/** One customer's page: its calls over a connection of its own. */
export interface Page {
  readonly cookie: string;
  readonly socket: WebSocket;
  readonly calls: ChatCalls;
}

export const newCommand = (): CommandId => randomUUID() as CommandId;

/** A whole desk in memory with its chat page on a free port, under a clock that can be moved on. */
export class ChatDesk {
  readonly host: DeskHost;
  readonly logger = recordingLogger();
  /** How far the desk's clock is ahead, in ms. */
  ahead = 0;
  readonly pages: string;
  readonly #sockets: WebSocket[] = [];
  #client: RawClient | null = null;

  constructor(demo: boolean, settings: Partial<ChatSettings> = {}) {
    this.pages = staticPages();
    this.host = new DeskHost({
      folder: null,
      keys: keysInMemory(key),
      engine: null,
      wallet: null,
      demo,
      demoCustomers: 240,
      restore: false,
      edition: 'browser',
      version: '0.0.0',
      language: 'en',
      chat: { staticFolder: this.pages, port: 0, settings: { ...plainChat, ...settings } },
      createLogger: () => this.logger,
      clock: () => Date.now() + this.ahead,
      newId: v7,
    });
  }

  static async started(demo: boolean, settings: Partial<ChatSettings> = {}): Promise<ChatDesk> {
    const desk = new ChatDesk(demo, settings);
    await desk.host.start();
    return desk;
  }

  async stop(): Promise<void> {
    this.#client?.close();
    for (const socket of this.#sockets) socket.terminate();
    await this.host.stop();
    rmSync(path.dirname(this.pages), { recursive: true, force: true });
  }

  get authority(): string {
    return new URL(this.host.chatUrl ?? '').host;
  }

  get origin(): string {
    return `http://${this.authority}`;
  }

  get client(): RawClient {
    this.#client ??= new RawClient(Number(new URL(this.origin).port));
    return this.#client;
  }

  ask(method: 'GET' | 'POST', where: string, body?: string, more: RawHeaders = []): Promise<RawAnswer> {
    const headers: RawHeaders = [['Host', this.authority], ['Origin', this.origin], ...more];
    return this.client.ask({ method, path: where, headers, ...(body === undefined ? {} : { body }) });
  }

  /** Starts a chat as the page does and answers the visitor's cookie. */
  async start(as?: string): Promise<string> {
    const { status, headers } = await this.ask('POST', '/start', JSON.stringify(as === undefined ? {} : { as }));
    if (status !== 200) throw new Error(`start was answered with ${status}`);
    return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }

  /** Begins as a page does, by itself or in a frame of another site, with what it says of the customer and the cookie it has. */
  async begin(said: object, { cookie, framed = false }: { readonly cookie?: string; readonly framed?: boolean } = {}) {
    const more: RawHeaders = cookie === undefined ? [] : [['Cookie', cookie]];
    const { status, headers, body } = await this.ask('POST', framed ? '/embedded/start' : '/start', JSON.stringify(said), more);
    return {
      status,
      told: JSON.parse(body) as Record<string, unknown>,
      setCookie: headers.get('set-cookie') ?? '',
      cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? '',
    };
  }

  /** Opens a connection of a visitor. */
  async page(cookie?: string, where = '/chat'): Promise<Page> {
    const own = cookie ?? (await this.start());
    const socket = await openSocket(this, own, where);
    this.#sockets.push(socket);
    const calls = createORPCClient<ChatCalls>(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
    return { cookie: own, socket, calls };
  }

  /** The console's calls in a session of its own. */
  console(session: string) {
    return createRouterClient(this.host.consoleRouter, { context: this.host.openSession(session) });
  }
}

export type ConsoleCalls = ReturnType<ChatDesk['console']>;

/** Reads frames until one fits. */
export async function until<F>(frames: AsyncIterator<F>, fits: (frame: F) => boolean, seen: F[] = []): Promise<F> {
  for (;;) {
    const { done, value } = await frames.next();
    if (done === true) throw new Error('the frames ended');
    seen.push(value);
    if (fits(value)) return value;
  }
}

export const says =
  (text: string) =>
  (frame: ChatFrame): boolean =>
    frame.kind === 'messages' && frame.messages.some((message) => message.text === text);

export const closed = async (socket: WebSocket): Promise<number> => {
  const [code] = (await once(socket, 'close')) as [number];
  return code;
};

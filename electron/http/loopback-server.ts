import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import type { Duplex } from 'node:stream';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import type { PortMemory } from '#electron/http/port-memory.ts';
import { MAX_FRAME } from '#shared/contract/request-frame.ts';
import { guard, hostAllowed, type RequestHead } from '#shared/lib/http-guard.ts';
import type { Logger } from '#shared/lib/logger.ts';

const PING_MS = 30_000;

export interface LoopbackOptions {
  /** The one name that pages are opened under. */
  readonly name: 'localhost' | '127.0.0.1';
  /** 0 takes the one that `ports` remembers, or any free one. */
  readonly port: number;
  readonly ports?: PortMemory | null;
  /** Where a proxy in front of it serves it to the world, such as `https://chat.wallet.example`; its Host and Origin are as good as its own. */
  readonly publicOrigin?: () => string | null;
  readonly staticFolder: string;
  /** The content security policy as it is at each answer; `{authority}` stands for name and port. */
  readonly csp: () => string;
  readonly routes: (app: FastifyInstance) => void;
  /** A socket whose Host and Origin are right; whose it is, is still to be proven. */
  readonly onSocket: (socket: WebSocket, request: IncomingMessage) => void;
  /** Where connections are opened; compared exactly. */
  readonly socketPath: string | readonly string[];
  /** What pages of other origins may read; each such route says itself to whom it answers. */
  readonly readByOthers?: readonly string[];
  /**
   * Addresses for programs elsewhere, which send no Origin and prove themselves by what they send: what fits is refused
   * for its Host alone. `hosts` are those that a reverse proxy may pass on beside the server's own.
   */
  readonly open?: { readonly addresses: RegExp; readonly hosts: () => readonly string[] };
  readonly logger: Logger;
}

/** The port cannot be had. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
  readonly port: number;

  constructor(port: number, why: string) {
    super(`port ${port} ${why}`);
    this.port = port;
  }
}

/** Why a port cannot be listened on, from what the system says of it; null where it says something else. */
function portTaken(port: number, cause: unknown): PortTaken | null {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (code === 'EADDRINUSE') return new PortTaken(port, 'is taken by another program');
  return code === 'EACCES' ? new PortTaken(port, 'needs rights that this user does not have') : null;
}

/** Whether a port can be had on the loopback address now, before anything is made for a server on it; 0 always can. */
export async function portFault(port: number): Promise<PortTaken | null> {
  if (port === 0) return null;
  const server = createServer();
  try {
    await once(server.listen({ host: '127.0.0.1', port }), 'listening');
    return null;
  } catch (cause) {
    return portTaken(port, cause);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

const headOf = (request: IncomingMessage, upgrade: boolean): RequestHead => ({
  method: request.method ?? 'GET',
  host: request.headers.host,
  origin: request.headers.origin,
  fetchSite: typeof request.headers['sec-fetch-site'] === 'string' ? request.headers['sec-fetch-site'] : undefined,
  upgrade,
});

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

/** A small server on the loopback address alone: static pages, a few routes, one WebSocket path, all behind the same checks. */
export class LoopbackServer {
  readonly #options: LoopbackOptions;
  readonly #app: FastifyInstance;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME, clientTracking: true });
  #ping: NodeJS.Timeout | null = null;
  #authority = '';

  constructor(options: LoopbackOptions) {
    this.#options = options;
    this.#app = Fastify({ logger: false, bodyLimit: 64 * 1024, forceCloseConnections: true, exposeHeadRoutes: true });
  }

  /** `name:port`, once started. */
  get authority(): string {
    return this.#authority;
  }

  /** Listens; rejects with PortTaken. */
  async start(): Promise<void> {
    const { name, port, staticFolder, csp, routes, logger, readByOthers = [] } = this.#options;
    const app = this.#app;
    app.addHook('onRequest', async (request, reply) => {
      const refused = this.#refusalOf(request.raw);
      if (refused === null) return;
      // The host was right; what reads from elsewhere is the route's to answer or to refuse.
      if (refused === 'origin' && (request.method === 'GET' || request.method === 'HEAD') && readByOthers.includes(pathOf(request.url))) return;
      logger.warn('request: refused', { by: refused, method: request.method });
      await reply.code(403).type('text/plain').send(`refused: ${refused}\n`);
    });
    app.addHook('onSend', async (request, reply) => {
      // A route may answer with a stricter policy of its own.
      if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', csp().replaceAll('{authority}', this.#authority));
      reply.headers({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': readByOthers.includes(pathOf(request.url)) ? 'cross-origin' : 'same-origin',
        'permissions-policy': 'camera=(), microphone=(), geolocation=()',
        // Their names change with their contents; a refusal or a file not yet there must not be remembered.
        'cache-control': reply.statusCode < 400 && request.url.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store',
      });
    });
    app.setErrorHandler(async (cause, _request, reply) => {
      const status = typeof cause === 'object' && cause !== null && 'statusCode' in cause ? Number(cause.statusCode) : 500;
      await reply.code(status).send({ error: status < 500 && cause instanceof Error ? cause.message : 'internal' });
    });
    await app.register(fastifyStatic, { root: staticFolder, wildcard: true, cacheControl: false, dotfiles: 'deny' });
    routes(app);
    app.server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    try {
      await this.#listen();
    } catch (cause) {
      throw portTaken(port, cause) ?? cause;
    }
    const address = app.server.address();
    const listening = typeof address === 'object' && address ? address.port : port;
    this.#options.ports?.keep(listening);
    this.#authority = `${name}:${listening}`;
    this.#ping = setInterval(() => {
      for (const socket of this.#sockets.clients) socket.ping();
    }, PING_MS);
    this.#ping.unref();
  }

  async #listen(): Promise<void> {
    const { port, ports } = this.#options;
    const before = port === 0 ? (ports?.recall() ?? null) : null;
    if (before !== null) {
      try {
        await this.#app.listen({ host: '127.0.0.1', port: before });
        return;
      } catch {
        // Another program has it now: pages that are open will not find this one, whoever opens one anew does.
      }
    }
    await this.#app.listen({ host: '127.0.0.1', port });
  }

  async stop(): Promise<void> {
    if (this.#ping) clearInterval(this.#ping);
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    await this.#app.close();
  }

  #refusalOf(request: IncomingMessage): ReturnType<typeof guard> {
    const { open } = this.#options;
    if (open === undefined || !open.addresses.test(request.url ?? '')) return this.#refusal(headOf(request, false));
    return hostAllowed(request.headers.host, [this.#authority, ...open.hosts()]) ? null : 'host';
  }

  /** Each name goes with its own origin alone. */
  #refusal(head: RequestHead): ReturnType<typeof guard> {
    const publicOrigin = this.#options.publicOrigin?.() ?? null;
    const outside = publicOrigin === null ? null : new URL(publicOrigin);
    if (outside === null || head.host !== outside.host) return guard(head, [this.#authority]);
    return guard(head, [outside.host], outside.protocol === 'https:' ? 'https' : 'http');
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { socketPath, onSocket, logger } = this.#options;
    const refused = [socketPath].flat().includes(request.url ?? '') ? this.#refusal(headOf(request, true)) : 'path';
    if (refused !== null) {
      logger.warn('upgrade: refused', { by: refused });
      // Node hands the socket over without a listener: a peer that cuts off would end the whole program, and one that
      // holds on to its half would keep the server from stopping.
      socket.on('error', () => socket.destroy());
      socket.once('finish', () => socket.destroy());
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (ws) => {
      // A frame that is too large or not a frame ends its own connection only.
      ws.on('error', (cause) => logger.warn('socket: closed on a bad frame', { cause: cause.message }));
      onSocket(ws, request);
    });
  }
}

/** One cookie of a request, or null. */
export function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === name && value) return value;
  }
  return null;
}

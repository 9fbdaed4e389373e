import { createHash } from 'node:crypto';
import { RPCHandler } from '@orpc/server/ws';
import type { FastifyInstance } from 'fastify';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import { TokenGate } from '#electron/browser-host/token-gate.ts';
import type { ConsoleContext } from '#electron/host/console-access.ts';
import { consoleCsp } from '#electron/host/console-csp.ts';
import type { ConsoleRouter } from '#electron/host/console-router.ts';
import { MAIL_FRAME_PATH, mailFrameHeaders, mailFrameHtml } from '#electron/host/mail-frame.ts';
import { cookieOf, LoopbackServer } from '#electron/http/loopback-server.ts';
import type { PortMemory } from '#electron/http/port-memory.ts';
import { checkedFrames } from '#electron/http/rpc-frames.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Options {
  readonly router: ConsoleRouter;
  readonly openSession: (sessionId: string, pageOrigin: string) => ConsoleContext;
  /** 0 takes the one that `ports` remembers, or any free one. */
  readonly port: number;
  readonly ports?: PortMemory | null;
  readonly staticFolder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long a new connection may take to say whose tab it is. */
  readonly helloMs?: number;
}

const COOKIE = 'console';
const hello = z.strictObject({ tab: z.string().min(20).max(100) });

/** The browser edition's server: the console's page and its connection, for whoever was given the host's token. */
export class BrowserHost {
  readonly #options: Options;
  readonly #gate: TokenGate;
  readonly #server: LoopbackServer;
  readonly #handler: RPCHandler<ConsoleContext>;

  constructor(options: Options) {
    this.#options = options;
    this.#gate = new TokenGate(options.clock);
    this.#handler = new RPCHandler<ConsoleContext>(options.router);
    this.#server = new LoopbackServer({
      name: 'localhost',
      port: options.port,
      ports: options.ports ?? null,
      staticFolder: options.staticFolder,
      csp: () => consoleCsp("'self' ws://{authority}"),
      socketPath: '/console',
      logger: options.logger,
      routes: (app) => this.#routes(app),
      onSocket: (socket, request) => this.#welcome(socket, cookieOf(request, COOKIE)),
    });
  }

  /** Listens; the URL carries the token in its fragment, which no server ever sees. Rejects with PortTaken. */
  async start(): Promise<{ readonly url: string }> {
    await this.#server.start();
    return { url: `http://${this.#server.authority}/#token=${this.#gate.token}` };
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  #routes(app: FastifyInstance): void {
    app.get(MAIL_FRAME_PATH, (_request, reply) => reply.headers(mailFrameHeaders).send(mailFrameHtml));
    const body = z.strictObject({ token: z.string().max(200) });
    app.post('/session', async (request, reply) => {
      const read = body.safeParse(request.body);
      if (!read.success) return reply.code(400).send({ error: 'bad-input', place: read.error.issues[0]?.path.join('.') ?? '' });
      const entered = this.#gate.enter(read.data.token);
      if (typeof entered === 'string') {
        this.#options.logger.warn('session: refused', { why: entered });
        return reply.code(entered === 'locked' ? 429 : 401).send({ error: entered });
      }
      reply.header('set-cookie', `${COOKIE}=${entered.cookie}; Path=/; HttpOnly; SameSite=Strict`);
      return { tab: entered.tab };
    });
  }

  /** The first message says whose tab it is; cookies alone are shared with other local servers' pages. */
  #welcome(socket: WebSocket, cookie: string | null): void {
    const { helloMs = 2_000, logger, openSession } = this.#options;
    const late = setTimeout(() => socket.close(4408, 'no hello in time'), helloMs);
    socket.once('close', () => clearTimeout(late));
    socket.once('message', (data: Buffer) => {
      clearTimeout(late);
      // Too late: the page may not have heard yet that it is being closed.
      if (socket.readyState !== socket.OPEN) return;
      const said = readHello(data.toString('utf8'));
      if (said === null) return socket.close(4400, 'the first message says whose tab it is');
      if (!this.#gate.admits(cookie, said)) {
        logger.warn('welcome: refused', { why: 'tab or cookie not of this host' });
        return socket.close(4401, 'not of this host');
      }
      const sessionId = createHash('sha256').update(said).digest('hex');
      void this.#handler.upgrade(checkedFrames(socket, logger), { context: openSession(sessionId, `http://${this.#server.authority}`) });
      socket.send('{"welcome":true}');
    });
  }
}

function readHello(text: string): string | null {
  try {
    const read = hello.safeParse(JSON.parse(text));
    return read.success ? read.data.tab : null;
  } catch {
    return null;
  }
}

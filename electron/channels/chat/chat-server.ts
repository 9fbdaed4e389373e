import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { RPCHandler } from '@orpc/server/ws';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type ChatContext, type ChatParts, makeChatRouter } from '#electron/channels/chat/chat-router.ts';
import { HOOKS, type Hooks, hookRoutes } from '#electron/channels/chat/hook-routes.ts';
import { RateLimit } from '#electron/channels/chat/rate-limit.ts';
import { readClaim, signClaim } from '#electron/channels/chat/signed-link.ts';
import { cookieOf, LoopbackServer } from '#electron/http/loopback-server.ts';
import { checkedFrames } from '#electron/http/rpc-frames.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import type { Language } from '#shared/lib/localized.ts';
import { DAY, MINUTE } from '#shared/lib/time.ts';

interface Options {
  readonly parts: ChatParts;
  readonly staticFolder: string;
  readonly port: number;
  /** Links and nothing else are signed with a key derived from it. */
  readonly secret: Uint8Array;
  readonly language: Language | null;
  /** Where providers call; left out, none can. */
  readonly hooks?: Hooks;
}

const COOKIE = 'visitor';
const STARTS_A_MINUTE = 60;
const SOCKETS_A_THREAD = 5;
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self' ws://{authority}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * The customers' page and its connection, on an address of its own so that cookies and origins stay apart from the
 * console's. A visitor is a random secret in a cookie; their thread is its hash, so that nothing about visitors needs
 * to be kept, and a restart changes nothing for them.
 */
export class ChatServer {
  readonly #options: Options;
  readonly #server: LoopbackServer;
  readonly #handler: RPCHandler<ChatContext>;
  readonly #starts: RateLimit;
  readonly #sockets = new Map<string, number>();
  readonly #linkKey: Uint8Array;

  constructor(options: Options) {
    this.#options = options;
    const { parts, staticFolder, port, secret, hooks } = options;
    this.#linkKey = new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), 'chat links', 32));
    this.#starts = new RateLimit(STARTS_A_MINUTE, MINUTE, parts.clock);
    this.#handler = new RPCHandler<ChatContext>(makeChatRouter(parts));
    this.#server = new LoopbackServer({
      name: '127.0.0.1',
      port,
      staticFolder,
      csp: CSP,
      socketPath: '/chat',
      ...(hooks === undefined ? {} : { open: { addresses: HOOKS, hosts: () => [hooks.publicHost()].filter((host) => host !== null) } }),
      logger: parts.logger,
      routes: (app) => {
        this.#routes(app);
        if (hooks) hookRoutes(app, hooks, parts.clock);
      },
      onSocket: (socket, request) => {
        const context = this.#contextOf(cookieOf(request, COOKIE));
        if (!context) return socket.close(4401, 'no visitor');
        const open = this.#sockets.get(context.thread) ?? 0;
        if (open >= SOCKETS_A_THREAD) return socket.close(4429, 'too many pages');
        this.#sockets.set(context.thread, open + 1);
        socket.once('close', () => {
          const left = (this.#sockets.get(context.thread) ?? 1) - 1;
          if (left > 0) this.#sockets.set(context.thread, left);
          else this.#sockets.delete(context.thread);
        });
        void this.#handler.upgrade(checkedFrames(socket, parts.logger), { context });
      },
    });
  }

  async start(): Promise<{ readonly url: string }> {
    await this.#server.start();
    return { url: `http://${this.#server.authority}/` };
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  /** A link, valid for a day, that opens the page as a known customer. */
  signedLink(customer: CustomerId, name: string): string {
    const until = this.#options.parts.clock() + DAY;
    return `http://${this.#server.authority}/#as=${signClaim(this.#linkKey, { customer, name, until })}`;
  }

  #routes(app: FastifyInstance): void {
    const body = z.object({ as: z.string().max(2000).optional() });
    app.get('/config', async () => ({ language: this.#options.language }));
    // Answers whether this browser has a thread already; a page that reloads goes on with it.
    app.get('/visitor', async (request) => ({ known: this.#contextOf(cookieOf(request.raw, COOKIE)) !== null }));
    app.post('/start', async (request, reply) => {
      if (!this.#starts.take('all')) return reply.code(429).send({ error: 'too-many-starts' });
      const read = body.safeParse(request.body);
      if (!read.success) return reply.code(400).send({ error: 'bad-input', place: read.error.issues[0]?.path.join('.') ?? '' });
      const { as } = read.data;
      if (as !== undefined && !readClaim(this.#linkKey, as, this.#options.parts.clock())) return reply.code(403).send({ error: 'bad-link' });
      const value = `${randomBytes(32).toString('base64url')}${as === undefined ? '' : `~${as}`}`;
      reply.header('set-cookie', `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000`);
      return { started: true };
    });
  }

  /** Reads the cookie: the visitor's secret, and behind it the signed claim where there is one. */
  #contextOf(cookie: string | null): ChatContext | null {
    const form = /^([A-Za-z0-9_-]{43})(?:~(.+))?$/.exec(cookie ?? '');
    const secret = form?.[1];
    if (!secret) return null;
    const thread = createHash('sha256').update(secret).digest('hex');
    // The claim was checked when the cookie was made; after its day the conversation goes on with the same person.
    const claim = form[2] === undefined ? null : readClaim(this.#linkKey, form[2], 0);
    return claim ? { thread, customer: claim.customer, contactName: claim.name } : { thread };
  }
}

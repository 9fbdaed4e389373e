import { readFile } from 'node:fs/promises';
import { RPCHandler } from '@orpc/server/ws';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type ChatContext, type ChatParts, makeChatRouter } from '#electron/channels/chat/chat-router.ts';
import { type ChatSettings, type LiveChatSettings, plainChat } from '#electron/channels/chat/chat-settings.ts';
import { HOOKS, type Hooks, hookRoutes } from '#electron/channels/chat/hook-routes.ts';
import { RateLimit } from '#electron/channels/chat/rate-limit.ts';
import { cookieName, type Standing, setCookie, Visitors } from '#electron/channels/chat/visitors.ts';
import { cookieOf, LoopbackServer } from '#electron/http/loopback-server.ts';
import type { PortMemory } from '#electron/http/port-memory.ts';
import { checkedFrames } from '#electron/http/rpc-frames.ts';
import type { ChatOpening } from '#shared/contract/chat-contract.ts';
import type { CommandId, CustomerId } from '#shared/lib/ids.ts';
import type { Language } from '#shared/lib/localized.ts';
import { MINUTE } from '#shared/lib/time.ts';

interface Options {
  readonly parts: ChatParts;
  readonly staticFolder: string;
  /** The script that other sites embed; null where none was built. */
  readonly widgetFile?: string | null;
  /** May change while it serves: what is asked from then on is answered by them. */
  readonly settings?: LiveChatSettings;
  /** 0 takes the one that `ports` remembers, or any free one. */
  readonly port: number;
  readonly ports?: PortMemory | null;
  /** Links and nothing else are signed with a key derived from it. */
  readonly secret: Uint8Array;
  readonly language: Language | null;
  /** Where providers call; left out, none can. */
  readonly hooks?: Hooks;
}

const SOCKETS_A_THREAD = 5;
const startBody = z.object({ as: z.string().max(2000).optional(), identity: z.string().max(8000).optional() });

/** The page's policy; other sites' pages may hold it in a frame where they are named. */
const cspFor = ({ origins, publicOrigin }: ChatSettings): string => {
  const outside = publicOrigin === null ? '' : ` ${publicOrigin.replace(/^http/, 'ws')}`;
  const holders = origins.length === 0 ? "'none'" : `'self' ${origins.join(' ')}`;
  return `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self' ws://{authority}${outside}; frame-ancestors ${holders}; base-uri 'none'; form-action 'none'`;
};

/**
 * The customers' page and its connection, on an address of its own so that cookies and origins stay apart from the
 * console's. A visitor is a random secret in a cookie; their thread is its hash, so that nothing about visitors needs
 * to be kept, and a restart changes nothing for them.
 */
export class ChatServer {
  readonly #options: Options;
  readonly #live: LiveChatSettings;
  readonly #server: LoopbackServer;
  readonly #handler: RPCHandler<ChatContext>;
  readonly #starts: RateLimit;
  readonly #sockets = new Map<string, number>();
  readonly #visitors: Visitors;

  constructor(options: Options) {
    this.#options = options;
    const { parts, staticFolder, port, ports = null, secret, settings = { value: plainChat }, hooks } = options;
    this.#live = settings;
    this.#visitors = new Visitors(secret, settings, parts.clock);
    this.#starts = new RateLimit(() => settings.value.startsAMinute, MINUTE, parts.clock);
    this.#handler = new RPCHandler<ChatContext>(makeChatRouter(parts, settings));
    this.#server = new LoopbackServer({
      name: '127.0.0.1',
      port,
      ports,
      staticFolder,
      publicOrigin: () => settings.value.publicOrigin,
      csp: () => cspFor(settings.value),
      socketPath: ['/chat', '/embedded/chat'],
      readByOthers: ['/widget.js', '/embed'],
      ...(hooks === undefined ? {} : { open: { addresses: HOOKS, hosts: () => [hooks.publicHost()].filter((host) => host !== null) } }),
      logger: parts.logger,
      routes: (app) => {
        this.#routes(app);
        if (hooks) hookRoutes(app, hooks, parts.clock);
      },
      onSocket: (socket, request) => {
        const context = this.#visitors.read(cookieOf(request, cookieName[request.url === '/chat' ? 'alone' : 'embedded']));
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
    return { url: `${this.#own}/` };
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  /** A link, valid for a day, that opens the page as a known customer. */
  signedLink(customer: CustomerId, name: string): string {
    return `${this.#settings.publicOrigin ?? this.#own}/#as=${this.#visitors.link(customer, name)}`;
  }

  get #settings(): ChatSettings {
    return this.#live.value;
  }

  get #own(): string {
    return `http://${this.#server.authority}`;
  }

  #routes(app: FastifyInstance): void {
    app.get('/config', async () => ({ language: this.#options.language }));
    app.get('/opening', () => this.#opening());
    for (const [standing, base] of [
      ['alone', ''],
      ['embedded', '/embedded'],
    ] as const) {
      // Answers whether this browser has a thread already; a page that reloads goes on with it.
      app.get(`${base}/visitor`, async (request) => ({ known: this.#visitors.read(cookieOf(request.raw, cookieName[standing])) !== null }));
      app.post(`${base}/start`, (request, reply) => this.#start(standing, request, reply));
    }
    app.get('/embed', (request, reply) => this.#embed(request, reply));
    app.get('/widget.js', async (_request, reply) => {
      const { widgetFile = null } = this.#options;
      const script = widgetFile === null ? null : await readFile(widgetFile).catch(() => null);
      if (script === null) return reply.code(404).send({ error: 'no-widget' });
      return reply.type('text/javascript; charset=utf-8').send(script);
    });
  }

  async #opening(): Promise<ChatOpening> {
    const { form, offline, identity } = this.#settings;
    return {
      form: form && { fields: [...form.fields], topics: [...form.topics] },
      away: offline === 'form' && !(await this.#options.parts.isStaffed()),
      strangers: identity?.strangers ?? true,
    };
  }

  async #start(standing: Standing, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { intake, feed, isBlocked, newId, logger } = this.#options.parts;
    if (!this.#starts.take('all')) return reply.code(429).send({ error: 'too-many-starts' });
    const read = startBody.safeParse(request.body);
    if (!read.success) return reply.code(400).send({ error: 'bad-input', place: read.error.issues[0]?.path.join('.') ?? '' });
    const begun = await this.#visitors.begin(read.data, cookieOf(request.raw, cookieName[standing]));
    if (!begun.ok) {
      if (begun.error.error === 'bad-identity') logger.warn('start: a customer’s token is refused', { why: begun.error.why });
      return reply.code(403).send(begun.error);
    }
    const { cookie, context, fresh } = begun.value;
    const { customer, contactName } = context;
    if (customer !== undefined && (await isBlocked(customer))) return reply.code(403).send({ error: 'blocked' });
    if (!fresh && customer !== undefined) {
      // Who wrote as a stranger until now is known from here on; a case that was not opened yet opens so.
      const caseId = await intake.caseFor('chat', context.thread);
      const name = contactName === undefined ? {} : { name: contactName };
      await feed.act(caseId, { kind: 'system', id: 'chat' }, newId() as CommandId, { type: 'identify', customer, how: 'signed-link', ...name });
    }
    const secure = this.#settings.publicOrigin === `https://${request.headers.host}`;
    reply.header('set-cookie', setCookie(standing, cookie, secure));
    return fresh ? { started: true } : { started: true, goesOn: true };
  }

  /** Tells a page that embeds the chat whether it may, by the name of its origin. */
  async #embed(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { origin } = request.headers;
    reply.header('vary', 'origin');
    const { origins, publicOrigin } = this.#settings;
    if (origin === undefined || [this.#own, publicOrigin, ...origins].includes(origin)) {
      if (origin !== undefined) reply.header('access-control-allow-origin', origin);
      return { language: this.#options.language };
    }
    this.#options.parts.logger.warn('embed: a page of an origin that is not named is refused', { origin: origin.slice(0, 200) });
    // Readable by anybody: it says no more than who asked.
    return reply
      .header('access-control-allow-origin', '*')
      .code(403)
      .send({ error: 'origin-not-allowed', origin: origin.slice(0, 200) });
  }
}

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RateLimit } from '#electron/channels/chat/rate-limit.ts';
import type { WebhookAnswer, WebhookCall } from '#electron/channels/connection-port.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { MINUTE } from '#shared/lib/time.ts';

/** Where providers call, and nothing that leads elsewhere by dots or encoded signs. */
export const HOOKS = /^\/hooks\/[a-z0-9-]{1,40}(?:\?|$)/;
const MOST_BODY = 1024 * 1024;
/** Of one account: a platform sends a call for each message and each of its receipts. What is at no account's address is counted together. */
const CALLS_A_MINUTE = 6_000;

export interface Hooks {
  readonly knows: (account: string) => boolean;
  /** Answers what an account's provider asks; never rejects. */
  readonly answer: (account: string, call: WebhookCall) => Promise<WebhookAnswer>;
  /** The host of the public address, which a reverse proxy passes on; null: there is none. */
  readonly publicHost: () => string | null;
}

function callOf(request: FastifyRequest, method: 'GET' | 'POST'): WebhookCall {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) headers[name] = first;
  }
  const at = request.url.indexOf('?');
  return {
    method,
    query: new URLSearchParams(at < 0 ? '' : request.url.slice(at + 1)),
    headers,
    body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(0),
  };
}

/** Serves the addresses that are given to providers: bodies as they come, 1 MiB at most, and so many calls a minute. */
export function hookRoutes(app: FastifyInstance, hooks: Hooks, clock: Clock): void {
  const calls = new RateLimit(CALLS_A_MINUTE, MINUTE, clock);
  app.register(async (scope) => {
    // Signatures are over the bytes: nothing is read before the account's own connection does.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BODY }, (_request, body, done) => done(null, body));
    for (const method of ['GET', 'POST'] as const) {
      scope.route<{ Params: { account: string } }>({
        method,
        url: '/hooks/:account',
        bodyLimit: MOST_BODY,
        exposeHeadRoute: false,
        handler: async (request, reply) => {
          const { account } = request.params;
          if (!calls.take(hooks.knows(account) ? account : ' ')) return reply.code(429).header('retry-after', '60').type('text/plain').send('too many calls\n');
          const { status, type, body } = await hooks.answer(account, callOf(request, method));
          return reply.code(status).type(type).send(body);
        },
      });
    }
  });
}

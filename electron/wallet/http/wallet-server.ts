import { createHash, timingSafeEqual } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import type { CheckedPeople } from '#electron/wallet/conformance/under-check.ts';
import { type FaultForm, faultStatuses, toFaultForm } from '#electron/wallet/http/fault-form.ts';
import { openApi } from '#electron/wallet/http/openapi.ts';
import { type AnswerOf, type AnyRoute, type BodyOf, checkRoutes, type ParamsOf, walletRoutes } from '#electron/wallet/http/routes.ts';
import type { WalletConnection, WalletFault } from '#electron/wallet/port.ts';
import { hostAllowed } from '#shared/lib/http-guard.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { ok, type Result } from '#shared/lib/result.ts';

interface Options {
  readonly wallet: WalletConnection;
  /** What a test installation serves besides; null serves none of it. */
  readonly check: { readonly people: () => Promise<CheckedPeople>; readonly lastCode: (customer: CustomerId) => Promise<string | null> } | null;
  readonly token: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly logger: Logger;
}

type Served<R extends AnyRoute> = (params: ParamsOf<R>, body: BodyOf<R>) => Promise<Result<AnswerOf<R>, WalletFault>>;

const answer = <T, A>(result: Result<T, WalletFault>, form: (value: T) => A): Result<A, WalletFault> => (result.ok ? ok(form(result.value)) : result);

/** Each route of the contract over a wallet. */
function served(wallet: WalletConnection): { readonly [K in keyof typeof walletRoutes]: Served<(typeof walletRoutes)[K]> } {
  return {
    findCustomers: async (_, { text, limit }) => answer(await wallet.findCustomers(text, limit), (customers) => ({ customers: [...customers] })),
    account: async ({ customer }) => answer(await wallet.account(customer), (account) => ({ account })),
    transactions: async ({ customer }, { from, limit, filter }) =>
      answer(await wallet.transactions(customer, from, limit, filter), ({ transactions, next }) => ({ customer, transactions: [...transactions], next })),
    findByAmount: async (_, { minor, since, limit }) =>
      answer(await wallet.findByAmount(minor, since, limit), (transactions) => ({ transactions: [...transactions] })),
    securityEvents: async ({ customer }, { from, limit }) =>
      answer(await wallet.securityEvents(customer, from, limit), ({ events, next }) => ({ customer, events: [...events], next })),
    promotions: async ({ customer }) => answer(await wallet.promotions(customer), (promotions) => ({ customer, promotions: [...promotions] })),
    verification: async ({ customer, caseId }) => answer(await wallet.verification(customer, caseId), (standing) => ({ standing })),
    beginCode: async ({ customer, caseId }) => answer(await wallet.beginCode(customer, caseId), (sent) => ({ customer, caseId, sent })),
    checkCode: async ({ customer, caseId }, { code }) => answer(await wallet.checkCode(customer, caseId, code), (came) => ({ answer: came })),
    beginKnowledge: async ({ customer, caseId }) => answer(await wallet.beginKnowledge(customer, caseId), (check) => ({ customer, caseId, check })),
    answerKnowledge: async ({ customer, caseId }, { answers }) => answer(await wallet.answerKnowledge(customer, caseId, answers), (came) => ({ answer: came })),
    act: async ({ idempotencyKey }, body) => answer(await wallet.act({ idempotencyKey, ...body }), (outcome) => ({ outcome })),
    actionStatus: async ({ idempotencyKey }) => answer(await wallet.actionStatus(idempotencyKey), (outcome) => ({ outcome })),
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** A wallet behind its HTTP contract, on the loopback address alone, for whoever has the token. */
export class WalletServer {
  readonly #options: Options;
  readonly #app: FastifyInstance;
  readonly #token: Buffer;
  #authorities: readonly string[] = [];

  constructor(options: Options) {
    this.#options = options;
    this.#token = digest(`Bearer ${options.token}`);
    this.#app = Fastify({ logger: false, bodyLimit: 256 * 1024, forceCloseConnections: true });
  }

  /** Listens; answers the address without a slash at the end. */
  async start(): Promise<string> {
    const { wallet, check, port, logger } = this.#options;
    const app = this.#app;
    app.addHook('onRequest', async (request, reply) => {
      // No page in a browser has business here, whatever name it was reached under.
      const outside = !hostAllowed(request.headers.host, this.#authorities) || request.headers.origin !== undefined;
      if (outside || !timingSafeEqual(digest(request.headers.authorization ?? ''), this.#token))
        return this.#send(reply, faultStatuses['no-access'], { code: 'no-access', detail: 'needs the token of this service' });
      return undefined;
    });
    app.setErrorHandler(async (cause, _, reply) => {
      const status = typeof cause === 'object' && cause !== null && 'statusCode' in cause ? Number(cause.statusCode) : 500;
      if (status >= 500) logger.error('request: failed', { cause: String(cause) });
      return this.#send(reply, status, status >= 500 ? { code: 'unavailable' } : { code: 'bad-input', detail: cause instanceof Error ? cause.message : '' });
    });
    app.setNotFoundHandler(async (_, reply) => this.#send(reply, 404, { code: 'bad-input', detail: 'no such address' }));
    const handlers = served(wallet);
    for (const name of Object.keys(walletRoutes) as (keyof typeof walletRoutes)[]) this.#serve(walletRoutes[name], handlers[name] as Served<AnyRoute>);
    if (check !== null) {
      this.#serve(checkRoutes.checkedPeople, async () => ok(await check.people()));
      this.#serve(checkRoutes.lastCode, async ({ customer }) => ok({ code: await check.lastCode(customer) }));
    }
    app.get('/openapi.json', async () => openApi());
    await app.listen({ host: '127.0.0.1', port });
    const address = app.server.address();
    const open = typeof address === 'object' && address ? address.port : port;
    this.#authorities = [`127.0.0.1:${open}`, `localhost:${open}`];
    return `http://127.0.0.1:${open}`;
  }

  async stop(): Promise<void> {
    await this.#app.close();
  }

  #serve<R extends AnyRoute>(route: R, handle: Served<R>): void {
    this.#app.route({
      method: route.method,
      url: route.path.replace(/\{(\w+)\}/g, ':$1'),
      handler: async (request, reply) => {
        const params = route.params.safeParse(request.params);
        const body = route.body === null ? { success: true as const, data: null } : route.body.safeParse(request.body);
        if (!params.success || !body.success) {
          const issues = [...(params.error?.issues ?? []), ...(body.success ? [] : body.error.issues)];
          return this.#send(reply, faultStatuses['bad-input'], {
            code: 'bad-input',
            detail: issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
          });
        }
        const result = await handle(params.data as ParamsOf<R>, body.data as BodyOf<R>);
        if (result.ok) return result.value;
        const { status, form } = toFaultForm(result.error);
        if (result.error.code === 'rate-limited') reply.header('retry-after', String(Math.ceil(result.error.retryAfter / 1000)));
        return this.#send(reply, status, form);
      },
    });
  }

  #send(reply: { code(status: number): { send(form: FaultForm): unknown } }, status: number, form: FaultForm): unknown {
    return reply.code(status).send(form);
  }
}

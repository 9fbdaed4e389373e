import { type CallOptions, WalletCaller } from '#electron/wallet/http/call-wallet.ts';
import { newestFirst } from '#electron/wallet/http/newest-first.ts';
import { type AnswerOf, type AnyRoute, type BodyOf, type ParamsOf, walletRoutes } from '#electron/wallet/http/routes.ts';
import type { SecurityEventPage, TransactionPage, WalletConnection, WalletFault } from '#electron/wallet/port.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { type Instant, SECOND } from '#shared/lib/time.ts';
import type { Account, CustomerSummary } from '#shared/wallet/account.ts';
import type { ActionOutcome } from '#shared/wallet/actions.ts';
import type { Promotion } from '#shared/wallet/promotion.ts';
import type { ActRequest } from '#shared/wallet/proof.ts';
import type { Transaction, TransactionFilter } from '#shared/wallet/transaction.ts';
import type { CodeSent, KnowledgeAnswers, KnowledgeCheck, VerificationAnswer, VerificationStanding } from '#shared/wallet/verification.ts';

type Asked<T> = Promise<Result<T, WalletFault>>;

interface Options extends Pick<CallOptions, 'url' | 'token' | 'logger'>, Partial<Omit<CallOptions, 'url' | 'token' | 'logger'>> {
  /** How long an action may take; it moves money in other systems. */
  readonly actTimeout?: number;
}

const READ_TIMEOUT = 5 * SECOND;
const ACT_TIMEOUT = 15 * SECOND;

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const otherCustomer = (what: string): { readonly ok: false; readonly error: WalletFault } =>
  fail({ code: 'other-customer', detail: `${what} came about somebody else and is not shown` });

/** An operator's wallet over HTTP. Nothing is believed that is not about whom it was asked, and no action is sent again before its key was read back. */
export class HttpWallet implements WalletConnection {
  readonly #reads: WalletCaller;
  readonly #acts: WalletCaller;
  /** Keys that were sent and whose outcome nobody heard. */
  readonly #unknown = new Set<string>();

  constructor({ timeout = READ_TIMEOUT, actTimeout = ACT_TIMEOUT, ...given }: Options) {
    const options = { tries: 3, patience: 3 * SECOND, random: Math.random, wait, ...given, url: given.url.replace(/\/+$/, '') };
    this.#reads = new WalletCaller({ ...options, timeout });
    this.#acts = new WalletCaller({ ...options, timeout: actTimeout });
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {
    this.#reads.stop();
    this.#acts.stop();
  }

  async findCustomers(text: string, limit: number): Asked<readonly CustomerSummary[]> {
    const found = await this.#ask(walletRoutes.findCustomers, {}, { text, limit });
    return found.ok ? ok(found.value.customers.slice(0, limit)) : found;
  }

  async account(customer: CustomerId): Asked<Account> {
    const found = await this.#ask(walletRoutes.account, { customer }, null);
    if (!found.ok) return found;
    return found.value.account.id === customer ? ok(found.value.account) : otherCustomer('the account');
  }

  async transactions(customer: CustomerId, from: string | null, limit: number, filter: TransactionFilter = {}): Asked<TransactionPage> {
    const found = await this.#ask(walletRoutes.transactions, { customer }, { from, limit, filter });
    if (!found.ok) return found;
    const { transactions, next } = found.value;
    if (found.value.customer !== customer || transactions.some(({ customerId }) => customerId !== customer)) return otherCustomer('a transaction');
    if (next !== null && next === from) return fail({ code: 'bad-answer', detail: 'next: is the mark of the same page' });
    return ok({
      transactions: newestFirst(
        transactions,
        ({ createdAt }) => createdAt,
        ({ updatedAt }) => updatedAt,
      ),
      next,
    });
  }

  async findByAmount(minor: number, since: Instant, limit: number): Asked<readonly Transaction[]> {
    const found = await this.#ask(walletRoutes.findByAmount, {}, { minor, since, limit });
    return found.ok
      ? ok(
          newestFirst(
            found.value.transactions,
            ({ createdAt }) => createdAt,
            ({ updatedAt }) => updatedAt,
          ).slice(0, limit),
        )
      : found;
  }

  async securityEvents(customer: CustomerId, from: string | null, limit: number): Asked<SecurityEventPage> {
    const found = await this.#ask(walletRoutes.securityEvents, { customer }, { from, limit });
    if (!found.ok) return found;
    const { events, next } = found.value;
    if (found.value.customer !== customer || events.some(({ customerId }) => customerId !== customer)) return otherCustomer('a security event');
    if (next !== null && next === from) return fail({ code: 'bad-answer', detail: 'next: is the mark of the same page' });
    return ok({
      events: newestFirst(
        events,
        ({ at }) => at,
        ({ at }) => at,
      ),
      next,
    });
  }

  async promotions(customer: CustomerId): Asked<readonly Promotion[]> {
    const found = await this.#ask(walletRoutes.promotions, { customer }, null);
    if (!found.ok) return found;
    return found.value.customer === customer ? ok(found.value.promotions) : otherCustomer('a promotion');
  }

  async verification(customer: CustomerId, caseId: CaseId): Asked<VerificationStanding> {
    const found = await this.#ask(walletRoutes.verification, { customer, caseId }, null);
    return found.ok ? this.#own(customer, caseId, found.value.standing, found.value.standing) : found;
  }

  async beginCode(customer: CustomerId, caseId: CaseId): Asked<CodeSent> {
    const found = await this.#ask(walletRoutes.beginCode, { customer, caseId }, null);
    return found.ok ? this.#own(customer, caseId, found.value, found.value.sent) : found;
  }

  async checkCode(customer: CustomerId, caseId: CaseId, code: string): Asked<VerificationAnswer> {
    const found = await this.#ask(walletRoutes.checkCode, { customer, caseId }, { code });
    return found.ok ? this.#own(customer, caseId, found.value.answer.standing, found.value.answer) : found;
  }

  async beginKnowledge(customer: CustomerId, caseId: CaseId): Asked<KnowledgeCheck> {
    const found = await this.#ask(walletRoutes.beginKnowledge, { customer, caseId }, null);
    return found.ok ? this.#own(customer, caseId, found.value, found.value.check) : found;
  }

  async answerKnowledge(customer: CustomerId, caseId: CaseId, answers: KnowledgeAnswers): Asked<VerificationAnswer> {
    const found = await this.#ask(walletRoutes.answerKnowledge, { customer, caseId }, { answers });
    return found.ok ? this.#own(customer, caseId, found.value.answer.standing, found.value.answer) : found;
  }

  async act(request: ActRequest): Asked<ActionOutcome> {
    const { idempotencyKey, ...body } = request;
    if (this.#unknown.has(idempotencyKey)) {
      const before = await this.actionStatus(idempotencyKey);
      // Only a wallet that never took it in may be asked anew.
      if (before.ok || before.error.code === 'refused') return before;
      if (before.error.code !== 'not-found') return fail({ code: 'timed-out', detail: `what became of it cannot be read back: ${before.error.detail}` });
    }
    this.#unknown.add(idempotencyKey);
    const done = await this.#acts.call(walletRoutes.act, { idempotencyKey }, body);
    if (done.ok) {
      const { outcome } = done.value;
      const own = outcome.idempotencyKey === idempotencyKey && outcome.customer === request.customer && outcome.action === request.input.action;
      if (!own) return fail({ code: 'timed-out', detail: 'the answer is about another action: what became of this one has to be read back' });
      this.#unknown.delete(idempotencyKey);
      return ok(outcome);
    }
    const { code, detail } = done.error;
    if (code === 'timed-out') return done;
    // What cannot be read may tell of something that was done.
    if (code === 'bad-answer') return fail({ code: 'timed-out', detail });
    this.#unknown.delete(idempotencyKey);
    return done;
  }

  async actionStatus(idempotencyKey: string): Asked<ActionOutcome> {
    const found = await this.#ask(walletRoutes.actionStatus, { idempotencyKey }, null);
    if (!found.ok) return found;
    const { outcome } = found.value;
    if (outcome.idempotencyKey !== idempotencyKey) return fail({ code: 'bad-answer', detail: 'outcome.idempotencyKey: is of another action' });
    this.#unknown.delete(idempotencyKey);
    return ok(outcome);
  }

  #ask<R extends AnyRoute>(route: R, params: ParamsOf<R>, body: BodyOf<R>): Asked<AnswerOf<R>> {
    return this.#reads.call(route, params, body);
  }

  #own<T>(customer: CustomerId, caseId: CaseId, about: { readonly customer: string; readonly caseId: string }, value: T): Result<T, WalletFault> {
    if (about.customer !== customer) return otherCustomer('the verification');
    return about.caseId === caseId ? ok(value) : fail({ code: 'bad-answer', detail: 'caseId: is another case' });
  }
}

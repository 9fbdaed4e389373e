import { WorkerClient } from '#electron/sqlite/worker.ts';
import { workerUrl } from '#electron/sqlite/worker-url.ts';
import type { CheckedPeople } from '#electron/wallet/conformance/under-check.ts';
import type { DemoWalletData, DemoWalletHandlers } from '#electron/wallet/demo/demo-wallet-worker.ts';
import { CUSTOMERS, type DemoCustomer } from '#electron/wallet/demo/make-customers.ts';
import type { DemoTransaction } from '#electron/wallet/demo/make-transactions.ts';
import type { PhoneMessage } from '#electron/wallet/demo/phone.ts';
import type { SecurityEventPage, TransactionPage, WalletConnection, WalletFault } from '#electron/wallet/port.ts';
import type { WalletReveal } from '#electron/wallet/reveal-port.ts';
import type { AccountField } from '#shared/desk/reasons.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { Account, CustomerSummary } from '#shared/wallet/account.ts';
import { type ActionLimits, defaultActionLimits } from '#shared/wallet/action-limits.ts';
import type { ActionOutcome } from '#shared/wallet/actions.ts';
import type { Promotion } from '#shared/wallet/promotion.ts';
import type { ActRequest } from '#shared/wallet/proof.ts';
import type { Transaction, TransactionFilter } from '#shared/wallet/transaction.ts';
import type { CodeSent, KnowledgeAnswers, KnowledgeCheck, VerificationAnswer, VerificationStanding } from '#shared/wallet/verification.ts';

interface Options {
  readonly file?: string;
  readonly memory?: true;
  readonly key: Uint8Array;
  /** The public keys (PEM) of the desks whose proofs are believed; without one every action is refused. */
  readonly deskKeys?: readonly string[];
  readonly limits?: ActionLimits;
  /** How many people it is filled with. */
  readonly customers?: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

const notFound: WalletFault = { code: 'not-found', detail: 'no such customer' };
const unknownMark: WalletFault = { code: 'unknown-mark', detail: 'the page mark is not one of this wallet' };

const mark = (at: Instant, id: string) => `${at}.${id}`;

function readMark(from: string): { at: number; id: string } | null {
  const form = /^(\d{1,16})\.(\w{1,40})$/.exec(from);
  return form?.[1] && form[2] ? { at: Number(form[1]), id: form[2] } : null;
}

/** A made-up wallet, of 2,000 customers with 100 transactions each unless told otherwise, in an encrypted file; personal values leave it masked. */
export class DemoWallet implements WalletConnection, WalletReveal {
  readonly #worker: WorkerClient<DemoWalletHandlers>;
  readonly #clock: Clock;
  readonly #customers: number;
  readonly #onTexted = new Set<() => void>();

  constructor({ file, key, deskKeys = [], limits = defaultActionLimits, customers = CUSTOMERS, clock, logger }: Options) {
    this.#customers = customers;
    this.#clock = clock;
    this.#worker = new WorkerClient({
      url: workerUrl('wallet/demo/demo-wallet-worker'),
      data: { file: file ?? ':memory:', key: file === undefined ? null : key, hashKey: key, deskKeys, limits } satisfies DemoWalletData,
      name: 'wallet',
      logger,
    });
  }

  start(): Promise<void> {
    return this.#worker.start();
  }

  stop(): Promise<void> {
    return this.#worker.stop();
  }

  /** Fills the wallet relative to `now`, unless it is filled; tells how many transactions are in. */
  async seed(seed: number, now: Instant, onProgress: (done: number, total: number) => void): Promise<void> {
    const off = this.#worker.onEvent((event) => {
      const { done, total } = event as { done: number; total: number };
      onProgress(done, total);
    });
    await this.#worker.call('seed', seed, now, this.#customers);
    off();
  }

  /** Adds made-up people and transactions to those that are there, for tests and measurements; numbers and ids must be new. */
  async add(customers: readonly DemoCustomer[], transactions: readonly DemoTransaction[]): Promise<void> {
    await this.#worker.call('add', customers, transactions);
  }

  /** What came to a customer's phone, newest first: only a demo shows it. */
  phone(customer: CustomerId, limit: number): Promise<readonly PhoneMessage[]> {
    return this.#worker.call('phone', customer, limit);
  }

  /** Calls whenever a text may have come to a customer's phone. */
  onTexted(listener: () => void): void {
    this.#onTexted.add(listener);
  }

  /** The made-up people that this wallet is checked with, raw values and all. */
  checkedPeople(): Promise<CheckedPeople> {
    return this.#worker.call('checkedPeople', this.#clock());
  }

  /** The newest one-time code on a customer's phone, or null. */
  async lastCode(customer: CustomerId): Promise<string | null> {
    const [newest] = await this.phone(customer, 1);
    return newest === undefined ? null : (/\d{6}/.exec(newest.text.en)?.[0] ?? null);
  }

  /** The first customers by id, for the simulation. */
  some(limit: number): Promise<readonly CustomerSummary[]> {
    return this.#worker.call('some', limit);
  }

  async findCustomers(text: string, limit: number): Promise<Result<readonly CustomerSummary[], WalletFault>> {
    return ok(await this.#worker.call('find', text, limit));
  }

  async account(customer: CustomerId): Promise<Result<Account, WalletFault>> {
    const account = await this.#worker.call('account', customer, this.#clock());
    return account ? ok(account) : fail(notFound);
  }

  async transactions(customer: CustomerId, from: string | null, limit: number, filter: TransactionFilter = {}): Promise<Result<TransactionPage, WalletFault>> {
    const page = await this.#page(customer, from, limit, (after) => this.#worker.call('page', customer, after, limit, filter));
    return page.ok ? ok({ transactions: page.value, next: nextMark(page.value, limit, ({ createdAt }) => createdAt) }) : page;
  }

  async findByAmount(minor: number, since: Instant, limit: number): Promise<Result<readonly Transaction[], WalletFault>> {
    return ok(await this.#worker.call('open', minor, since, limit));
  }

  async securityEvents(customer: CustomerId, from: string | null, limit: number): Promise<Result<SecurityEventPage, WalletFault>> {
    const page = await this.#page(customer, from, limit, (after) => this.#worker.call('events', customer, after, limit));
    return page.ok ? ok({ events: page.value, next: nextMark(page.value, limit, ({ at }) => at) }) : page;
  }

  async promotions(customer: CustomerId): Promise<Result<readonly Promotion[], WalletFault>> {
    const promotions = await this.#worker.call('promotions', customer, this.#clock());
    return promotions ? ok(promotions) : fail(notFound);
  }

  verification(customer: CustomerId, caseId: CaseId): Promise<Result<VerificationStanding, WalletFault>> {
    return this.#worker.call('verification', customer, caseId, this.#clock());
  }

  beginCode(customer: CustomerId, caseId: CaseId): Promise<Result<CodeSent, WalletFault>> {
    return this.#texting(this.#worker.call('beginCode', customer, caseId, this.#clock()));
  }

  checkCode(customer: CustomerId, caseId: CaseId, code: string): Promise<Result<VerificationAnswer, WalletFault>> {
    return this.#worker.call('checkCode', customer, caseId, code, this.#clock());
  }

  beginKnowledge(customer: CustomerId, caseId: CaseId): Promise<Result<KnowledgeCheck, WalletFault>> {
    return this.#worker.call('beginKnowledge', customer, caseId, this.#clock());
  }

  answerKnowledge(customer: CustomerId, caseId: CaseId, answers: KnowledgeAnswers): Promise<Result<VerificationAnswer, WalletFault>> {
    return this.#worker.call('answerKnowledge', customer, caseId, answers, this.#clock());
  }

  act(request: ActRequest): Promise<Result<ActionOutcome, WalletFault>> {
    return this.#texting(this.#worker.call('act', request, this.#clock()));
  }

  actionStatus(idempotencyKey: string): Promise<Result<ActionOutcome, WalletFault>> {
    return this.#worker.call('status', idempotencyKey);
  }

  async revealField(customer: CustomerId, field: AccountField): Promise<Result<string, WalletFault>> {
    const raw = await this.#worker.call('reveal', customer, field);
    return raw === null ? fail({ code: 'not-found', detail: 'the customer has no such value' }) : ok(raw);
  }

  async #texting<T>(work: Promise<T>): Promise<T> {
    const done = await work;
    for (const listener of this.#onTexted) listener();
    return done;
  }

  /** One page behind a mark of this wallet's, of somebody it knows. */
  async #page<T>(
    customer: CustomerId,
    from: string | null,
    limit: number,
    read: (after: { at: number; id: string } | null) => Promise<readonly T[]>,
  ): Promise<Result<readonly T[], WalletFault>> {
    const after = from === null ? null : readMark(from);
    if (from !== null && after === null) return fail(unknownMark);
    const rows = await read(after);
    if (rows.length === 0 && limit > 0 && !(await this.#worker.call('exists', customer))) return fail(notFound);
    return ok(rows);
  }
}

function nextMark<T extends { readonly id: string }>(rows: readonly T[], limit: number, at: (row: T) => Instant): string | null {
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return last ? mark(at(last), last.id) : null;
}

import { WorkerClient } from '#electron/sqlite/worker.ts';
import { workerUrl } from '#electron/sqlite/worker-url.ts';
import type { DemoWalletHandlers } from '#electron/wallet/demo/demo-wallet-worker.ts';
import type { TransactionPage, WalletConnection, WalletFault } from '#electron/wallet/port.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { Account, CustomerSummary } from '#shared/wallet/account.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

interface Options {
  readonly file?: string;
  readonly memory?: true;
  readonly key: Uint8Array;
  readonly clock: Clock;
  readonly logger: Logger;
}

const notFound: WalletFault = { code: 'not-found', detail: 'no such customer' };

const mark = (transaction: Transaction) => `${transaction.createdAt}.${transaction.id}`;

function readMark(from: string): { at: number; id: string } | null {
  const form = /^(\d{1,16})\.(\w{1,40})$/.exec(from);
  return form?.[1] && form[2] ? { at: Number(form[1]), id: form[2] } : null;
}

/** A made-up wallet of 2,000 customers and 200,000 transactions in an encrypted file; personal values leave it masked. */
export class DemoWallet implements WalletConnection {
  readonly #worker: WorkerClient<DemoWalletHandlers>;
  readonly #clock: Clock;

  constructor({ file, key, clock, logger }: Options) {
    this.#clock = clock;
    this.#worker = new WorkerClient({
      url: workerUrl('wallet/demo/demo-wallet-worker'),
      data: { file: file ?? ':memory:', key: file === undefined ? null : key, hashKey: key },
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
    await this.#worker.call('seed', seed, now);
    off();
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

  async transactions(customer: CustomerId, from: string | null, limit: number): Promise<Result<TransactionPage, WalletFault>> {
    const after = from === null ? null : readMark(from);
    if (from !== null && after === null) return fail({ code: 'unknown-mark', detail: 'the page mark is not one of this wallet' });
    const transactions = await this.#worker.call('page', customer, after, limit);
    if (transactions.length === 0 && !(await this.#worker.call('exists', customer))) return fail(notFound);
    const last = transactions.length === limit ? transactions.at(-1) : undefined;
    return ok({ transactions, next: last ? mark(last) : null });
  }

  async findByAmount(minor: number, since: Instant, limit: number): Promise<Result<readonly Transaction[], WalletFault>> {
    return ok(await this.#worker.call('open', minor, since, limit));
  }
}

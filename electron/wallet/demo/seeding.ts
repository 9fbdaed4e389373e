import type { WriteDb } from '#electron/sqlite/db.ts';
import { type DemoCustomer, makeCustomers } from '#electron/wallet/demo/make-customers.ts';
import { disputeOver, makeSecurityEvents, RefundMatcher } from '#electron/wallet/demo/make-history.ts';
import { type DemoTransaction, makeTransactions, TRANSACTIONS_EACH } from '#electron/wallet/demo/make-transactions.ts';
import { insertDispute, insertSecurityEvent } from '#electron/wallet/demo/tables/change-tables.ts';
import * as tables from '#electron/wallet/demo/tables/wallet-tables.ts';
import type { keyedHasher } from '#electron/wallet/keyed-hash.ts';
import { seededRandom } from '#shared/lib/random.ts';
import type { Instant } from '#shared/lib/time.ts';

/** In so many steps the rows are put in, each of them told. */
const STEPS = 10;

/** Fills the demo wallet. */
export class Seeding {
  readonly #db: WriteDb;
  readonly #hash: ReturnType<typeof keyedHasher>;
  readonly #onProgress: (done: number, total: number) => void;

  constructor(db: WriteDb, hash: ReturnType<typeof keyedHasher>, onProgress: (done: number, total: number) => void) {
    this.#db = db;
    this.#hash = hash;
    this.#onProgress = onProgress;
  }

  /** Fills the wallet once; what a stop in the middle left is done again. */
  fill(seed: number, now: Instant, count: number): void {
    const db = this.#db;
    const began = tables.walletFact(db, 'seeded');
    if (began !== null) {
      if (tables.walletFact(db, 'history') === null) db.transaction(() => this.#history(seed, tables.someCustomers(db, 1_000_000), Number(began)));
      return;
    }
    tables.emptyWallet(db);
    const random = seededRandom(seed);
    const customers = makeCustomers(random, now, count);
    db.transaction(() => {
      for (const customer of customers) this.#insert(customer);
    });
    this.#rows(makeTransactions(random, customers, now), count * TRANSACTIONS_EACH, seed, now);
    db.transaction(() => {
      tables.indexOpenMovements(db);
      this.#history(seed, customers, now);
      tables.setWalletFact(db, 'seeded', String(now));
    });
  }

  /** Adds made-up people and transactions to those that are there, for tests and measurements; at once or not at all. */
  add(customers: readonly DemoCustomer[], rows: readonly DemoTransaction[]): void {
    this.#db.transaction(() => {
      for (const customer of customers) this.#insert(customer);
      for (const row of rows) tables.insertMovement(this.#db, row);
    });
  }

  /** Of a generator of its own, so that people and transactions stay what they were; a wallet of an older form gets it later. */
  #history(seed: number, customers: readonly DemoCustomer[], now: Instant): void {
    for (const event of makeSecurityEvents(seededRandom(seed + 1), customers, now)) insertSecurityEvent(this.#db, event);
    tables.setWalletFact(this.#db, 'history', String(now));
  }

  #rows(rows: Generator<DemoTransaction>, total: number, seed: number, now: Instant): void {
    const db = this.#db;
    const matcher = new RefundMatcher();
    const random = seededRandom(seed + 2);
    const atOnce = Math.ceil(total / STEPS);
    let done = 0;
    let ended = false;
    while (!ended) {
      db.transaction(() => {
        for (let i = 0; i < atOnce; i++) {
          const next = rows.next();
          if (next.done) {
            ended = true;
            return;
          }
          tables.insertMovement(db, next.value);
          const paid = matcher.next(next.value);
          if (paid !== null) tables.insertRefund(db, paid, next.value);
          const dispute = disputeOver(random, next.value, now);
          if (dispute !== null) insertDispute(db, next.value.customer, next.value.id, dispute);
          done++;
        }
      });
      this.#onProgress(done, total);
    }
  }

  #insert(customer: DemoCustomer): void {
    const hash = this.#hash;
    const { phone, email, idNumber, cards } = customer;
    tables.insertCustomer(this.#db, customer, [
      hash('phone', phone),
      hash('email', email),
      ...(idNumber === null ? [] : [hash('id-number', idNumber)]),
      ...cards.map((card) => hash('card', card.number)),
    ]);
  }
}

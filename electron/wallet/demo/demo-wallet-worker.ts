import type { WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { serveWorker } from '#electron/sqlite/worker.ts';
import { accountCard, summary } from '#electron/wallet/demo/account-card.ts';
import { hopsOf } from '#electron/wallet/demo/hops.ts';
import { type DemoCustomer, makeCustomers } from '#electron/wallet/demo/make-customers.ts';
import { type DemoTransaction, makeTransactions, TRANSACTIONS } from '#electron/wallet/demo/make-transactions.ts';
import * as tables from '#electron/wallet/demo/tables/wallet-tables.ts';
import { keyedHasher } from '#electron/wallet/keyed-hash.ts';
import { seededRandom } from '#shared/lib/random.ts';
import type { Account, CustomerSummary } from '#shared/wallet/account.ts';
import { findSensitive } from '#shared/wallet/find-sensitive.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

const ROWS_A_COMMIT = 20_000;

const toTransaction = (row: DemoTransaction): Transaction =>
  ({
    id: row.id,
    customerId: row.customer,
    kind: row.kind,
    amount: { minor: row.minor, currency: row.currency },
    status: row.status,
    rawStatus: row.rawStatus,
    ...(row.failureCode === null ? {} : { failureCode: row.failureCode }),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    ...(row.expectedBy === null ? {} : { expectedBy: row.expectedBy }),
    counterparty: row.counterparty,
    rail: row.rail,
    reference: row.reference,
    hops: hopsOf(row),
  }) as Transaction;

function handlersOver(db: WriteDb, hash: ReturnType<typeof keyedHasher>, emit: (event: unknown) => void) {
  const seedRows = (rows: Generator<DemoTransaction>): void => {
    let done = 0;
    let ended = false;
    while (!ended) {
      db.transaction(() => {
        for (let i = 0; i < ROWS_A_COMMIT; i++) {
          const next = rows.next();
          if (next.done) {
            ended = true;
            return;
          }
          tables.insertMovement(db, next.value);
          done++;
        }
      });
      emit({ done, total: TRANSACTIONS });
    }
  };
  const hashes = (customer: DemoCustomer) => [
    hash('phone', customer.phone),
    hash('email', customer.email),
    ...(customer.idNumber === null ? [] : [hash('id-number', customer.idNumber)]),
    ...customer.cards.map((card) => hash('card', card.number)),
  ];
  return {
    /** Fills the wallet once; what a stop in the middle left is done again. */
    seed: (seed: number, now: number): void => {
      if (tables.walletFact(db, 'seeded') !== null) return;
      tables.emptyWallet(db);
      const random = seededRandom(seed);
      const customers = makeCustomers(random, now);
      db.transaction(() => {
        for (const customer of customers) tables.insertCustomer(db, customer, hashes(customer));
      });
      seedRows(makeTransactions(random, customers, now));
      db.transaction(() => {
        tables.indexOpenMovements(db);
        tables.setWalletFact(db, 'seeded', String(now));
      });
    },
    find: (text: string, limit: number): CustomerSummary[] => {
      const wanted = text.trim();
      if (wanted === '') return [];
      const found = new Map<string, DemoCustomer>();
      const byId = tables.customerById(db, wanted.toUpperCase());
      if (byId) found.set(byId.id, byId);
      for (const value of findSensitive(wanted)) {
        const owner = tables.customerByHash(db, hash(value.kind, value.raw));
        if (owner) found.set(owner.id, owner);
      }
      if (found.size === 0) for (const customer of tables.customersByName(db, wanted, limit)) found.set(customer.id, customer);
      return [...found.values()].slice(0, limit).map(summary);
    },
    account: (id: string, now: number): Account | null => {
      const customer = tables.customerById(db, id);
      return customer && accountCard(customer, now, (since) => tables.spentSince(db, id, since), tables.pendingIn(db, id));
    },
    page: (id: string, from: { at: number; id: string } | null, limit: number): Transaction[] => tables.movementsOf(db, id, from, limit).map(toTransaction),
    exists: (id: string): boolean => tables.customerById(db, id) !== null,
    open: (minor: number, since: number, limit: number): Transaction[] => tables.openMovements(db, minor, since, limit).map(toTransaction),
    some: (limit: number): CustomerSummary[] => tables.someCustomers(db, limit).map(summary),
  };
}

export type DemoWalletHandlers = ReturnType<typeof handlersOver>;

serveWorker(async ({ file, key, hashKey }: { file: string; key: Uint8Array | null; hashKey: Uint8Array }, emit) => {
  // The demo wallet can be made again from its seed, so commits need not wait for the disk.
  const db = openForWriting({ file, key, synchronous: 'NORMAL', logger: null, cacheKib: 8192 });
  migrate(db, tables.walletMigrations);
  return { handlers: handlersOver(db, keyedHasher(hashKey, 'wallet identity'), emit), stop: () => db.close() };
});

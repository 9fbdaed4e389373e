import type { WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { serveWorker } from '#electron/sqlite/worker.ts';
import { accountCard, summary } from '#electron/wallet/demo/account-card.ts';
import { promotionsFor } from '#electron/wallet/demo/campaigns.ts';
import type { LateHandlers } from '#electron/wallet/demo/late-handlers.ts';
import type { DemoCustomer } from '#electron/wallet/demo/make-customers.ts';
import type { DemoTransaction } from '#electron/wallet/demo/make-transactions.ts';
import type { PhoneMessage } from '#electron/wallet/demo/phone.ts';
import { revealField } from '#electron/wallet/demo/reveal-field.ts';
import { Seeding } from '#electron/wallet/demo/seeding.ts';
import { shownTransactions } from '#electron/wallet/demo/shown-transactions.ts';
import * as changes from '#electron/wallet/demo/tables/change-tables.ts';
import { walletMigrations } from '#electron/wallet/demo/tables/wallet-migrations.ts';
import * as tables from '#electron/wallet/demo/tables/wallet-tables.ts';
import { keyedHasher } from '#electron/wallet/keyed-hash.ts';
import type { AccountField } from '#shared/desk/reasons.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { Account, CustomerSummary } from '#shared/wallet/account.ts';
import type { ActionLimits } from '#shared/wallet/action-limits.ts';
import { findSensitive } from '#shared/wallet/find-sensitive.ts';
import type { Promotion } from '#shared/wallet/promotion.ts';
import type { ActRequest } from '#shared/wallet/proof.ts';
import type { SecurityEvent } from '#shared/wallet/security-event.ts';
import type { Transaction, TransactionFilter } from '#shared/wallet/transaction.ts';
import type { KnowledgeAnswers } from '#shared/wallet/verification.ts';

type Mark = { readonly at: number; readonly id: string };

export interface DemoWalletData {
  readonly file: string;
  readonly key: Uint8Array | null;
  readonly hashKey: Uint8Array;
  /** The public keys (PEM) of the desks whose proofs are believed. */
  readonly deskKeys: readonly string[];
  readonly limits: ActionLimits;
}

function readingOver(db: WriteDb, hash: ReturnType<typeof keyedHasher>) {
  return {
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
    page: (id: string, from: Mark | null, limit: number, filter: TransactionFilter): Transaction[] =>
      shownTransactions(db, id, tables.movementsOf(db, id, from, limit, filter)),
    reveal: (id: string, field: AccountField): string | null => {
      const customer = tables.customerById(db, id);
      return customer && revealField(customer, field);
    },
    exists: (id: string): boolean => tables.customerById(db, id) !== null,
    open: (minor: number, since: number, limit: number): Transaction[] =>
      tables.openMovements(db, minor, since, limit).flatMap((row) => shownTransactions(db, row.customer, [row])),
    some: (limit: number): CustomerSummary[] => tables.someCustomers(db, limit).map(summary),
    events: (id: string, from: Mark | null, limit: number): SecurityEvent[] => changes.securityEventsOf(db, id, from, limit),
    promotions: (id: string, now: number): readonly Promotion[] | null => {
      const customer = tables.customerById(db, id);
      return customer && promotionsFor(customer, changes.couponsOf(db, id), now);
    },
    phone: (id: string, limit: number): PhoneMessage[] => changes.phoneMessagesOf(db, id, limit),
  };
}

function handlersOver(db: WriteDb, { hashKey, deskKeys, limits }: DemoWalletData, emit: (event: unknown) => void) {
  const hash = keyedHasher(hashKey, 'wallet identity');
  const seeding = new Seeding(db, hash, (done, total) => emit({ done, total }));
  // Most of a desk's days nobody acts: what checks and acts, with its schemas, takes its memory when it is first asked for.
  let loaded: Promise<LateHandlers> | null = null;
  const late = (): Promise<LateHandlers> => {
    loaded ??= import('#electron/wallet/demo/late-handlers.ts').then(({ lateHandlers }) => lateHandlers(db, hash, deskKeys, limits));
    return loaded;
  };
  return {
    seed: (seed: number, now: number, customers: number): void => seeding.fill(seed, now, customers),
    add: (customers: readonly DemoCustomer[], rows: readonly DemoTransaction[]): void => seeding.add(customers, rows),
    ...readingOver(db, hash),
    checkedPeople: async (now: number) => (await late()).checkedPeople(now),
    verification: async (id: string, caseId: CaseId, now: number) => (await late()).verification(id, caseId, now),
    beginCode: async (id: string, caseId: CaseId, now: number) => (await late()).beginCode(id, caseId, now),
    checkCode: async (id: string, caseId: CaseId, code: string, now: number) => (await late()).checkCode(id, caseId, code, now),
    beginKnowledge: async (id: string, caseId: CaseId, now: number) => (await late()).beginKnowledge(id, caseId, now),
    answerKnowledge: async (id: string, caseId: CaseId, answers: KnowledgeAnswers, now: number) => (await late()).answerKnowledge(id, caseId, answers, now),
    act: async (request: ActRequest, now: number) => (await late()).act(request, now),
    status: async (key: string) => (await late()).status(key),
  };
}

export type DemoWalletHandlers = ReturnType<typeof handlersOver>;

serveWorker(async (data: DemoWalletData, emit) => {
  const { file, key } = data;
  // The demo wallet can be made again from its seed, so commits need not wait for the disk.
  const db = openForWriting({ file, key, synchronous: 'NORMAL', logger: null, cacheKib: 8192 });
  migrate(db, walletMigrations);
  return { handlers: handlersOver(db, data, emit), stop: () => db.close() };
});

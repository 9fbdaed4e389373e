import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import type { Migration } from '#electron/sqlite/migrate.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { DemoCustomer } from '#electron/wallet/demo/make-customers.ts';
import type { DemoTransaction } from '#electron/wallet/demo/make-transactions.ts';

/** The form of wallet.db. Frozen steps. */
export const walletMigrations: readonly Migration[] = [
  {
    version: 10,
    name: 'customers and transactions',
    up: (db) =>
      db.script(sql`
        CREATE TABLE customer (id TEXT PRIMARY KEY, name TEXT NOT NULL, latin TEXT NOT NULL, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX customer_name ON customer (name);
        CREATE INDEX customer_latin ON customer (latin);
        CREATE TABLE identity (hash BLOB PRIMARY KEY, customer TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE movement (
          customer TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          id TEXT NOT NULL,
          kind TEXT NOT NULL,
          minor INTEGER NOT NULL,
          currency TEXT NOT NULL,
          status TEXT NOT NULL,
          raw_status TEXT NOT NULL,
          failure_code TEXT,
          updated_at INTEGER NOT NULL,
          expected_by INTEGER,
          counterparty TEXT NOT NULL,
          rail TEXT NOT NULL,
          reference TEXT NOT NULL,
          PRIMARY KEY (customer, created_at, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
      `),
  },
];

export function insertCustomer(db: WriteDb, customer: DemoCustomer, hashes: readonly Uint8Array[]): void {
  db.run(
    sql`INSERT INTO customer (id, name, latin, json) VALUES (${customer.id}, ${customer.name}, ${customer.latin.toLowerCase()}, ${JSON.stringify(customer)})`,
  );
  for (const hash of hashes) db.run(sql`INSERT INTO identity (hash, customer) VALUES (${Buffer.from(hash)}, ${customer.id}) ON CONFLICT DO NOTHING`);
}

export function insertMovement(db: WriteDb, t: DemoTransaction): void {
  db.run(
    sql`INSERT INTO movement (customer, created_at, id, kind, minor, currency, status, raw_status, failure_code, updated_at, expected_by, counterparty, rail, reference)
        VALUES (${t.customer}, ${t.createdAt}, ${t.id}, ${t.kind}, ${t.minor}, ${t.currency}, ${t.status}, ${t.rawStatus}, ${t.failureCode},
                ${t.updatedAt}, ${t.expectedBy}, ${t.counterparty}, ${t.rail}, ${t.reference})`,
  );
}

/** The index for a stranger's amount: only what is on the way or failed; built after the rows are in. */
export function indexOpenMovements(db: WriteDb): void {
  db.script(sql`CREATE INDEX movement_open ON movement (minor, created_at) WHERE status IN ('created', 'pending', 'processing', 'failed', 'refunding')`);
}

interface MovementRow {
  readonly customer: string;
  readonly created_at: number;
  readonly id: string;
  readonly kind: string;
  readonly minor: number;
  readonly currency: string;
  readonly status: string;
  readonly raw_status: string;
  readonly failure_code: string | null;
  readonly updated_at: number;
  readonly expected_by: number | null;
  readonly counterparty: string;
  readonly rail: string;
  readonly reference: string;
}

const movement = (row: MovementRow): DemoTransaction =>
  ({
    id: row.id,
    customer: row.customer,
    kind: row.kind,
    minor: row.minor,
    currency: row.currency,
    status: row.status,
    rawStatus: row.raw_status,
    failureCode: row.failure_code,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    expectedBy: row.expected_by,
    counterparty: row.counterparty,
    rail: row.rail,
    reference: row.reference,
  }) as DemoTransaction;

/** Newest first, older than the mark; null is before the newest. */
export function movementsOf(db: ReadDb, customer: string, mark: { at: number; id: string } | null, limit: number): DemoTransaction[] {
  const older = mark === null ? sql`` : sql`AND (created_at, id) < (${mark.at}, ${mark.id})`;
  return db.all<MovementRow>(sql`SELECT * FROM movement WHERE customer = ${customer} ${older} ORDER BY created_at DESC, id DESC LIMIT ${limit}`).map(movement);
}

/** What is on its way or failed, of an amount in either direction, since a moment; newest first. */
export function openMovements(db: ReadDb, minor: number, since: number, limit: number): DemoTransaction[] {
  return db
    .all<MovementRow>(
      sql`SELECT * FROM movement WHERE minor IN (${minor}, ${-minor}) AND created_at >= ${since}
          AND status IN ('created', 'pending', 'processing', 'failed', 'refunding') ORDER BY created_at DESC LIMIT ${limit}`,
    )
    .map(movement);
}

/** What left a customer's balance since a moment, in minor units. */
export function spentSince(db: ReadDb, customer: string, since: number): number {
  const row = db.get<{ spent: number | null }>(
    sql`SELECT -sum(minor) AS spent FROM movement WHERE customer = ${customer} AND created_at >= ${since} AND minor < 0 AND status = 'succeeded'`,
  );
  return row?.spent ?? 0;
}

/** What is on its way to a customer, in minor units. */
export function pendingIn(db: ReadDb, customer: string): number {
  const row = db.get<{ minor: number | null }>(
    sql`SELECT sum(minor) AS minor FROM movement WHERE customer = ${customer} AND minor > 0 AND status IN ('created', 'pending', 'processing', 'refunding')`,
  );
  return row?.minor ?? 0;
}

const customer = (row: { json: string } | undefined): DemoCustomer | null => (row ? (JSON.parse(row.json) as DemoCustomer) : null);

export function customerById(db: ReadDb, id: string): DemoCustomer | null {
  return customer(db.get(sql`SELECT json FROM customer WHERE id = ${id}`));
}

export function customerByHash(db: ReadDb, hash: Uint8Array): DemoCustomer | null {
  return customer(db.get(sql`SELECT json FROM customer WHERE id = (SELECT customer FROM identity WHERE hash = ${Buffer.from(hash)})`));
}

/** Those whose name, in characters or in letters, begins with the text. */
export function customersByName(db: ReadDb, text: string, limit: number): DemoCustomer[] {
  const latin = text.toLowerCase();
  const rows = db.all<{ json: string }>(
    sql`SELECT json FROM customer WHERE (name >= ${text} AND name < ${`${text}\uffff`}) OR (latin >= ${latin} AND latin < ${`${latin}\uffff`}) LIMIT ${limit}`,
  );
  return rows.flatMap((row) => customer(row) ?? []);
}

/** A page of customers in the order of their ids, for the simulation. */
export function someCustomers(db: ReadDb, limit: number): DemoCustomer[] {
  return db.all<{ json: string }>(sql`SELECT json FROM customer ORDER BY id LIMIT ${limit}`).flatMap((row) => customer(row) ?? []);
}

export function walletFact(db: ReadDb, name: string): string | null {
  return db.get<{ value: string }>(sql`SELECT value FROM fact WHERE name = ${name}`)?.value ?? null;
}

export function setWalletFact(db: WriteDb, name: string, value: string): void {
  db.run(sql`INSERT INTO fact (name, value) VALUES (${name}, ${value})`);
}

/** Empties what a seeding cut short left. */
export function emptyWallet(db: WriteDb): void {
  db.script(sql`DELETE FROM movement; DELETE FROM identity; DELETE FROM customer; DROP INDEX IF EXISTS movement_open`);
}

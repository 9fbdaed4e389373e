import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { type Query, sql } from '#electron/sqlite/sql.ts';
import type { DemoCustomer } from '#electron/wallet/demo/make-customers.ts';
import type { DemoTransaction } from '#electron/wallet/demo/make-transactions.ts';
import type { TransactionFilter } from '#shared/wallet/transaction.ts';

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

/** The conditions of a filter beside the customer; none for an empty one. */
function conditions(filter: TransactionFilter): readonly Query[] {
  const { text, minorFrom, minorTo, since, until, kinds, statuses } = filter;
  return [
    ...(text === undefined ? [] : [sql`(instr(lower(counterparty), lower(${text})) > 0 OR instr(lower(reference), lower(${text})) > 0)`]),
    ...(minorFrom === undefined ? [] : [sql`abs(minor) >= ${minorFrom}`]),
    ...(minorTo === undefined ? [] : [sql`abs(minor) <= ${minorTo}`]),
    ...(since === undefined ? [] : [sql`created_at >= ${since}`]),
    ...(until === undefined ? [] : [sql`created_at < ${until}`]),
    ...(kinds === undefined ? [] : [sql`kind IN (SELECT value FROM json_each(${JSON.stringify(kinds)}))`]),
    ...(statuses === undefined ? [] : [sql`status IN (SELECT value FROM json_each(${JSON.stringify(statuses)}))`]),
  ];
}

/** Newest first, older than the mark; null is before the newest. */
export function movementsOf(
  db: ReadDb,
  customer: string,
  mark: { at: number; id: string } | null,
  limit: number,
  filter: TransactionFilter = {},
): DemoTransaction[] {
  const older = mark === null ? [] : [sql`(created_at, id) < (${mark.at}, ${mark.id})`];
  const where = sql.join([sql`customer = ${customer}`, ...older, ...conditions(filter)], ' AND ');
  return db.all<MovementRow>(sql`SELECT * FROM movement WHERE ${where} ORDER BY created_at DESC, id DESC LIMIT ${limit}`).map(movement);
}

/** How many transactions a customer has. */
export function countMovements(db: ReadDb, customer: string): number {
  return db.get<{ n: number }>(sql`SELECT count(*) AS n FROM movement WHERE customer = ${customer}`)?.n ?? 0;
}

/** One transaction of a customer, or null. */
export function movementById(db: ReadDb, customer: string, id: string): DemoTransaction | null {
  const row = db.get<MovementRow>(sql`SELECT * FROM movement WHERE customer = ${customer} AND id = ${id}`);
  return row ? movement(row) : null;
}

/** How a transaction stands from now on. */
export function setMovementStatus(db: WriteDb, t: DemoTransaction, status: string, rawStatus: string, now: number): void {
  db.run(
    sql`UPDATE movement SET status = ${status}, raw_status = ${rawStatus}, updated_at = ${now}
        WHERE customer = ${t.customer} AND created_at = ${t.createdAt} AND id = ${t.id}`,
  );
}

/** What pays back each of these transactions; by their ids. */
export function refundsOf(db: ReadDb, customer: string, paid: readonly string[]): ReadonlyMap<string, readonly DemoTransaction[]> {
  const rows = db.all<MovementRow & { readonly paid: string }>(
    sql`SELECT refund.paid, movement.* FROM refund JOIN movement USING (customer, created_at, id)
        WHERE refund.customer = ${customer} AND refund.paid IN (SELECT value FROM json_each(${JSON.stringify(paid)})) ORDER BY refund.created_at`,
  );
  const found = new Map<string, DemoTransaction[]>();
  for (const row of rows) found.set(row.paid, [...(found.get(row.paid) ?? []), movement(row)]);
  return found;
}

/** What each of these refunds pays back; by the refunds' ids. */
export function paidBy(db: ReadDb, customer: string, refunds: readonly string[]): ReadonlyMap<string, string> {
  const rows = db.all<{ id: string; paid: string }>(
    sql`SELECT id, paid FROM refund WHERE customer = ${customer} AND id IN (SELECT value FROM json_each(${JSON.stringify(refunds)}))`,
  );
  return new Map(rows.map(({ id, paid }) => [id, paid]));
}

export function insertRefund(db: WriteDb, paid: string, refund: DemoTransaction): void {
  db.run(sql`INSERT INTO refund (customer, paid, created_at, id) VALUES (${refund.customer}, ${paid}, ${refund.createdAt}, ${refund.id})`);
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

/** A customer as they are from now on. */
export function updateCustomer(db: WriteDb, customer: DemoCustomer): void {
  db.run(sql`UPDATE customer SET json = ${JSON.stringify(customer)} WHERE id = ${customer.id}`);
}

/** A value belongs to nobody any more. */
export function dropIdentity(db: WriteDb, hash: Uint8Array): void {
  db.run(sql`DELETE FROM identity WHERE hash = ${Buffer.from(hash)}`);
}

export function insertIdentity(db: WriteDb, hash: Uint8Array, customer: string): void {
  db.run(sql`INSERT INTO identity (hash, customer) VALUES (${Buffer.from(hash)}, ${customer})`);
}

export function setWalletFact(db: WriteDb, name: string, value: string): void {
  db.run(sql`INSERT INTO fact (name, value) VALUES (${name}, ${value}) ON CONFLICT DO UPDATE SET value = excluded.value`);
}

/** Empties what a seeding cut short left. */
export function emptyWallet(db: WriteDb): void {
  db.script(sql`
    DELETE FROM movement; DELETE FROM identity; DELETE FROM customer; DELETE FROM security_event; DELETE FROM refund; DELETE FROM dispute;
    DROP INDEX IF EXISTS movement_open
  `);
}

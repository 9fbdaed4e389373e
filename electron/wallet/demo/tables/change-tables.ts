import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { VerificationKind } from '#shared/wallet/verification.ts';

/** What lies in a column as JSON is written and read by this program alone. */
const parsed = <T>(rows: readonly { readonly json: string }[]): T[] => rows.map(({ json }) => JSON.parse(json) as T);

export function insertSecurityEvent(db: WriteDb, event: { readonly customerId: string; readonly at: number; readonly id: string }): void {
  db.run(sql`INSERT INTO security_event (customer, at, id, json) VALUES (${event.customerId}, ${event.at}, ${event.id}, ${JSON.stringify(event)})`);
}

/** Newest first, older than the mark; null is before the newest. */
export function securityEventsOf<T>(db: ReadDb, customer: string, mark: { at: number; id: string } | null, limit: number): T[] {
  const older = mark === null ? sql`` : sql`AND (at, id) < (${mark.at}, ${mark.id})`;
  return parsed(db.all(sql`SELECT json FROM security_event WHERE customer = ${customer} ${older} ORDER BY at DESC, id DESC LIMIT ${limit}`));
}

export function insertDispute(db: WriteDb, customer: string, paid: string, dispute: { readonly id: string }): void {
  db.run(sql`INSERT INTO dispute (customer, paid, id, json) VALUES (${customer}, ${paid}, ${dispute.id}, ${JSON.stringify(dispute)})`);
}

/** The rows about each of these transactions, by their ids. */
function about<T>(rows: readonly { readonly movement: string; readonly json: string }[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) found.set(row.movement, [...(found.get(row.movement) ?? []), JSON.parse(row.json) as T]);
  return found;
}

export function disputesOf<T>(db: ReadDb, customer: string, paid: readonly string[]): ReadonlyMap<string, readonly T[]> {
  return about(
    db.all(sql`SELECT paid AS movement, json FROM dispute WHERE customer = ${customer} AND paid IN (SELECT value FROM json_each(${JSON.stringify(paid)}))`),
  );
}

export function insertHop(db: WriteDb, customer: string, movement: string, hop: { readonly at: number }): void {
  db.run(sql`INSERT INTO added_hop (customer, movement, at, json) VALUES (${customer}, ${movement}, ${hop.at}, ${JSON.stringify(hop)})`);
}

export function addedHopsOf<T>(db: ReadDb, customer: string, movements: readonly string[]): ReadonlyMap<string, readonly T[]> {
  return about(
    db.all(
      sql`SELECT movement, json FROM added_hop WHERE customer = ${customer} AND movement IN (SELECT value FROM json_each(${JSON.stringify(movements)})) ORDER BY at`,
    ),
  );
}

export function insertCoupon(db: WriteDb, customer: string, promotion: string, now: number): void {
  db.run(sql`INSERT INTO coupon (customer, promotion, credited_at) VALUES (${customer}, ${promotion}, ${now}) ON CONFLICT DO NOTHING`);
}

/** When each promotion was last credited to a customer. */
export function couponsOf(db: ReadDb, customer: string): ReadonlyMap<string, number> {
  const rows = db.all<{ promotion: string; at: number }>(
    sql`SELECT promotion, max(credited_at) AS at FROM coupon WHERE customer = ${customer} GROUP BY promotion`,
  );
  return new Map(rows.map(({ promotion, at }) => [promotion, at]));
}

/** One kind of step as the wallet holds it; null before the first. */
export function verificationStep<T>(db: ReadDb, customer: string, caseId: string, kind: VerificationKind): T | null {
  const row = db.get<{ json: string }>(sql`SELECT json FROM verification_step WHERE customer = ${customer} AND case_id = ${caseId} AND kind = ${kind}`);
  return row ? (JSON.parse(row.json) as T) : null;
}

export function setVerificationStep(db: WriteDb, customer: string, caseId: string, kind: VerificationKind, step: unknown): void {
  db.run(
    sql`INSERT INTO verification_step (customer, case_id, kind, json) VALUES (${customer}, ${caseId}, ${kind}, ${JSON.stringify(step)})
        ON CONFLICT DO UPDATE SET json = excluded.json`,
  );
}

/** Forgets what a customer has shown of one kind, in every case. */
export function dropVerification(db: WriteDb, customer: string, kind: VerificationKind): void {
  db.run(sql`DELETE FROM verification_step WHERE customer = ${customer} AND kind = ${kind}`);
}

/** Whether a proof was used before. */
export function nonceUsed(db: ReadDb, nonce: string): boolean {
  return db.get(sql`SELECT 1 FROM used_nonce WHERE nonce = ${nonce}`) !== undefined;
}

/** A proof is used up. */
export function insertNonce(db: WriteDb, nonce: string, now: number): void {
  db.run(sql`INSERT INTO used_nonce (nonce, at) VALUES (${nonce}, ${now}) ON CONFLICT DO NOTHING`);
}

/** What a key was answered, and what it was about. */
export function outcomeOf(db: ReadDb, key: string): { readonly about: Uint8Array; readonly json: string } | null {
  return db.get<{ about: Uint8Array; json: string }>(sql`SELECT about, json FROM outcome WHERE key = ${key}`) ?? null;
}

export function setOutcome(db: WriteDb, key: string, about: Uint8Array, outcome: unknown): void {
  db.run(sql`INSERT INTO outcome (key, about, json) VALUES (${key}, ${Buffer.from(about)}, ${JSON.stringify(outcome)})`);
}

export function insertPhoneMessage(db: WriteDb, customer: string, message: unknown): void {
  db.run(sql`INSERT INTO phone_message (customer, json) VALUES (${customer}, ${JSON.stringify(message)})`);
}

/** What came to a customer's phone, newest first. */
export function phoneMessagesOf<T>(db: ReadDb, customer: string, limit: number): T[] {
  return parsed(db.all(sql`SELECT json FROM phone_message WHERE customer = ${customer} ORDER BY id DESC LIMIT ${limit}`));
}

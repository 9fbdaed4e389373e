import type { WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';

/** Shorter values would be found in what has nothing to do with the person. */
const SHORTEST = 6;

const among = (ids: readonly string[]) => sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;

/** Events as they were sent, less what was sealed in them. */
const unsealed = (events: string): string =>
  JSON.stringify((JSON.parse(events) as readonly { readonly sealed?: unknown }[]).map(({ sealed: _sealed, ...event }) => event));

/** Appends of a case, of looks at it and of reviews of it: should the log lose them they are written again without their contents. */
function unsealJournal(db: WriteDb, ids: readonly string[]): void {
  const noted = db.all<{ number: number; events: string }>(
    sql`SELECT number, events FROM journal WHERE about_kind IN ('case', 'trail', 'review') AND about_id IN ${among(ids)}`,
  );
  for (const { number, events } of noted) db.run(sql`UPDATE journal SET events = ${unsealed(events)} WHERE number = ${number}`);
}

/** Bytes are kept as base64, texts as they are; which of both a row is nothing says. */
const readings = (raw: string): string => `${raw}\n${Buffer.from(raw, 'base64').toString('utf8')}`.toLowerCase();

/** What was kept aside of the cases, and whatever holds one of the person's values. */
function dropQuarantined(db: WriteDb, ids: readonly string[], values: readonly string[]): void {
  db.run(sql`DELETE FROM quarantine WHERE case_id IN ${among(ids)}`);
  const sought = [...ids, ...values].map((value) => value.toLowerCase()).filter((value) => value.length >= SHORTEST);
  if (sought.length === 0) return;
  for (const { id } of db.all<{ id: number }>(sql`SELECT id FROM quarantine`)) {
    const row = db.get<{ fault: string; raw: string }>(sql`SELECT fault, raw FROM quarantine WHERE id = ${id}`);
    if (!row) continue;
    const text = `${row.fault.toLowerCase()}\n${readings(row.raw)}`;
    if (sought.some((value) => text.includes(value))) db.run(sql`DELETE FROM quarantine WHERE id = ${id}`);
  }
}

/**
 * Takes everything of some cases out of the ledger that somebody wrote, inside a transaction of the caller; `values`
 * are the person's own, to be found in what was kept aside. Receipts of commands stay, without their events: a repeat
 * of a command is answered as before.
 */
export function eraseFromLedger(db: WriteDb, ids: readonly string[], values: readonly string[]): void {
  if (ids.length === 0) return;
  db.run(sql`DELETE FROM draft WHERE case_id IN ${among(ids)}`);
  db.run(sql`DELETE FROM kept WHERE case_id IN ${among(ids)}`);
  db.run(sql`DELETE FROM deferred WHERE case_id IN ${among(ids)}`);
  db.run(
    sql`UPDATE outbox SET events = '[]', state = CASE state WHEN 'confirmed' THEN state ELSE 'refused' END,
          answer = CASE state WHEN 'confirmed' THEN answer ELSE '{"code":"erased"}' END
        WHERE case_id IN ${among(ids)} AND events <> '[]'`,
  );
  db.run(sql`UPDATE outbox SET command = NULL, typed = NULL WHERE case_id IN ${among(ids)} AND command IS NOT NULL`);
  for (const id of ids) db.run(sql`DELETE FROM setting WHERE scope LIKE ${`review % ${id}`}`);
  unsealJournal(db, ids);
  dropQuarantined(db, ids, values);
}

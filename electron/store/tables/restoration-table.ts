import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { OutboxEntry, RestorationRecord, Restored } from '#electron/store/port.ts';
import { entryOf, type OutboxRow } from '#electron/store/tables/ledger-tables.ts';

interface Row {
  readonly number: number;
  readonly file: string;
  readonly fault: string;
  readonly kept_as: string;
  readonly backup_at: number;
  readonly at: number;
  readonly settled: string | null;
}

/** Puts on record that a file is put back from a backup; what was under way is settled at the next start. */
export function noteRestoration(db: WriteDb, { file, fault, keptAs, backupAt, at }: Restored): void {
  db.run(sql`INSERT INTO restoration (file, fault, kept_as, backup_at, at) VALUES (${file}, ${fault}, ${keptAs}, ${backupAt}, ${at})`);
}

/** All restorations, the newest first. */
export function restorations(db: ReadDb): RestorationRecord[] {
  return db.all<Row>(sql`SELECT * FROM restoration ORDER BY number DESC`).map(
    (row) =>
      ({
        number: row.number,
        file: row.file,
        fault: row.fault,
        keptAs: row.kept_as,
        backupAt: row.backup_at,
        at: row.at,
        settled: row.settled === null ? null : JSON.parse(row.settled),
      }) as RestorationRecord,
  );
}

export function settleRestoration(db: WriteDb, number: number, settled: { readonly unknown: number; readonly again: number }): void {
  db.run(sql`UPDATE restoration SET settled = ${JSON.stringify(settled)} WHERE number = ${number}`);
}

const answerOf = (at: number): string => JSON.stringify({ code: 'restored', at });

/** Every command without an answer becomes unknown: whether it was carried out is not known after the restore of that time. To be run in a transaction. */
export function doubtUnconfirmed(db: WriteDb, at: number): void {
  db.run(sql`UPDATE outbox SET state = 'unknown', answer = ${answerOf(at)} WHERE state = 'queued'`);
  db.run(sql`UPDATE deferred SET doubtful = 1 WHERE refusal IS NULL`);
}

/** A command whose events the log has lost, and that cannot be written again, becomes unknown. */
export function doubtConfirmed(db: WriteDb, commandId: string, at: number): void {
  db.run(sql`UPDATE outbox SET state = 'unknown', answer = ${answerOf(at)} WHERE command_id = ${commandId} AND state = 'confirmed'`);
}

/** How many commands the restore of that time left unknown; those that wait may be of an older one. */
export function doubted(db: ReadDb, at: number): number {
  const counted = db.get<{ n: number }>(
    sql`SELECT (SELECT count(*) FROM outbox WHERE state = 'unknown' AND answer = ${answerOf(at)})
             + (SELECT count(*) FROM deferred WHERE doubtful = 1 AND refusal IS NULL) AS n`,
  );
  return counted?.n ?? 0;
}

/** At most `limit` confirmed commands after a row, in the order they were first noted. */
export function confirmedAfter(db: ReadDb, after: number, limit: number): { readonly row: number; readonly entry: OutboxEntry }[] {
  return db
    .all<OutboxRow & { readonly row: number }>(
      sql`SELECT rowid AS row, * FROM outbox WHERE rowid > ${after} AND state = 'confirmed' ORDER BY rowid LIMIT ${limit}`,
    )
    .map(({ row, ...outbox }) => ({ row, entry: entryOf(outbox) }));
}

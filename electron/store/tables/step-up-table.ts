import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { Authenticator, FailedProofs } from '#electron/store/port.ts';

interface Row {
  readonly id: string;
  readonly person: string;
  readonly kind: string;
  readonly sealed: string;
  readonly made_at: number;
  readonly used: number;
}

/** What a person proves by, the oldest first. */
export function authenticators(db: ReadDb, person: string): Authenticator[] {
  const rows = db.all<Row>(sql`SELECT * FROM authenticator WHERE person = ${person} ORDER BY made_at, id`);
  return rows.map(({ made_at, ...row }) => ({ ...row, madeAt: made_at }) as Authenticator);
}

/** Keeps an app in the place of the one before, a passkey beside the others. To be run in a transaction. */
export function saveAuthenticator(db: WriteDb, { id, person, kind, sealed, madeAt, used }: Authenticator): void {
  if (kind === 'totp') db.run(sql`DELETE FROM authenticator WHERE person = ${person} AND kind = ${kind}`);
  db.run(sql`INSERT INTO authenticator (id, person, kind, sealed, made_at, used) VALUES (${id}, ${person}, ${kind}, ${sealed}, ${madeAt}, ${used})`);
}

/** Notes a use, which must be newer than every one before; false where it is not. */
export function useAuthenticator(db: WriteDb, id: string, used: number): boolean {
  return db.run(sql`UPDATE authenticator SET used = ${used} WHERE id = ${id} AND used < ${used}`).changes === 1;
}

/** Takes away all that a person proves by, or one; answers how many. */
export function dropAuthenticators(db: WriteDb, person: string, id: string | null): number {
  return db.run(sql`DELETE FROM authenticator WHERE person = ${person} AND (${id} IS NULL OR id = ${id})`).changes;
}

export function failedProofs(db: ReadDb, person: string): FailedProofs | null {
  const row = db.get<{ failures: number; locked_until: number }>(sql`SELECT failures, locked_until FROM failed_proof WHERE person = ${person}`);
  return row ? { failures: row.failures, lockedUntil: row.locked_until } : null;
}

export function noteFailedProofs(db: WriteDb, person: string, failed: FailedProofs | null): void {
  if (failed === null) db.run(sql`DELETE FROM failed_proof WHERE person = ${person}`);
  else
    db.run(
      sql`INSERT INTO failed_proof (person, failures, locked_until) VALUES (${person}, ${failed.failures}, ${failed.lockedUntil})
          ON CONFLICT (person) DO UPDATE SET failures = excluded.failures, locked_until = excluded.locked_until`,
    );
}

import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { AccountRecord, FailedSignIns } from '#electron/store/port.ts';

interface AccountRow {
  readonly person: string;
  readonly login: string;
  readonly salt: Uint8Array;
  readonly verifier: Uint8Array;
  readonly cost: number;
  readonly block_size: number;
  readonly parallel: number;
  readonly must_change: number;
  readonly changed_at: number;
}

const record = ({ person, login, salt, verifier, cost, block_size, parallel, must_change, changed_at }: AccountRow): AccountRecord =>
  ({ person, login, salt, verifier, cost, blockSize: block_size, parallel, mustChange: must_change === 1, changedAt: changed_at }) as AccountRecord;

const orNull = (row: AccountRow | undefined): AccountRecord | null => (row ? record(row) : null);

export function account(db: ReadDb, person: string): AccountRecord | null {
  return orNull(db.get<AccountRow>(sql`SELECT * FROM account WHERE person = ${person}`));
}

export function accountByLogin(db: ReadDb, login: string): AccountRecord | null {
  return orNull(db.get<AccountRow>(sql`SELECT * FROM account WHERE login = ${login}`));
}

/** All of them, by login. */
export function accounts(db: ReadDb): AccountRecord[] {
  return db.all<AccountRow>(sql`SELECT * FROM account ORDER BY login`).map(record);
}

/** Adds an account, inside a transaction of the caller; false where person or login have one, or with `first` anybody has. */
export function addAccount(db: WriteDb, added: AccountRecord, first: boolean): boolean {
  if (first && db.get(sql`SELECT 1 FROM account LIMIT 1`) !== undefined) return false;
  const { person, login, salt, verifier, cost, blockSize, parallel, mustChange, changedAt } = added;
  const { changes } = db.run(
    sql`INSERT INTO account (person, login, salt, verifier, cost, block_size, parallel, must_change, changed_at)
        VALUES (${person}, ${login}, ${salt}, ${verifier}, ${cost}, ${blockSize}, ${parallel}, ${mustChange ? 1 : 0}, ${changedAt})
        ON CONFLICT DO NOTHING`,
  );
  return changes === 1;
}

/** Replaces what a person's password is checked by; the login stays. */
export function changeAccount(db: WriteDb, { person, salt, verifier, cost, blockSize, parallel, mustChange, changedAt }: AccountRecord): boolean {
  const { changes } = db.run(
    sql`UPDATE account SET salt = ${salt}, verifier = ${verifier}, cost = ${cost}, block_size = ${blockSize}, parallel = ${parallel},
          must_change = ${mustChange ? 1 : 0}, changed_at = ${changedAt}
        WHERE person = ${person}`,
  );
  return changes === 1;
}

/** How many logins that failed are remembered. */
const REMEMBERED = 1_000;

export function failedSignIns(db: ReadDb, digest: string): FailedSignIns | null {
  const row = db.get<{ failures: number; locked_until: number }>(sql`SELECT failures, locked_until FROM failed_sign_in WHERE login_digest = ${digest}`);
  return row ? { failures: row.failures, lockedUntil: row.locked_until } : null;
}

/** Notes or forgets the failures of a login, inside a transaction of the caller; the oldest beyond a thousand are forgotten. */
export function noteFailedSignIns(db: WriteDb, digest: string, failed: FailedSignIns | null, at: number): void {
  if (failed === null) {
    db.run(sql`DELETE FROM failed_sign_in WHERE login_digest = ${digest}`);
    return;
  }
  db.run(
    sql`INSERT INTO failed_sign_in (login_digest, failures, locked_until, at) VALUES (${digest}, ${failed.failures}, ${failed.lockedUntil}, ${at})
        ON CONFLICT (login_digest) DO UPDATE SET failures = excluded.failures, locked_until = excluded.locked_until, at = excluded.at`,
  );
  db.run(sql`DELETE FROM failed_sign_in WHERE at < (SELECT at FROM failed_sign_in ORDER BY at DESC LIMIT 1 OFFSET ${REMEMBERED})`);
}

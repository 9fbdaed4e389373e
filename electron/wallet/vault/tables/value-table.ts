import { randomBytes } from 'node:crypto';
import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import type { Migration } from '#electron/sqlite/migrate.ts';
import { sql } from '#electron/sqlite/sql.ts';

/** The form of vault.db. Frozen steps. */
export const vaultMigrations: readonly Migration[] = [
  {
    version: 10,
    name: 'values',
    up: (db) =>
      db.script(sql`
        CREATE TABLE value (
          token TEXT PRIMARY KEY,
          kind TEXT NOT NULL,
          hash BLOB NOT NULL UNIQUE,
          raw TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
      `),
  },
];

/** The token of a keyed hash, or null. */
export function tokenOf(db: ReadDb, hash: Uint8Array): string | null {
  return db.get<{ token: string }>(sql`SELECT token FROM value WHERE hash = ${Buffer.from(hash)}`)?.token ?? null;
}

/** The token of a value, made on first sight: 128 random bits, nothing of the value. */
export function putValue(db: WriteDb, kind: string, raw: string, hash: Uint8Array): string {
  const known = tokenOf(db, hash);
  if (known !== null) return known;
  const token = `tok_${randomBytes(16).toString('hex')}`;
  db.run(sql`INSERT INTO value (token, kind, hash, raw) VALUES (${token}, ${kind}, ${Buffer.from(hash)}, ${raw})`);
  return token;
}

/** Forgets a value with its token. */
export function dropValue(db: WriteDb, token: string): void {
  db.run(sql`DELETE FROM value WHERE token = ${token}`);
}

export function revealValue(db: ReadDb, token: string): { kind: string; raw: string } | null {
  return db.get<{ kind: string; raw: string }>(sql`SELECT kind, raw FROM value WHERE token = ${token}`) ?? null;
}

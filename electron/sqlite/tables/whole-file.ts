import type { ReadDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';

/** Reads every page and compares every index with its table; what is wrong, in one line of up to 500 characters, or null. */
export function findDamage(db: ReadDb): string | null {
  const found = db.all<{ integrity_check: string }>(sql`PRAGMA integrity_check`).map((row) => row.integrity_check);
  return found.length === 1 && found[0] === 'ok'
    ? null
    : found
        .join('; ')
        .replaceAll(/\s*\n\s*/g, '; ')
        .slice(0, 500);
}

/** The version of a file's form. */
export function formOf(db: ReadDb): number {
  return db.get<{ user_version: number }>(sql`PRAGMA user_version`)?.user_version ?? 0;
}

/** Writes the database as it is at one moment into a new file, encrypted with the same key; the database may be open for reading alone. */
export function copyInto(db: ReadDb, file: string): void {
  db.perform(sql`VACUUM INTO ${file}`);
}

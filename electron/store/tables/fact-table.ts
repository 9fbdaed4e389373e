import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';

/** `cursor`: up to where the log was taken in. `in-use`: set while a writer has the file open, so that an unclean end shows. */
export type Fact = 'cursor' | 'in-use';

export function readFact(db: ReadDb, name: Fact): string | null {
  return db.get<{ value: string }>(sql`SELECT value FROM fact WHERE name = ${name}`)?.value ?? null;
}

export function writeFact(db: WriteDb, name: Fact, value: string): void {
  db.run(sql`INSERT INTO fact (name, value) VALUES (${name}, ${value}) ON CONFLICT (name) DO UPDATE SET value = excluded.value`);
}

export function dropFact(db: WriteDb, name: Fact): void {
  db.run(sql`DELETE FROM fact WHERE name = ${name}`);
}

/** Reads every page once; what is wrong, or null. */
export function findDamage(db: ReadDb): string | null {
  const found = db.all<{ quick_check: string }>(sql`PRAGMA quick_check`).map((row) => row.quick_check);
  return found.length === 1 && found[0] === 'ok' ? null : found.join('; ').slice(0, 500);
}

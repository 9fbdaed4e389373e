import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';

/** `cursor`: up to where the log was taken in. */
export type Fact = 'cursor';

export function readFact(db: ReadDb, name: Fact): string | null {
  return db.get<{ value: string }>(sql`SELECT value FROM fact WHERE name = ${name}`)?.value ?? null;
}

export function writeFact(db: WriteDb, name: Fact, value: string): void {
  db.run(sql`INSERT INTO fact (name, value) VALUES (${name}, ${value}) ON CONFLICT (name) DO UPDATE SET value = excluded.value`);
}

import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';

/** Counts one commit inside its own transaction; answers how many there were. Every marked file has a table `fact (name, value)`. */
export function countCommit(db: WriteDb): number {
  const counted = db.get<{ value: string }>(
    sql`INSERT INTO fact (name, value) VALUES ('commits', '1') ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value`,
  );
  return Number(counted?.value);
}

/** How many commits a file holds; 0 in a form from before they were counted. */
export function commitsOf(db: ReadDb): number {
  const table = db.get(sql`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'fact'`);
  if (table === undefined) return 0;
  return Number(db.get<{ value: string }>(sql`SELECT value FROM fact WHERE name = 'commits'`)?.value ?? 0);
}

/** Sets the count forward, after a restore: no number is ever given twice. */
export function setCommits(db: WriteDb, commits: number): void {
  db.run(sql`INSERT INTO fact (name, value) VALUES ('commits', ${String(commits)}) ON CONFLICT (name) DO UPDATE SET value = excluded.value`);
}

/** How many rows this connection has changed since it was opened. */
export function rowsChanged(db: ReadDb): number {
  return db.get<{ n: number }>(sql`SELECT total_changes() AS n`)?.n ?? 0;
}

import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { OpenFault } from '#electron/sqlite/open-fault.ts';
import { sql } from '#electron/sqlite/sql.ts';

/** One frozen step of a file's form; versions go by tens, so that a fix can come between. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly up: (db: WriteDb) => void;
}

/** The version of a file's form, 0 for an empty one; a file from a newer program is refused. */
export function refuseNewer(db: ReadDb, migrations: readonly Migration[]): number {
  const found = db.get<{ user_version: number }>(sql`PRAGMA user_version`)?.user_version ?? 0;
  const newest = migrations.at(-1)?.version ?? 0;
  if (found > newest) throw new OpenFault('newer-version', db.file, `made by a newer version (form ${found}, this one knows ${newest})`);
  return found;
}

/** Brings a file to the newest form, each step in a transaction of its own; a file from a newer program is refused. Answers the version it found. */
export function migrate(db: WriteDb, migrations: readonly Migration[]): number {
  const found = refuseNewer(db, migrations);
  for (const migration of migrations) {
    if (migration.version <= found) continue;
    db.transaction(() => {
      migration.up(db);
      db.setVersion(migration.version);
    });
  }
  return found;
}

import type { Migration } from '#electron/sqlite/migrate.ts';
import { sql } from '#electron/sqlite/sql.ts';

/** The form of engine.db. Frozen steps: a change is a new step. */
export const engineMigrations: readonly Migration[] = [
  {
    version: 10,
    name: 'log, blobs, keys, threads',
    up: (db) =>
      db.script(sql`
        CREATE TABLE event (
          position INTEGER PRIMARY KEY AUTOINCREMENT,
          id TEXT NOT NULL UNIQUE,
          about_kind TEXT NOT NULL,
          about_id TEXT NOT NULL,
          grp TEXT NOT NULL,
          recorded_at INTEGER NOT NULL,
          json TEXT NOT NULL
        ) STRICT;
        CREATE INDEX event_about ON event (about_kind, about_id, position);
        CREATE INDEX event_group ON event (grp, position);
        CREATE TABLE blob (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE data_key (
          about_kind TEXT NOT NULL,
          about_id TEXT NOT NULL,
          key BLOB,
          PRIMARY KEY (about_kind, about_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE thread (
          channel TEXT NOT NULL,
          thread TEXT NOT NULL,
          case_id TEXT NOT NULL,
          PRIMARY KEY (channel, thread)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
      `),
  },
];

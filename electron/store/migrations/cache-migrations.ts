import type { Migration } from '#electron/sqlite/migrate.ts';
import { sql } from '#electron/sqlite/sql.ts';

/** The form of cache.db. Frozen steps. Each view of the inbox has an index that holds its order. */
export const cacheMigrations: readonly Migration[] = [
  {
    version: 10,
    name: 'events, rows, search',
    up: (db) =>
      db.script(sql`
        CREATE TABLE event (
          position INTEGER PRIMARY KEY,
          case_id TEXT NOT NULL,
          json TEXT NOT NULL
        ) STRICT;
        CREATE INDEX event_case ON event (case_id, position);
        CREATE TABLE case_row (
          id TEXT PRIMARY KEY,
          queue TEXT NOT NULL,
          status TEXT NOT NULL,
          owner TEXT,
          intended_for TEXT,
          customer TEXT,
          priority INTEGER NOT NULL,
          opened_at INTEGER NOT NULL,
          active_at INTEGER NOT NULL,
          waiting_since INTEGER,
          snoozed_until INTEGER,
          json TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX row_status_active ON case_row (status, active_at);
        CREATE INDEX row_owner ON case_row (owner, status, active_at);
        CREATE INDEX row_active ON case_row (active_at);
        CREATE INDEX row_customer ON case_row (customer, active_at);
        CREATE INDEX row_snoozed ON case_row (snoozed_until) WHERE snoozed_until IS NOT NULL;
        CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE searchable (
          id INTEGER PRIMARY KEY,
          case_id TEXT NOT NULL,
          entry TEXT,
          at INTEGER NOT NULL,
          text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX searchable_case ON searchable (case_id);
        CREATE VIRTUAL TABLE word USING fts5(terms, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0', detail=none);
        CREATE TABLE token_place (token TEXT NOT NULL, searchable INTEGER NOT NULL, PRIMARY KEY (token, searchable)) STRICT, WITHOUT ROWID;
      `),
  },
];

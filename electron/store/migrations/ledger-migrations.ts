import type { Migration } from '#electron/sqlite/migrate.ts';
import { sql } from '#electron/sqlite/sql.ts';

/** The form of ledger.db, which is never erased. Frozen steps. */
export const ledgerMigrations: readonly Migration[] = [
  {
    version: 10,
    name: 'drafts, outbox, settings, quarantine',
    up: (db) =>
      db.script(sql`
        CREATE TABLE draft (
          case_id TEXT NOT NULL,
          person TEXT NOT NULL,
          kind TEXT NOT NULL,
          text TEXT NOT NULL,
          attachments TEXT NOT NULL,
          saved_at INTEGER NOT NULL,
          PRIMARY KEY (person, case_id, kind)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE outbox (
          command_id TEXT PRIMARY KEY,
          case_id TEXT NOT NULL,
          person TEXT NOT NULL,
          events TEXT NOT NULL,
          expected INTEGER NOT NULL,
          state TEXT NOT NULL,
          answer TEXT,
          at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX outbox_queued ON outbox (at) WHERE state = 'queued';
        CREATE TABLE setting (scope TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE quarantine (
          id INTEGER PRIMARY KEY,
          came_from TEXT NOT NULL,
          fault TEXT NOT NULL,
          raw TEXT NOT NULL,
          at INTEGER NOT NULL
        ) STRICT;
      `),
  },
  {
    version: 20,
    name: 'what is kept aside is kept once',
    // A log that is read again from its beginning meets the same faults again. Rows of form 10 have no digest.
    up: (db) =>
      db.script(sql`
        ALTER TABLE quarantine ADD COLUMN digest TEXT;
        CREATE UNIQUE INDEX quarantine_once ON quarantine (digest);
      `),
  },
  {
    version: 30,
    name: 'accounts, and sign-ins that failed',
    up: (db) =>
      db.script(sql`
        CREATE TABLE account (
          person TEXT PRIMARY KEY,
          login TEXT NOT NULL UNIQUE,
          salt BLOB NOT NULL,
          verifier BLOB NOT NULL,
          cost INTEGER NOT NULL,
          block_size INTEGER NOT NULL,
          parallel INTEGER NOT NULL,
          must_change INTEGER NOT NULL,
          changed_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE failed_sign_in (
          login_digest TEXT PRIMARY KEY,
          failures INTEGER NOT NULL,
          locked_until INTEGER NOT NULL,
          at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX failed_sign_in_oldest ON failed_sign_in (at);
      `),
  },
  {
    version: 40,
    name: 'what was appended to a log that lies elsewhere',
    up: (db) =>
      db.script(sql`
        CREATE TABLE journal (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          desk TEXT NOT NULL,
          first_id TEXT NOT NULL,
          about_kind TEXT NOT NULL,
          about_id TEXT NOT NULL,
          events TEXT NOT NULL,
          expected INTEGER,
          state TEXT NOT NULL,
          engine TEXT,
          at INTEGER NOT NULL,
          UNIQUE (desk, first_id)
        ) STRICT;
        CREATE INDEX journal_unanswered ON journal (desk, number) WHERE state = 'sent';
      `),
  },
  {
    version: 50,
    name: 'commands that wait for the engine',
    up: (db) =>
      db.script(sql`
        CREATE TABLE deferred (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          command_id TEXT NOT NULL UNIQUE,
          case_id TEXT NOT NULL,
          role TEXT NOT NULL,
          person TEXT NOT NULL,
          command TEXT NOT NULL,
          at INTEGER NOT NULL,
          refusal TEXT
        ) STRICT;
      `),
  },
  {
    version: 60,
    name: 'facts of the file, and what was restored from a backup',
    up: (db) =>
      db.script(sql`
        CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE restoration (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          file TEXT NOT NULL,
          fault TEXT NOT NULL,
          kept_as TEXT NOT NULL,
          backup_at INTEGER NOT NULL,
          at INTEGER NOT NULL,
          settled TEXT
        ) STRICT;
      `),
  },
  {
    version: 70,
    name: 'commands with their words, drafts by version, words that found no room',
    // Rows of the outbox of older forms have no command: they can only be appended as they were decided.
    up: (db) =>
      db.script(sql`
        ALTER TABLE outbox ADD COLUMN role TEXT;
        ALTER TABLE outbox ADD COLUMN command TEXT;
        ALTER TABLE outbox ADD COLUMN typed TEXT;
        CREATE INDEX outbox_queued_case ON outbox (case_id) WHERE state = 'queued';
        CREATE INDEX outbox_unknown ON outbox (at) WHERE state = 'unknown';
        ALTER TABLE deferred ADD COLUMN typed TEXT;
        ALTER TABLE deferred ADD COLUMN doubtful INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE draft ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
        CREATE TABLE kept (
          id TEXT PRIMARY KEY,
          person TEXT NOT NULL,
          case_id TEXT NOT NULL,
          kind TEXT NOT NULL,
          text TEXT NOT NULL,
          attachments TEXT NOT NULL,
          refusal TEXT,
          at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX kept_person ON kept (person, at);
      `),
  },
  {
    version: 80,
    name: 'what is kept aside knows its case',
    // So that it goes when the case is erased. Of older rows the text itself tells, where it does.
    up: (db) => db.script(sql`ALTER TABLE quarantine ADD COLUMN case_id TEXT`),
  },
  {
    version: 90,
    name: 'the audit, and what people prove themselves by',
    up: (db) =>
      db.script(sql`
        CREATE TABLE audit (n INTEGER PRIMARY KEY, entry TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
        CREATE INDEX audit_actor ON audit (json_extract(entry, '$.actor.id'), n);
        CREATE INDEX audit_customer ON audit (json_extract(entry, '$.customer'), n);
        CREATE INDEX audit_kind ON audit (json_extract(entry, '$.kind'), n);
        CREATE TABLE authenticator (
          id TEXT PRIMARY KEY,
          person TEXT NOT NULL,
          kind TEXT NOT NULL,
          sealed TEXT NOT NULL,
          made_at INTEGER NOT NULL,
          used INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX authenticator_person ON authenticator (person, made_at, id);
        CREATE TABLE failed_proof (person TEXT PRIMARY KEY, failures INTEGER NOT NULL, locked_until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      `),
  },
  {
    version: 100,
    name: 'what happened of a kind within a time',
    up: (db) => db.script(sql`CREATE INDEX audit_kind_at ON audit (json_extract(entry, '$.kind'), json_extract(entry, '$.at'))`),
  },
  {
    version: 110,
    name: 'words with whom they are to go to',
    // Of older words it is the customer alone.
    up: (db) =>
      db.script(sql`
        ALTER TABLE draft ADD COLUMN addressing TEXT;
        ALTER TABLE kept ADD COLUMN addressing TEXT;
      `),
  },
];

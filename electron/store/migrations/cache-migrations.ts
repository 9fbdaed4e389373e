import type { Migration } from '#electron/sqlite/migrate.ts';
import { sql } from '#electron/sqlite/sql.ts';

/** Empties all that is filled again from the log, as these tables are from version 90 on. */
const emptied = sql`
  DELETE FROM event;
  DELETE FROM case_row;
  DELETE FROM tally;
  DELETE FROM fact;
  DELETE FROM outgoing;
  DELETE FROM searchable;
  DELETE FROM token_place;
  DELETE FROM amount_place;
  DELETE FROM case_tag;
  DELETE FROM open_action;
  DELETE FROM left_case;
  INSERT INTO word (word) VALUES ('delete-all');`;

/** The form of cache.db, in frozen steps. A step that needs what older rows do not hold empties the file: it is filled again from the log. */
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
  {
    version: 20,
    name: 'an index for every order of a view, counts, search by position',
    // The words of a removed text leave the index at once (secure-delete), which contentless_delete would not do; the
    // tokenizer takes the terms as they were made, since it parts them at blanks alone.
    up: (db) =>
      db.script(sql`
        DROP TABLE word;
        DROP TABLE token_place;
        DROP TABLE searchable;
        DELETE FROM event;
        DELETE FROM case_row;
        DELETE FROM fact;
        DROP INDEX row_status_active;
        DROP INDEX row_owner;
        DROP INDEX row_active;
        DROP INDEX row_customer;
        DROP INDEX row_snoozed;
        CREATE INDEX row_by_active ON case_row (queue, status, active_at, id);
        CREATE INDEX row_by_opened ON case_row (queue, status, opened_at, id);
        CREATE INDEX row_by_priority ON case_row (queue, status, priority, active_at, id);
        CREATE INDEX row_by_waiting ON case_row (queue, status, waiting_since, id);
        CREATE INDEX row_owner ON case_row (owner, status, queue, active_at, id) WHERE owner IS NOT NULL;
        CREATE INDEX row_intended ON case_row (intended_for, status, queue, active_at, id) WHERE intended_for IS NOT NULL;
        CREATE INDEX row_customer ON case_row (customer, active_at, id) WHERE customer IS NOT NULL;
        CREATE INDEX row_snoozed ON case_row (snoozed_until, id) WHERE snoozed_until IS NOT NULL;
        CREATE TABLE tally (
          queue TEXT NOT NULL,
          status TEXT NOT NULL,
          owner TEXT NOT NULL,
          intended_for TEXT NOT NULL,
          cases INTEGER NOT NULL,
          PRIMARY KEY (queue, status, owner, intended_for)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE searchable (
          position INTEGER PRIMARY KEY,
          case_id TEXT NOT NULL,
          entry TEXT,
          at INTEGER NOT NULL,
          text TEXT NOT NULL
        ) STRICT;
        CREATE TABLE token_place (
          token TEXT NOT NULL,
          position INTEGER NOT NULL,
          start INTEGER NOT NULL,
          PRIMARY KEY (token, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX token_place_position ON token_place (position);
        CREATE VIRTUAL TABLE word USING fts5(terms, content='', tokenize='ascii', detail=none);
        INSERT INTO word (word, rank) VALUES ('secure-delete', 1);
      `),
  },
  {
    version: 30,
    name: 'rows know subject, language, who declined, after-call work',
    up: (db) =>
      db.script(sql`
        DELETE FROM event;
        DELETE FROM case_row;
        DELETE FROM tally;
        DELETE FROM fact;
        DELETE FROM searchable;
        DELETE FROM token_place;
        INSERT INTO word (word) VALUES ('delete-all');
      `),
  },
  {
    version: 40,
    name: 'messages that have not left yet',
    up: (db) =>
      db.script(sql`
        DELETE FROM event;
        DELETE FROM case_row;
        DELETE FROM tally;
        DELETE FROM fact;
        DELETE FROM searchable;
        DELETE FROM token_place;
        INSERT INTO word (word) VALUES ('delete-all');
        CREATE TABLE outgoing (
          message TEXT PRIMARY KEY,
          case_id TEXT NOT NULL,
          channel TEXT NOT NULL,
          at INTEGER NOT NULL,
          state TEXT NOT NULL,
          cause TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
      `),
  },
  {
    version: 50,
    name: 'rows know calls and what is public',
    up: (db) =>
      db.script(sql`
        DELETE FROM event;
        DELETE FROM case_row;
        DELETE FROM tally;
        DELETE FROM fact;
        DELETE FROM searchable;
        DELETE FROM token_place;
        DELETE FROM outgoing;
        INSERT INTO word (word) VALUES ('delete-all');
      `),
  },
  {
    version: 60,
    name: 'search knows who wrote to whom, files, amounts, tags and the newest cases',
    // An expression's index tells of each stretch of the log which times it holds: a message's time is its producer's,
    // and does not always grow with its position.
    up: (db) =>
      db.script(sql`
        DELETE FROM event;
        DELETE FROM case_row;
        DELETE FROM tally;
        DELETE FROM fact;
        DELETE FROM outgoing;
        DROP TABLE searchable;
        DROP TABLE token_place;
        INSERT INTO word (word) VALUES ('delete-all');
        ALTER TABLE case_row ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX row_by_position ON case_row (queue, status, position, id);
        CREATE TABLE case_tag (tag TEXT NOT NULL, case_id TEXT NOT NULL, PRIMARY KEY (tag, case_id)) STRICT, WITHOUT ROWID;
        CREATE TABLE searchable (
          position INTEGER PRIMARY KEY,
          case_id TEXT NOT NULL,
          entry TEXT,
          at INTEGER NOT NULL,
          author TEXT NOT NULL,
          addressee TEXT NOT NULL,
          channel TEXT NOT NULL,
          attached INTEGER NOT NULL,
          text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX searchable_case ON searchable (case_id, position);
        CREATE INDEX searchable_time ON searchable (position >> 12, at);
        CREATE TABLE amount_place (minor INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (minor, position)) STRICT, WITHOUT ROWID;
        CREATE INDEX amount_place_position ON amount_place (position);
        CREATE TABLE token_place (
          token TEXT NOT NULL,
          position INTEGER NOT NULL,
          start INTEGER NOT NULL,
          length INTEGER NOT NULL,
          PRIMARY KEY (token, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX token_place_position ON token_place (position);
      `),
  },
  {
    version: 80,
    name: 'cases that left, that are looked at, that were erased',
    // Of cases that left a stub stays that says whose they were, without anything that a person wrote or is called.
    up: (db) =>
      db.script(sql`
        CREATE TABLE left_case (
          id TEXT PRIMARY KEY,
          queue TEXT NOT NULL,
          owner TEXT,
          customer TEXT,
          active_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX left_customer ON left_case (customer, active_at, id) WHERE customer IS NOT NULL;
        CREATE INDEX left_queue ON left_case (queue);
        CREATE INDEX left_owner ON left_case (owner, queue) WHERE owner IS NOT NULL;
        CREATE TABLE visit (case_id TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE erased_case (case_id TEXT PRIMARY KEY, at INTEGER NOT NULL, done INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX erased_left ON erased_case (at, case_id) WHERE done = 0;
        CREATE INDEX row_resolved ON case_row (active_at) WHERE status = 'resolved';
      `),
  },
  {
    version: 90,
    name: 'what was asked of the wallet and has not ended',
    up: (db) => db.script(sql`CREATE TABLE open_action (key TEXT PRIMARY KEY, case_id TEXT NOT NULL, json TEXT NOT NULL) STRICT, WITHOUT ROWID;`),
  },
  {
    version: 100,
    name: 'which cases are linked to incidents',
    up: (db) => db.script(sql`CREATE INDEX row_incidents ON case_row (id) WHERE json_extract(json, '$.incidents') IS NOT NULL;`),
  },
  {
    version: 110,
    name: 'rows know their channel, its reply window, who wrote there, and merged cases',
    // Written anew from the log: a place's terms and amounts, too, since codes and numbers of orders are no amounts any more. Both
    // halves of the order are read from their indexes alone: what has a window, and the rest by its activity.
    up: (db) =>
      db.script(sql`
        ${emptied}
        ALTER TABLE case_row ADD COLUMN channel TEXT NOT NULL DEFAULT '';
        ALTER TABLE case_row ADD COLUMN window_from INTEGER;
        ALTER TABLE case_row ADD COLUMN contact TEXT;
        CREATE INDEX row_contact ON case_row (contact, active_at, id) WHERE contact IS NOT NULL;
        DROP INDEX row_by_active;
        CREATE INDEX row_by_active ON case_row (queue, status, active_at, id, channel, window_from);
        CREATE INDEX row_by_window ON case_row (queue, status, channel, window_from, id) WHERE window_from IS NOT NULL;
        CREATE INDEX row_merged ON case_row (position) WHERE json_extract(json, '$.mergedInto') IS NOT NULL OR json_extract(json, '$.lines') IS NOT NULL;
      `),
  },
  {
    version: 120,
    name: 'cases that others were split off from are found',
    up: (db) => db.script(sql`CREATE INDEX row_split ON case_row (position) WHERE json_extract(json, '$.splitOff') IS NOT NULL;`),
  },
  {
    version: 130,
    name: 'an order of all cases for views that hold most of them',
    up: (db) =>
      db.script(sql`
        CREATE INDEX row_in_active ON case_row (active_at, id, queue, status, owner, intended_for, channel, window_from);
        CREATE INDEX row_in_opened ON case_row (opened_at, id, queue, status, owner, intended_for);
        CREATE INDEX row_in_priority ON case_row (priority, active_at, id, queue, status, owner, intended_for);
        CREATE INDEX row_in_waiting ON case_row (waiting_since, id, queue, status, owner, intended_for);
      `),
  },
  {
    version: 140,
    name: 'what an earlier program kept as unsupported is read anew',
    // This program may know it: from the log, for a place in the cache keeps what was made of it.
    up: (db) => {
      if (db.get(sql`SELECT 1 FROM event WHERE json_extract(json, '$.type') = 'unsupported' LIMIT 1`) === undefined) return;
      db.script(emptied);
    },
  },
  {
    version: 150,
    name: 'rows of erased cases say so, and name nobody',
    // An earlier program left the name that the wallet had given in the row.
    up: (db) =>
      db.script(sql`
        UPDATE case_row SET json = json_set(json, '$.contactName', NULL, '$.erased', json('true'))
        WHERE id IN (SELECT case_id FROM erased_case);
      `),
  },
];

import type { Migration } from '#electron/sqlite/migrate.ts';
import { sql } from '#electron/sqlite/sql.ts';

/** The form of wallet.db. Frozen steps. */
export const walletMigrations: readonly Migration[] = [
  {
    version: 10,
    name: 'customers and transactions',
    up: (db) =>
      db.script(sql`
        CREATE TABLE customer (id TEXT PRIMARY KEY, name TEXT NOT NULL, latin TEXT NOT NULL, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX customer_name ON customer (name);
        CREATE INDEX customer_latin ON customer (latin);
        CREATE TABLE identity (hash BLOB PRIMARY KEY, customer TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE movement (
          customer TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          id TEXT NOT NULL,
          kind TEXT NOT NULL,
          minor INTEGER NOT NULL,
          currency TEXT NOT NULL,
          status TEXT NOT NULL,
          raw_status TEXT NOT NULL,
          failure_code TEXT,
          updated_at INTEGER NOT NULL,
          expected_by INTEGER,
          counterparty TEXT NOT NULL,
          rail TEXT NOT NULL,
          reference TEXT NOT NULL,
          PRIMARY KEY (customer, created_at, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
      `),
  },
  {
    version: 20,
    name: 'actions, verification and what happened to the safety of accounts',
    up: (db) =>
      db.script(sql`
        CREATE TABLE security_event (
          customer TEXT NOT NULL, at INTEGER NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (customer, at, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE refund (
          customer TEXT NOT NULL, paid TEXT NOT NULL, created_at INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (customer, paid, created_at, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE dispute (
          customer TEXT NOT NULL, paid TEXT NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (customer, paid, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE added_hop (
          customer TEXT NOT NULL, movement TEXT NOT NULL, at INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (customer, movement, at)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE coupon (
          customer TEXT NOT NULL, promotion TEXT NOT NULL, credited_at INTEGER NOT NULL, PRIMARY KEY (customer, promotion, credited_at)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE verification_step (
          customer TEXT NOT NULL, case_id TEXT NOT NULL, kind TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (customer, case_id, kind)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE used_nonce (nonce TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE outcome (key TEXT PRIMARY KEY, about BLOB NOT NULL, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE phone_message (id INTEGER PRIMARY KEY, customer TEXT NOT NULL, json TEXT NOT NULL) STRICT;
        CREATE INDEX phone_message_customer ON phone_message (customer, id);
      `),
  },
];

import type { MailCursor, MailThread, TiedThread } from '#electron/channels/email/mail-book.ts';
import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import type { Migration } from '#electron/sqlite/migrate.ts';
import { sql } from '#electron/sqlite/sql.ts';

/** The form of mail.db. Frozen steps. */
export const bookMigrations: readonly Migration[] = [
  {
    version: 10,
    name: 'threads, links, what was taken',
    up: (db) =>
      db.script(sql`
        CREATE TABLE thread (
          made INTEGER PRIMARY KEY AUTOINCREMENT,
          thread TEXT NOT NULL UNIQUE,
          facts TEXT
        ) STRICT;
        CREATE TABLE link (
          link TEXT PRIMARY KEY,
          thread TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX link_thread ON link (thread);
        CREATE TABLE taken (
          hash TEXT PRIMARY KEY
        ) STRICT, WITHOUT ROWID;
      `),
  },
  {
    version: 20,
    name: 'how far mailboxes were read, what is still to leave',
    up: (db) =>
      db.script(sql`
        CREATE TABLE cursor (
          mailbox TEXT PRIMARY KEY,
          validity TEXT NOT NULL,
          uid INTEGER NOT NULL,
          since INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE unsent (
          message TEXT PRIMARY KEY,
          caseId TEXT NOT NULL,
          own TEXT NOT NULL,
          since INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX unsent_since ON unsent (since);
      `),
  },
  {
    version: 30,
    // What a platform did not take is in the desk's own log, for all channels alike.
    name: 'no book of what is still to leave',
    up: (db) => db.script(sql`DROP TABLE unsent`),
  },
];

/** The threads that links are tied to. */
export function threadsOf(db: ReadDb, links: readonly string[]): TiedThread[] {
  return db.all<TiedThread>(
    sql`SELECT DISTINCT thread.thread, thread.made FROM link JOIN thread USING (thread) WHERE link.link IN (SELECT value FROM json_each(${JSON.stringify(links)}))`,
  );
}

/** Ties links to a thread; those that are tied stay. */
export function tie(db: WriteDb, thread: string, links: readonly string[]): void {
  db.run(sql`INSERT INTO thread (thread) VALUES (${thread}) ON CONFLICT (thread) DO NOTHING`);
  for (const link of links) db.run(sql`INSERT INTO link (link, thread) VALUES (${link}, ${thread}) ON CONFLICT (link) DO NOTHING`);
}

/** Ties all links of a thread to another. */
export function join(db: WriteDb, from: string, into: string): void {
  db.run(sql`UPDATE link SET thread = ${into} WHERE thread = ${from}`);
}

export function readThread(db: ReadDb, thread: string): MailThread | null {
  const facts = db.get<{ facts: string | null }>(sql`SELECT facts FROM thread WHERE thread = ${thread}`)?.facts;
  return typeof facts === 'string' ? (JSON.parse(facts) as MailThread) : null;
}

export function writeThread(db: WriteDb, thread: string, facts: MailThread): void {
  const text = JSON.stringify(facts);
  db.run(sql`INSERT INTO thread (thread, facts) VALUES (${thread}, ${text}) ON CONFLICT (thread) DO UPDATE SET facts = excluded.facts`);
}

/** Forgets what is known of a thread but its links, which are hashes. */
export function forgetThread(db: WriteDb, thread: string): void {
  db.run(sql`UPDATE thread SET facts = NULL WHERE thread = ${thread}`);
}

export function taken(db: ReadDb, hash: string): boolean {
  return db.get(sql`SELECT 1 FROM taken WHERE hash = ${hash}`) !== undefined;
}

export function markTaken(db: WriteDb, hash: string): void {
  db.run(sql`INSERT INTO taken (hash) VALUES (${hash}) ON CONFLICT (hash) DO NOTHING`);
}

export function cursor(db: ReadDb, mailbox: string): MailCursor | null {
  return db.get<MailCursor>(sql`SELECT validity, uid, since FROM cursor WHERE mailbox = ${mailbox}`) ?? null;
}

export function moveCursor(db: WriteDb, mailbox: string, { validity, uid, since }: MailCursor): void {
  db.run(
    sql`INSERT INTO cursor (mailbox, validity, uid, since) VALUES (${mailbox}, ${validity}, ${uid}, ${since})
      ON CONFLICT (mailbox) DO UPDATE SET validity = excluded.validity, uid = excluded.uid, since = excluded.since`,
  );
}

import { createHash, randomBytes } from 'node:crypto';
import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { About } from '#shared/case/envelope.ts';

/** Keeps bytes under their SHA-256; repeats are harmless. */
export function putBlob(db: WriteDb, bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest('hex');
  db.run(sql`INSERT INTO blob (hash, bytes) VALUES (${hash}, ${Buffer.from(bytes)}) ON CONFLICT DO NOTHING`);
  return hash;
}

/** The bytes of a hash, checked against it: null where there are none, and, as `damaged`, where they no longer fit. */
export function getBlob(db: ReadDb, hash: string): { readonly bytes: Uint8Array | null; readonly damaged: boolean } {
  const bytes = db.get<{ bytes: Buffer }>(sql`SELECT bytes FROM blob WHERE hash = ${hash}`)?.bytes;
  if (!bytes) return { bytes: null, damaged: false };
  const fits = createHash('sha256').update(bytes).digest('hex') === hash;
  return { bytes: fits ? bytes : null, damaged: !fits };
}

/** The data key of a thing, made with `create` where there never was one; null once dropped. */
export function dataKey(db: WriteDb, about: About, create: boolean): Uint8Array | null {
  const find = sql`SELECT key FROM data_key WHERE about_kind = ${about.kind} AND about_id = ${about.id}`;
  const known = db.get<{ key: Buffer | null }>(find);
  if (known || !create) return known?.key ?? null;
  const key = randomBytes(32);
  db.run(sql`INSERT INTO data_key (about_kind, about_id, key) VALUES (${about.kind}, ${about.id}, ${key})`);
  return key;
}

/** Forgets a data key; the row stays, so that none is made again. */
export function dropKey(db: WriteDb, about: About): void {
  db.run(
    sql`INSERT INTO data_key (about_kind, about_id, key) VALUES (${about.kind}, ${about.id}, NULL)
        ON CONFLICT (about_kind, about_id) DO UPDATE SET key = NULL`,
  );
}

export function findThread(db: ReadDb, channel: string, thread: string): string | null {
  return db.get<{ case_id: string }>(sql`SELECT case_id FROM thread WHERE channel = ${channel} AND thread = ${thread}`)?.case_id ?? null;
}

/** Binds a thread unless it is bound; answers whose it is. */
export function bindThread(db: WriteDb, channel: string, thread: string, caseId: string): string {
  db.run(sql`INSERT INTO thread (channel, thread, case_id) VALUES (${channel}, ${thread}, ${caseId}) ON CONFLICT DO NOTHING`);
  return findThread(db, channel, thread) ?? caseId;
}

export function rebindThread(db: WriteDb, channel: string, thread: string, caseId: string): void {
  db.run(
    sql`INSERT INTO thread (channel, thread, case_id) VALUES (${channel}, ${thread}, ${caseId})
        ON CONFLICT (channel, thread) DO UPDATE SET case_id = excluded.case_id`,
  );
}

/** A lasting fact of the file, set on first asking. */
export function factOnce(db: WriteDb, name: string, value: string): string {
  db.run(sql`INSERT INTO fact (name, value) VALUES (${name}, ${value}) ON CONFLICT DO NOTHING`);
  return db.get<{ value: string }>(sql`SELECT value FROM fact WHERE name = ${name}`)?.value ?? value;
}

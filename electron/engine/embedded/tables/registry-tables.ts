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

/** Takes a key over unless the thing has one or had; one that was dropped elsewhere is dropped here. */
export function putKey(db: WriteDb, about: About, key: Uint8Array | null): void {
  if (key === null) dropKey(db, about);
  else db.run(sql`INSERT INTO data_key (about_kind, about_id, key) VALUES (${about.kind}, ${about.id}, ${Buffer.from(key)}) ON CONFLICT DO NOTHING`);
}

/** At most `limit` keys after a thing, by its kind and id. */
export function keysAfter(db: ReadDb, kind: string, id: string, limit: number): { readonly about: About; readonly key: Uint8Array | null }[] {
  const rows = db.all<{ about_kind: string; about_id: string; key: Buffer | null }>(
    sql`SELECT about_kind, about_id, key FROM data_key WHERE (about_kind, about_id) > (${kind}, ${id}) ORDER BY about_kind, about_id LIMIT ${limit}`,
  );
  return rows.map(({ about_kind, about_id, key }) => ({ about: { kind: about_kind, id: about_id } as About, key }));
}

/** At most `limit` threads after one, by channel and thread. */
export function threadsAfter(
  db: ReadDb,
  channel: string,
  thread: string,
  limit: number,
): { readonly channel: string; readonly thread: string; readonly caseId: string }[] {
  return db.all(
    sql`SELECT channel, thread, case_id AS "caseId" FROM thread WHERE (channel, thread) > (${channel}, ${thread}) ORDER BY channel, thread LIMIT ${limit}`,
  );
}

/** At most `limit` hashes of blobs after one. */
export function blobsAfter(db: ReadDb, hash: string, limit: number): string[] {
  return db.all<{ hash: string }>(sql`SELECT hash FROM blob WHERE hash > ${hash} ORDER BY hash LIMIT ${limit}`).map((row) => row.hash);
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

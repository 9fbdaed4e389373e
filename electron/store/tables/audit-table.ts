import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { type Query, sql } from '#electron/sqlite/sql.ts';
import { type AuditQuery, auditLink } from '#electron/store/port.ts';
import { type AuditEntry, type AuditHead, auditEntry, type NewAuditEntry } from '#shared/desk/audit.ts';
import { type AuditRow, canonicalJson, NO_HASH } from '#shared/desk/audit-chain.ts';

/** Whether a ledger's form has an audit. */
export function holdsAudit(db: ReadDb): boolean {
  return db.get(sql`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'audit'`) !== undefined;
}

/** The chain's end; null where it has no entry. */
export function auditHead(db: ReadDb): AuditHead | null {
  return db.get<AuditHead>(sql`SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1`) ?? null;
}

/** Puts an entry at the chain's end, inside a transaction of the caller. */
export function appendAudit(db: WriteDb, entry: NewAuditEntry): AuditHead {
  const before = auditHead(db);
  const n = (before?.n ?? 0) + 1;
  const text = canonicalJson({ ...entry, n });
  const hash = auditLink(before?.hash ?? NO_HASH, text);
  db.run(sql`INSERT INTO audit (n, entry, hash) VALUES (${n}, ${text}, ${hash})`);
  return { n, hash };
}

/** Rows as they lie, in the order of their numbers, behind a number; null begins before all. */
export function auditRows(db: ReadDb, after: number | null, limit: number): AuditRow[] {
  const from = after === null ? sql`` : sql`WHERE n > ${after}`;
  return db.all<AuditRow>(sql`SELECT n, entry AS text, hash FROM audit ${from} ORDER BY n LIMIT ${limit}`);
}

/** The statement behind `auditPage`, to be looked at by itself. */
export function auditPageQuery({ actor, customer, kind, before, limit, outcome, since }: AuditQuery): Query {
  const wanted: Query[] = [
    ...(before === null ? [] : [sql`n < ${before}`]),
    // The forms of the indexes' own expressions.
    ...(customer === null ? [] : [sql`json_extract(entry, '$.customer') = ${customer}`]),
    ...(actor === null ? [] : [sql`json_extract(entry, '$.actor.id') = ${actor}`]),
    ...(kind === null ? [] : [sql`json_extract(entry, '$.kind') = ${kind}`]),
    ...(since === undefined ? [] : [sql`json_extract(entry, '$.at') > ${since}`]),
    ...(outcome === undefined ? [] : [sql`json_extract(entry, '$.outcome') = ${outcome}`]),
  ];
  const where = wanted.length === 0 ? sql`` : sql`WHERE ${sql.join(wanted, ' AND ')}`;
  return sql`SELECT entry FROM audit ${where} ORDER BY n DESC LIMIT ${limit}`;
}

/** Entries that fit, the newest first; one that is not an entry any more is left to the check of the chain. */
export function auditPage(db: ReadDb, query: AuditQuery): AuditEntry[] {
  return db.all<{ entry: string }>(auditPageQuery(query)).flatMap(({ entry }) => {
    try {
      return auditEntry.safeParse(JSON.parse(entry)).data ?? [];
    } catch {
      return [];
    }
  });
}

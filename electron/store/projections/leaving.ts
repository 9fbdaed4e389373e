import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import { dropRow } from '#electron/store/projections/inbox-rows.ts';
import { removePlaces } from '#electron/store/projections/search-index.ts';
import { dropEvents } from '#electron/store/tables/event-table.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/**
 * Closed cases leave the cache when nothing happened in them for the retention window. Of each a stub stays, without
 * anything a person wrote or is called: whose it was, where, and when. The log keeps the case; who opens it brings it
 * back for a while.
 */

/** After so many events the others wait for the next turn, so that nobody waits long for the writer. */
const EVENTS_AT_ONCE = 400;
const CASES_AT_ONCE = 50;

/** Closed cases without a message or a step of closing since `before`, which nobody looked at until `now`, and of which nothing is to be sent. */
export const leavingQuery = (before: number, now: number, limit: number) =>
  sql`SELECT id FROM case_row WHERE status = 'resolved' AND active_at < ${before} AND (json ->> '$.resolvedAt') < ${before}
        AND id NOT IN (SELECT case_id FROM visit WHERE until > ${now}) AND id NOT IN (SELECT case_id FROM outgoing)
      ORDER BY active_at LIMIT ${limit}`;

/** Takes one turn's cases out, inside a transaction of the caller; `more` where there may be others. */
export function leave(db: WriteDb, before: number, now: number): { readonly left: readonly CaseId[]; readonly more: boolean } {
  const found = db.all<{ id: CaseId }>(leavingQuery(before, now, CASES_AT_ONCE)).map(({ id }) => id);
  const left: CaseId[] = [];
  let events = 0;
  for (const id of found) {
    if (events >= EVENTS_AT_ONCE) break;
    removePlaces(db, id);
    events += dropEvents(db, id);
    db.run(
      sql`INSERT INTO left_case (id, queue, owner, customer, active_at) SELECT id, queue, owner, customer, active_at FROM case_row WHERE id = ${id}
          ON CONFLICT (id) DO UPDATE SET queue = excluded.queue, owner = excluded.owner, customer = excluded.customer, active_at = excluded.active_at`,
    );
    dropRow(db, id);
    left.push(id);
  }
  db.run(sql`DELETE FROM visit WHERE until <= ${now}`);
  return { left, more: left.length < found.length || found.length === CASES_AT_ONCE };
}

/** A case is in the cache again. */
export function comeBack(db: WriteDb, caseId: string): void {
  db.run(sql`DELETE FROM left_case WHERE id = ${caseId}`);
}

/** Somebody looks at a case: it stays at least until then. */
export function visit(db: WriteDb, caseId: string, until: number): void {
  db.run(sql`INSERT INTO visit (case_id, until) VALUES (${caseId}, ${until}) ON CONFLICT (case_id) DO UPDATE SET until = max(until, excluded.until)`);
}

/** Which of some cases have left. */
export function leftAmong(db: ReadDb, ids: readonly string[]): CaseId[] {
  return db.all<{ id: CaseId }>(sql`SELECT id FROM left_case WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`).map(({ id }) => id);
}

/** A customer's cases that have left, the newest activity first. */
export function leftOf(db: ReadDb, customer: string, limit: number): CaseId[] {
  return db.all<{ id: CaseId }>(sql`SELECT id FROM left_case WHERE customer = ${customer} ORDER BY active_at DESC, id DESC LIMIT ${limit}`).map(({ id }) => id);
}

/** How many cases have left that the view of resolved cases would hold. */
export function leftCount(db: ReadDb, person: string, queues: readonly string[]): number {
  return (
    db.get<{ cases: number }>(
      sql`SELECT (SELECT count(*) FROM left_case WHERE queue IN (${sql.list(queues)}))
               + (SELECT count(*) FROM left_case WHERE owner = ${person} AND queue NOT IN (${sql.list(queues)})) AS cases`,
    )?.cases ?? 0
  );
}

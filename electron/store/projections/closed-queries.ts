import type { ReadDb } from '#electron/sqlite/db.ts';
import { type Query, sql } from '#electron/sqlite/sql.ts';
import type { ClosedQuery } from '#electron/store/cache-queries.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';

/** Whether a case has an event of a type; the text decides first, since reading JSON costs more. */
const reopened = sql`EXISTS (SELECT 1 FROM event WHERE event.case_id = case_row.id AND event.json LIKE '%"case.reopened"%' AND event.json ->> '$.type' = 'case.reopened')`;

/** As the case was closed last. */
const disposition = sql`(SELECT event.json ->> '$.body.disposition' FROM event WHERE event.case_id = case_row.id AND event.json ->> '$.type' = 'case.resolved'
  ORDER BY event.position DESC LIMIT 1)`;

const among = (ids: readonly string[]) => sql`id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;

function conditions({ queues, owner, channel, closedFrom, closedBefore, disposition: chosen, reopened: again, only, without }: ClosedQuery): Query {
  const resolvedAt = sql`(json ->> '$.resolvedAt')`;
  return sql.join(
    [
      sql`status = 'resolved'`,
      // What goes on in another case is closed there.
      sql`json_extract(json, '$.mergedInto') IS NULL`,
      sql`queue IN (${sql.list(queues)})`,
      ...(owner === null ? [] : [sql`owner = ${owner}`]),
      ...(only === null ? [] : [among(only)]),
      ...(without === null ? [] : [sql`NOT ${among(without)}`]),
      ...(channel === null ? [] : [sql`json ->> '$.channel' = ${channel}`]),
      ...(closedFrom === null ? [] : [sql`${resolvedAt} >= ${closedFrom}`]),
      ...(closedBefore === null ? [] : [sql`${resolvedAt} < ${closedBefore}`]),
      ...(again === null ? [] : [again ? reopened : sql`NOT ${reopened}`]),
      ...(chosen === null ? [] : [sql`${disposition} = ${chosen}`]),
    ],
    ' AND ',
  );
}

/** One page of the closed cases that a question finds, the newest activity first, with how many there are. */
export function closedPage(db: ReadDb, query: ClosedQuery): { rows: InboxRow[]; total: number } {
  const where = conditions(query);
  const total = db.get<{ total: number }>(sql`SELECT count(*) AS total FROM case_row WHERE ${where}`)?.total ?? 0;
  const rows = db.all<{ json: string }>(
    sql`SELECT json FROM case_row WHERE ${where} ORDER BY active_at DESC, id DESC LIMIT ${query.limit} OFFSET ${query.offset}`,
  );
  return { rows: rows.map(({ json }) => JSON.parse(json) as InboxRow), total };
}

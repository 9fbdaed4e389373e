import type { WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';

/** What the views choose by; cases are counted for each combination, so that a count reads a few rows, never the cases. */
interface Place {
  readonly queue: string;
  readonly status: string;
  readonly owner: string | null;
  readonly intended_for: string | null;
}

function count(db: WriteDb, place: Place, by: 1 | -1): void {
  const { queue, status } = place;
  const owner = place.owner ?? '';
  const intended = place.intended_for ?? '';
  db.run(
    sql`INSERT INTO tally (queue, status, owner, intended_for, cases) VALUES (${queue}, ${status}, ${owner}, ${intended}, ${by})
        ON CONFLICT (queue, status, owner, intended_for) DO UPDATE SET cases = cases + ${by}`,
  );
  if (by < 0) db.run(sql`DELETE FROM tally WHERE queue = ${queue} AND status = ${status} AND owner = ${owner} AND intended_for = ${intended} AND cases = 0`);
}

interface Before extends Place {
  /** The tags as JSON, in their order. */
  readonly tags: string;
}

function writeTags(db: WriteDb, { id, tags }: { readonly id: string; readonly tags: readonly string[] }, before: Before | undefined): void {
  if ((before?.tags ?? '[]') === JSON.stringify(tags)) return;
  const had: readonly string[] = before ? (JSON.parse(before.tags) as string[]) : [];
  for (const tag of had) if (!tags.includes(tag)) db.run(sql`DELETE FROM case_tag WHERE tag = ${tag} AND case_id = ${id}`);
  for (const tag of tags) if (!had.includes(tag)) db.run(sql`INSERT INTO case_tag (tag, case_id) VALUES (${tag}, ${id}) ON CONFLICT DO NOTHING`);
}

/** Takes a case's row away, and the case out of the counts. */
export function dropRow(db: WriteDb, caseId: string): void {
  const was = db.get<Before>(sql`SELECT queue, status, owner, intended_for, json ->> '$.tags' AS tags FROM case_row WHERE id = ${caseId}`);
  if (!was) return;
  count(db, was, -1);
  writeTags(db, { id: caseId, tags: [] }, was);
  db.run(sql`DELETE FROM case_row WHERE id = ${caseId}`);
}

/** Writes a case's row and moves it between the counts. */
export function writeRow(db: WriteDb, row: InboxRow): void {
  const was = db.get<Before>(sql`SELECT queue, status, owner, intended_for, json ->> '$.tags' AS tags FROM case_row WHERE id = ${row.id}`);
  writeTags(db, row, was);
  const is: Place = { queue: row.queue, status: row.status, owner: row.owner, intended_for: row.intendedFor };
  const moved = !was || was.queue !== is.queue || was.status !== is.status || was.owner !== is.owner || was.intended_for !== is.intended_for;
  if (moved && was) count(db, was, -1);
  if (moved) count(db, is, 1);
  db.run(
    sql`INSERT INTO case_row (id, queue, status, owner, intended_for, customer, priority, opened_at, active_at, waiting_since, snoozed_until, channel, window_from, contact, position, json)
        VALUES (${row.id}, ${row.queue}, ${row.status}, ${row.owner}, ${row.intendedFor}, ${row.customer}, ${row.priority},
                ${row.openedAt}, ${row.activeAt}, ${row.waitingSince}, ${row.snoozedUntil}, ${row.windowChannel ?? row.channel}, ${row.windowFrom ?? null}, ${row.contact ?? null}, ${row.position}, ${JSON.stringify(row)})
        ON CONFLICT (id) DO UPDATE SET queue = excluded.queue, status = excluded.status, owner = excluded.owner,
          intended_for = excluded.intended_for, customer = excluded.customer, priority = excluded.priority,
          opened_at = excluded.opened_at, active_at = excluded.active_at, waiting_since = excluded.waiting_since,
          snoozed_until = excluded.snoozed_until, channel = excluded.channel, window_from = excluded.window_from, contact = excluded.contact,
          position = excluded.position, json = excluded.json`,
  );
}

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

/** Writes a case's row and moves it between the counts. */
export function writeRow(db: WriteDb, row: InboxRow): void {
  const was = db.get<Place>(sql`SELECT queue, status, owner, intended_for FROM case_row WHERE id = ${row.id}`);
  const is: Place = { queue: row.queue, status: row.status, owner: row.owner, intended_for: row.intendedFor };
  const moved = !was || was.queue !== is.queue || was.status !== is.status || was.owner !== is.owner || was.intended_for !== is.intended_for;
  if (moved && was) count(db, was, -1);
  if (moved) count(db, is, 1);
  db.run(
    sql`INSERT INTO case_row (id, queue, status, owner, intended_for, customer, priority, opened_at, active_at, waiting_since, snoozed_until, json)
        VALUES (${row.id}, ${row.queue}, ${row.status}, ${row.owner}, ${row.intendedFor}, ${row.customer}, ${row.priority},
                ${row.openedAt}, ${row.activeAt}, ${row.waitingSince}, ${row.snoozedUntil}, ${JSON.stringify(row)})
        ON CONFLICT (id) DO UPDATE SET queue = excluded.queue, status = excluded.status, owner = excluded.owner,
          intended_for = excluded.intended_for, customer = excluded.customer, priority = excluded.priority,
          opened_at = excluded.opened_at, active_at = excluded.active_at, waiting_since = excluded.waiting_since,
          snoozed_until = excluded.snoozed_until, json = excluded.json`,
  );
}

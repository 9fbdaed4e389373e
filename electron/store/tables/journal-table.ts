import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { NotedAppend } from '#electron/store/port.ts';
import type { About, LogEvent } from '#shared/case/envelope.ts';
import { invariant } from '#shared/lib/assert.ts';

interface JournalRow {
  readonly number: number;
  readonly about_kind: string;
  readonly about_id: string;
  readonly events: string;
  readonly expected: number | null;
  readonly state: string;
}

/** Notes an append by its first event; one that has its answer stays as it is. Answers its number. */
export function noteAppend(db: WriteDb, desk: string, about: About, events: readonly LogEvent[], expected: number | null, at: number): number {
  const firstId = events[0]?.id ?? '';
  db.run(
    sql`INSERT INTO journal (desk, first_id, about_kind, about_id, events, expected, state, at)
        VALUES (${desk}, ${firstId}, ${about.kind}, ${about.id}, ${JSON.stringify(events)}, ${expected}, 'sent', ${at})
        ON CONFLICT (desk, first_id) DO UPDATE SET events = excluded.events, expected = excluded.expected, state = 'sent' WHERE state <> 'recorded'`,
  );
  const row = db.get<{ number: number }>(sql`SELECT number FROM journal WHERE desk = ${desk} AND first_id = ${firstId}`);
  invariant(row !== undefined, `append ${firstId} was not noted`);
  return row.number;
}

export function settleAppend(db: WriteDb, number: number, state: 'recorded' | 'refused', engine: string): void {
  db.run(sql`UPDATE journal SET state = ${state}, engine = ${engine} WHERE number = ${number} AND (state <> 'recorded' OR ${state} = 'recorded')`);
}

/** Appends that are not refused, in the order they were noted. */
export function journaled(db: ReadDb, desk: string, which: 'unanswered' | 'all', after: number, limit: number): NotedAppend[] {
  const rows =
    which === 'all'
      ? db.all<JournalRow>(sql`SELECT * FROM journal WHERE desk = ${desk} AND number > ${after} AND state <> 'refused' ORDER BY number LIMIT ${limit}`)
      : db.all<JournalRow>(sql`SELECT * FROM journal WHERE desk = ${desk} AND number > ${after} AND state = 'sent' ORDER BY number LIMIT ${limit}`);
  return rows.map(
    (row) =>
      ({
        number: row.number,
        about: { kind: row.about_kind, id: row.about_id },
        events: JSON.parse(row.events),
        expected: row.expected,
        state: row.state,
      }) as NotedAppend,
  );
}

export function lastEngine(db: ReadDb, desk: string): string | null {
  return db.get<{ engine: string }>(sql`SELECT engine FROM journal WHERE desk = ${desk} AND engine IS NOT NULL ORDER BY number DESC LIMIT 1`)?.engine ?? null;
}

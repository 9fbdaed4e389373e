import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { About, LogEvent, Position, RecordedLogEvent } from '#shared/case/envelope.ts';
import type { Instant } from '#shared/lib/time.ts';

interface Row {
  readonly position: number;
  readonly recorded_at: number;
  readonly json: string;
}

const recorded = (row: Row): RecordedLogEvent => ({
  ...(JSON.parse(row.json) as LogEvent),
  position: row.position as Position,
  recordedAt: row.recorded_at,
});

/** The position of an event by its id, or null when it was never appended. */
export function positionOf(db: ReadDb, id: string): Position | null {
  return (db.get<{ position: number }>(sql`SELECT position FROM event WHERE id = ${id}`)?.position as Position | undefined) ?? null;
}

/** The position of the newest event about a thing; 0 where there is none. */
export function lastPosition(db: ReadDb, about: About): Position | 0 {
  const row = db.get<{ position: number }>(
    sql`SELECT position FROM event WHERE about_kind = ${about.kind} AND about_id = ${about.id} ORDER BY position DESC LIMIT 1`,
  );
  return (row?.position as Position | undefined) ?? 0;
}

/** The position of the newest event of all; 0 in an empty log. */
export function headPosition(db: ReadDb): number {
  return db.get<{ seq: number }>(sql`SELECT seq FROM sqlite_sequence WHERE name = 'event'`)?.seq ?? 0;
}

/** Appends one event; answers its position. */
export function insertEvent(db: WriteDb, event: LogEvent, recordedAt: Instant): Position {
  const { lastId } = db.run(
    sql`INSERT INTO event (id, about_kind, about_id, grp, recorded_at, json)
        VALUES (${event.id}, ${event.about.kind}, ${event.about.id}, ${event.group}, ${recordedAt}, ${JSON.stringify(event)})`,
  );
  return lastId as Position;
}

/** All events about a thing after a position, in order. */
export function eventsAbout(db: ReadDb, about: About, after: number): RecordedLogEvent[] {
  const rows = db.all<Row>(
    sql`SELECT position, recorded_at, json FROM event
        WHERE about_kind = ${about.kind} AND about_id = ${about.id} AND position > ${after} ORDER BY position`,
  );
  return rows.map(recorded);
}

/** At most `limit` events of some groups after a position, in order. */
export function eventsOfGroups(db: ReadDb, groups: readonly string[], after: number, limit: number): RecordedLogEvent[] {
  const only = groups.length === 1 ? sql`grp = ${groups[0]}` : sql`grp IN (${sql.list(groups)})`;
  return db
    .all<Row>(sql`SELECT position, recorded_at, json FROM event WHERE ${only} AND position > ${after} ORDER BY position LIMIT ${limit}`)
    .map(recorded);
}

import type { RawEvent, RecordedRow } from '#electron/engine/raw-event.ts';
import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { Position } from '#shared/case/envelope.ts';
import type { Instant } from '#shared/lib/time.ts';

/** The position of an event by its id, or null when it was never appended. */
export function positionOf(db: ReadDb, id: string): Position | null {
  return (db.get<{ position: number }>(sql`SELECT position FROM event WHERE id = ${id}`)?.position as Position | undefined) ?? null;
}

/** The id of the event at a position, or null where there is none. */
export function idAt(db: ReadDb, position: number): string | null {
  return db.get<{ id: string }>(sql`SELECT id FROM event WHERE position = ${position}`)?.id ?? null;
}

/** The position of the newest event about a thing, from the index alone; 0 where there is none. */
export function lastPosition(db: ReadDb, aboutKind: string, aboutId: string): Position | 0 {
  const row = db.get<{ position: number }>(
    sql`SELECT position FROM event WHERE about_kind = ${aboutKind} AND about_id = ${aboutId} ORDER BY position DESC LIMIT 1`,
  );
  return (row?.position as Position | undefined) ?? 0;
}

/** The position of the newest event of all; 0 in an empty log. */
export function headPosition(db: ReadDb): number {
  return db.get<{ position: number }>(sql`SELECT position FROM event ORDER BY position DESC LIMIT 1`)?.position ?? 0;
}

/** Appends one event unless its id is recorded; answers the position it has. */
export function insertEvent(db: WriteDb, event: RawEvent, recordedAt: Instant): Position {
  const { changes, lastId } = db.run(
    sql`INSERT INTO event (id, about_kind, about_id, grp, recorded_at, json)
        VALUES (${event.id}, ${event.aboutKind}, ${event.aboutId}, ${event.group}, ${recordedAt}, ${event.json})
        ON CONFLICT (id) DO NOTHING`,
  );
  return changes === 1 ? (lastId as Position) : (positionOf(db, event.id) as Position);
}

/** At most `limit` events of all groups after a position, in order. */
export function eventsAfter(db: ReadDb, after: number, limit: number): RecordedRow[] {
  return db.all<RecordedRow>(sql`SELECT position, recorded_at, json FROM event WHERE position > ${after} ORDER BY position LIMIT ${limit}`);
}

/** All events about a thing after a position, in order. */
export function eventsAbout(db: ReadDb, aboutKind: string, aboutId: string, after: number): RecordedRow[] {
  return db.all<RecordedRow>(
    sql`SELECT position, recorded_at, json FROM event
        WHERE about_kind = ${aboutKind} AND about_id = ${aboutId} AND position > ${after} ORDER BY position`,
  );
}

/** At most `limit` events of some groups after a position, in order: the index of each group is read no further than that, and merged. */
export function eventsOfGroups(db: ReadDb, groups: readonly string[], after: number, limit: number): RecordedRow[] {
  if (groups.length === 0) return [];
  const ofOne = groups.map(
    (group) => sql`SELECT * FROM (SELECT position, recorded_at, json FROM event WHERE grp = ${group} AND position > ${after} ORDER BY position LIMIT ${limit})`,
  );
  return db.all<RecordedRow>(sql`${sql.join(ofOne, ' UNION ALL ')} ORDER BY position LIMIT ${limit}`);
}

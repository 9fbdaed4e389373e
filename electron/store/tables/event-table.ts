import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';

interface EventRow {
  readonly position: number;
  readonly json: string;
}

const toEvent = (row: EventRow): AnyEvent => JSON.parse(row.json) as AnyEvent;

/** Keeps an event; false when its position was taken in before. */
export function insertEvent(db: WriteDb, event: AnyEvent): boolean {
  const { changes } = db.run(
    sql`INSERT INTO event (position, case_id, json) VALUES (${event.position}, ${event.about.id}, ${JSON.stringify(event)}) ON CONFLICT DO NOTHING`,
  );
  return changes > 0;
}

/** The events of a case after a position, in order. */
export function caseEvents(db: ReadDb, caseId: string, after: number): AnyEvent[] {
  return db.all<EventRow>(sql`SELECT position, json FROM event WHERE case_id = ${caseId} AND position > ${after} ORDER BY position`).map(toEvent);
}

const eventOf = (db: ReadDb, caseId: string, id: string): EventRow | undefined =>
  db.get<EventRow>(sql`SELECT position, json FROM event WHERE case_id = ${caseId} AND json ->> '$.id' = ${id}`);

/** The position of one event of a case, or null where the case has none such. */
export function positionOf(db: ReadDb, caseId: string, id: string): number | null {
  return eventOf(db, caseId, id)?.position ?? null;
}

/** Of what type the event at a position is; null where there is none. */
export const typeAt = (db: ReadDb, position: number): string | null =>
  db.get<{ type: string }>(sql`SELECT json ->> '$.type' AS type FROM event WHERE position = ${position}`)?.type ?? null;

/** Keeps an event as it is from now on at its position. */
export function replaceEvent(db: WriteDb, event: AnyEvent): void {
  db.run(sql`UPDATE event SET json = ${JSON.stringify(event)} WHERE position = ${event.position}`);
}

/** Forgets the events of a case; how many there were. */
export function dropEvents(db: WriteDb, caseId: string): number {
  return db.run(sql`DELETE FROM event WHERE case_id = ${caseId}`).changes;
}

/** Changes what is kept of one event of a case, found by its id; answers its position, or null where the case has none such. */
export function rewriteEvent(db: WriteDb, caseId: string, id: string, change: (event: AnyEvent) => AnyEvent): number | null {
  const row = eventOf(db, caseId, id);
  if (!row) return null;
  db.run(sql`UPDATE event SET json = ${JSON.stringify(change(toEvent(row)))} WHERE position = ${row.position}`);
  return row.position;
}

import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import { removePlaces } from '#electron/store/projections/search-index.ts';
import { caseEvents, replaceEvent } from '#electron/store/tables/event-table.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import type { CaseId, Token } from '#shared/lib/ids.ts';

/**
 * Takes out of the cache what a person wrote in a case or is called: contents of events, texts, words, tokens, and what
 * was still to be sent. What is left is what a cache has that reads the case after its key was dropped. The case is
 * noted, so that this host does the rest of the erasure even when it is stopped now.
 */
export function eraseCase(db: WriteDb, caseId: CaseId, at: number): void {
  removePlaces(db, caseId);
  for (const event of caseEvents(db, caseId, 0)) if ('content' in event) replaceEvent(db, { ...event, content: null } as AnyEvent);
  db.run(sql`DELETE FROM outgoing WHERE case_id = ${caseId}`);
  db.run(sql`INSERT INTO erased_case (case_id, at, done) VALUES (${caseId}, ${at}, 0) ON CONFLICT (case_id) DO NOTHING`);
}

/** The cases of which the log says that they were erased; with `left`, those of which this host has not done the rest. */
export function erasedCases(db: ReadDb, left: boolean): CaseId[] {
  const rows = left
    ? db.all<{ case_id: CaseId }>(sql`SELECT case_id FROM erased_case WHERE done = 0 ORDER BY at, case_id`)
    : db.all<{ case_id: CaseId }>(sql`SELECT case_id FROM erased_case ORDER BY at, case_id`);
  return rows.map((row) => row.case_id);
}

/** Notes that this host has nothing of a case any more. */
export function doneErasing(db: WriteDb, caseId: string): void {
  db.run(sql`UPDATE erased_case SET done = 1 WHERE case_id = ${caseId}`);
}

/** Which of some tokens a text hides that is still in the cache, or an action names that has not ended. */
export function tokensKept(db: ReadDb, tokens: readonly string[]): Token[] {
  return db
    .all<{ token: Token }>(
      sql`SELECT value AS token FROM json_each(${JSON.stringify(tokens)})
          WHERE value IN (SELECT token FROM token_place) OR value IN (SELECT json ->> '$.target' FROM open_action)`,
    )
    .map((row) => row.token);
}

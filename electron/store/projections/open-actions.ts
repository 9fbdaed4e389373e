import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { OpenAction } from '#electron/store/port.ts';
import { isOpen } from '#shared/case/account-action.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import type { CaseState } from '#shared/case/state.ts';

/** Keeps the list of what was asked of the wallet and has not come to its end. */
export function noteOpenActions(db: WriteDb, event: AnyEvent, { id, actions }: CaseState): void {
  switch (event.type) {
    case 'action.requested':
    case 'action.approved':
    case 'action.rejected':
    case 'action.completed':
    case 'action.failed':
    case 'action.unknown': {
      const action = actions.find(({ key }) => key === event.body.key);
      if (action === undefined) return;
      if (!isOpen(action)) db.run(sql`DELETE FROM open_action WHERE key = ${action.key}`);
      else
        db.run(
          sql`INSERT INTO open_action (key, case_id, json) VALUES (${action.key}, ${id}, ${JSON.stringify(action)})
              ON CONFLICT (key) DO UPDATE SET json = excluded.json`,
        );
      return;
    }
    case 'case.erased':
      db.run(sql`DELETE FROM open_action WHERE case_id = ${id}`);
      return;
    default:
  }
}

/** What has not come to its end, oldest first. */
export function openActions(db: ReadDb): OpenAction[] {
  return db
    .all<{ case_id: string; json: string }>(sql`SELECT case_id, json FROM open_action ORDER BY json ->> '$.at', key`)
    .map(({ case_id, json }) => ({ ...(JSON.parse(json) as OpenAction), caseId: case_id as OpenAction['caseId'] }));
}

import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { Outgoing, Undelivered } from '#electron/store/port.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { defaultReplyRules } from '#shared/case/reply-rules.ts';
import type { CaseState } from '#shared/case/state.ts';

interface OutgoingRow {
  readonly message: string;
  readonly case_id: string;
  readonly channel: string;
  readonly at: number;
  readonly state: string;
  readonly cause: string;
}

/** Keeps the list of messages that have not left, or have not surely arrived, of channels where sending takes a provider. */
export function noteOutgoing(db: WriteDb, event: AnyEvent, { id, channel }: CaseState): void {
  if (event.type === 'message.sent') {
    if (defaultReplyRules[channel].undoMs === 0) return;
    db.run(sql`INSERT INTO outgoing (message, case_id, channel, at, state, cause) VALUES (${event.id}, ${id}, ${channel}, ${event.at}, 'queued', ${event.id})`);
  } else if (event.type === 'message.withdrawn') {
    db.run(sql`DELETE FROM outgoing WHERE message = ${event.body.message}`);
  } else if (event.type === 'message.delivery') {
    const { message, state, next } = event.body;
    if (state === 'queued')
      db.run(
        sql`INSERT INTO outgoing (message, case_id, channel, at, state, cause) VALUES (${message}, ${id}, ${channel}, ${next ?? event.at}, 'queued', ${event.id})
            ON CONFLICT (message) DO UPDATE SET at = excluded.at, state = excluded.state, cause = excluded.cause`,
      );
    else if (state === 'sent' || state === 'delivered') db.run(sql`DELETE FROM outgoing WHERE message = ${message}`);
    else
      db.run(
        sql`INSERT INTO outgoing (message, case_id, channel, at, state, cause) VALUES (${message}, ${id}, ${channel}, ${event.at}, ${state}, ${event.id})
            ON CONFLICT (message) DO UPDATE SET state = excluded.state`,
      );
  }
}

const read = ({ case_id, ...row }: OutgoingRow) => ({ ...row, caseId: case_id });

/** What has not left, oldest first. */
export function outgoing(db: ReadDb): Outgoing[] {
  return db.all<OutgoingRow>(sql`SELECT * FROM outgoing WHERE state IN ('queued', 'sending') ORDER BY at, message`).map((row) => read(row) as Outgoing);
}

/** What did not arrive, or may not have, oldest first. */
export function undelivered(db: ReadDb): Undelivered[] {
  return db.all<OutgoingRow>(sql`SELECT * FROM outgoing WHERE state IN ('failed', 'unknown') ORDER BY at, message`).map((row) => read(row) as Undelivered);
}

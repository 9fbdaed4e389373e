import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { DeferredCommand, KeptWords, TakenDraft } from '#electron/store/port.ts';
import { returnWords, takeDraft } from '#electron/store/tables/words-table.ts';
import type { Refusal } from '#shared/case/commands.ts';

interface Row {
  readonly command_id: string;
  readonly case_id: string;
  readonly role: string;
  readonly person: string;
  readonly command: string;
  readonly at: number;
  readonly refusal: string | null;
  readonly typed: string | null;
  readonly doubtful: number;
}

/** Keeps a command for later, and its words no longer in their draft; a repeat changes nothing. To be run in a transaction. */
export function deferCommand(db: WriteDb, { commandId, caseId, actor, command, typed, at }: DeferredCommand, taken: TakenDraft | null = null): void {
  db.run(
    sql`INSERT INTO deferred (command_id, case_id, role, person, command, typed, at)
        VALUES (${commandId}, ${caseId}, ${actor.kind}, ${actor.id}, ${JSON.stringify(command)}, ${typed === null ? null : JSON.stringify(typed)}, ${at})
        ON CONFLICT (command_id) DO NOTHING`,
  );
  if (taken !== null) takeDraft(db, caseId, actor.id, taken);
}

/** All that wait or were refused, in the order they were given. */
export function deferredCommands(db: ReadDb): DeferredCommand[] {
  return db.all<Row>(sql`SELECT * FROM deferred ORDER BY number`).map(
    (row) =>
      ({
        commandId: row.command_id,
        caseId: row.case_id,
        actor: { kind: row.role, id: row.person },
        command: JSON.parse(row.command),
        typed: row.typed === null ? null : JSON.parse(row.typed),
        at: row.at,
        refusal: row.refusal === null ? null : JSON.parse(row.refusal),
        doubtful: row.doubtful !== 0,
      }) as DeferredCommand,
  );
}

const back = ({ commandId, caseId, actor, typed }: DeferredCommand, refusal: Refusal | null, at: number): KeptWords | null =>
  typed === null || refusal?.code === 'erased' ? null : { ...typed, id: commandId, caseId, person: actor.id, refusal, at };

/** Notes why a command was not carried out, and gives its words back; one that never waited is told as well. To be run in a transaction. */
export function refuseDeferred(db: WriteDb, deferred: DeferredCommand, refusal: Refusal, at: number): void {
  deferCommand(db, deferred);
  const { changes } = db.run(sql`UPDATE deferred SET refusal = ${JSON.stringify(refusal)} WHERE command_id = ${deferred.commandId} AND refusal IS NULL`);
  const words = back(deferred, refusal, at);
  if (changes > 0 && words !== null) returnWords(db, words);
}

export function trustDeferred(db: WriteDb, commandId: string): void {
  db.run(sql`UPDATE deferred SET doubtful = 0 WHERE command_id = ${commandId}`);
}

export function dropDeferred(db: WriteDb, commandId: string): void {
  db.run(sql`DELETE FROM deferred WHERE command_id = ${commandId}`);
}

/** Takes a command out and gives its words back. To be run in a transaction. */
export function takeBackDeferred(db: WriteDb, deferred: DeferredCommand, at: number): void {
  dropDeferred(db, deferred.commandId);
  const words = back(deferred, null, at);
  if (words !== null) returnWords(db, words);
}

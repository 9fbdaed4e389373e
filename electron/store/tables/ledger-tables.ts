import { createHash } from 'node:crypto';
import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { OutboxEntry, OutboxState, TakenDraft } from '#electron/store/port.ts';
import { returnWords, takeDraft } from '#electron/store/tables/words-table.ts';
import type { Refusal } from '#shared/case/commands.ts';
import { invariant } from '#shared/lib/assert.ts';

/** A row of the outbox as it lies there. */
export interface OutboxRow {
  readonly command_id: string;
  readonly case_id: string;
  readonly person: string;
  readonly events: string;
  readonly expected: number;
  readonly state: string;
  readonly answer: string | null;
  readonly at: number;
  readonly role: string | null;
  readonly command: string | null;
  readonly typed: string | null;
}

export const entryOf = (row: OutboxRow): OutboxEntry =>
  ({
    commandId: row.command_id,
    caseId: row.case_id,
    person: row.person,
    events: JSON.parse(row.events),
    expected: row.expected,
    state: row.state,
    answer: row.answer,
    at: row.at,
    asked: row.command === null ? null : { role: row.role, command: JSON.parse(row.command), typed: row.typed === null ? null : JSON.parse(row.typed) },
  }) as OutboxEntry;

const written = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value));

function put(db: WriteDb, noted: OutboxEntry): void {
  const { asked } = noted;
  const { changes } = db.run(
    sql`INSERT INTO outbox (command_id, case_id, person, events, expected, state, answer, at, role, command, typed)
        VALUES (${noted.commandId}, ${noted.caseId}, ${noted.person}, ${JSON.stringify(noted.events)}, ${noted.expected}, ${noted.state}, ${noted.answer}, ${noted.at},
                ${asked?.role ?? null}, ${written(asked?.command)}, ${written(asked?.typed)})
        ON CONFLICT (command_id) DO UPDATE SET events = excluded.events, expected = excluded.expected, state = excluded.state, answer = excluded.answer
        WHERE state <> 'confirmed'`,
  );
  invariant(changes > 0, `command ${noted.commandId} is confirmed already`);
}

/**
 * Notes a command before it is appended; decided again after a conflict, it replaces what was noted. A confirmed
 * command is never noted again: its events are in the log, and other ones would double them. Once noted, its words
 * rest here and no longer in their draft. To be run in a transaction.
 */
export function putOutbox(db: WriteDb, noted: OutboxEntry, taken: TakenDraft | null = null): void {
  put(db, noted);
  if (taken !== null) takeDraft(db, noted.caseId, noted.person, taken);
}

/** Notes how a command ended; what is confirmed stays so, and a command that was never noted is a fault of the caller. Once it has arrived its words are kept here no longer. */
export function settleOutbox(db: WriteDb, commandId: string, state: OutboxState, answer: string): void {
  const { changes } = db.run(
    sql`UPDATE outbox SET state = ${state}, answer = ${answer},
          command = CASE WHEN ${state} = 'confirmed' THEN NULL ELSE command END, typed = CASE WHEN ${state} = 'confirmed' THEN NULL ELSE typed END
        WHERE command_id = ${commandId} AND (state <> 'confirmed' OR ${state} = 'confirmed')`,
  );
  invariant(changes > 0, `command ${commandId} was not noted, or is confirmed already`);
}

/** Answers a command with a refusal for good; words that left their draft with it come back. To be run in a transaction. */
export function refuseOutbox(db: WriteDb, entry: OutboxEntry, refusal: Refusal, at: number): void {
  const noted = outboxEntry(db, entry.commandId);
  const typed = noted?.asked?.typed ?? null;
  put(db, { ...entry, state: 'refused', answer: JSON.stringify(refusal) });
  db.run(sql`UPDATE outbox SET command = NULL, typed = NULL WHERE command_id = ${entry.commandId}`);
  // What was said in an erased case is gone with it, and must not come back as a draft.
  if (typed !== null && refusal.code !== 'erased') returnWords(db, { ...typed, id: entry.commandId, caseId: entry.caseId, person: entry.person, refusal, at });
}

export function outboxEntry(db: ReadDb, commandId: string): OutboxEntry | null {
  const row = db.get<OutboxRow>(sql`SELECT * FROM outbox WHERE command_id = ${commandId}`);
  return row ? entryOf(row) : null;
}

/** What was noted and never settled, oldest first. */
export function pendingOutbox(db: ReadDb): OutboxEntry[] {
  return db.all<OutboxRow>(sql`SELECT * FROM outbox WHERE state = 'queued' ORDER BY at, rowid`).map(entryOf);
}

/** The same of one case. */
export function pendingOfCase(db: ReadDb, caseId: string): OutboxEntry[] {
  return db.all<OutboxRow>(sql`SELECT * FROM outbox WHERE state = 'queued' AND case_id = ${caseId} ORDER BY at, rowid`).map(entryOf);
}

/** What nobody knows the end of, oldest first. */
export function unknownOutbox(db: ReadDb): OutboxEntry[] {
  return db.all<OutboxRow>(sql`SELECT * FROM outbox WHERE state = 'unknown' ORDER BY at, rowid`).map(entryOf);
}

export function setting(db: ReadDb, scope: string): string | null {
  return db.get<{ value: string }>(sql`SELECT value FROM setting WHERE scope = ${scope}`)?.value ?? null;
}

/** The scopes that begin with a prefix and have a value. */
export function scopesUnder(db: ReadDb, prefix: string): string[] {
  return db.all<{ scope: string }>(sql`SELECT scope FROM setting WHERE scope >= ${prefix} AND scope < ${`${prefix}\u{10ffff}`}`).map(({ scope }) => scope);
}

export function saveSetting(db: WriteDb, scope: string, value: string): void {
  db.run(sql`INSERT INTO setting (scope, value) VALUES (${scope}, ${value}) ON CONFLICT (scope) DO UPDATE SET value = excluded.value`);
}

/** Keeps aside what could not be read, with the case it came with where that is known; the same thing from the same place once. */
export function quarantine(db: WriteDb, from: string, fault: string, raw: string, at: number, caseId: string | null = null): void {
  const digest = createHash('sha256')
    .update(JSON.stringify([from, fault, raw]))
    .digest('hex');
  db.run(
    sql`INSERT INTO quarantine (came_from, fault, raw, at, digest, case_id) VALUES (${from}, ${fault}, ${raw}, ${at}, ${digest}, ${caseId}) ON CONFLICT (digest) DO NOTHING`,
  );
}

/** What was kept aside of one origin, newest first. */
export function quarantined(db: ReadDb, from: string, limit: number): { from: string; fault: string; at: number }[] {
  return db.all(sql`SELECT came_from AS "from", fault, at FROM quarantine WHERE came_from = ${from} ORDER BY id DESC LIMIT ${limit}`);
}

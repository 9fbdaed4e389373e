import { createHash } from 'node:crypto';
import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { Draft, OutboxEntry, OutboxState } from '#electron/store/port.ts';
import { invariant } from '#shared/lib/assert.ts';

interface DraftRow {
  readonly case_id: string;
  readonly person: string;
  readonly kind: string;
  readonly text: string;
  readonly attachments: string;
  readonly saved_at: number;
}

export function saveDraft(db: WriteDb, draft: Draft): void {
  db.run(
    sql`INSERT INTO draft (case_id, person, kind, text, attachments, saved_at)
        VALUES (${draft.caseId}, ${draft.person}, ${draft.kind}, ${draft.text}, ${JSON.stringify(draft.attachments)}, ${draft.savedAt})
        ON CONFLICT (person, case_id, kind) DO UPDATE SET text = excluded.text, attachments = excluded.attachments, saved_at = excluded.saved_at`,
  );
}

export function dropDraft(db: WriteDb, caseId: string, person: string, kind: string): void {
  db.run(sql`DELETE FROM draft WHERE person = ${person} AND case_id = ${caseId} AND kind = ${kind}`);
}

/** A person's drafts, newest first. */
export function drafts(db: ReadDb, person: string): Draft[] {
  const rows = db.all<DraftRow>(sql`SELECT * FROM draft WHERE person = ${person} ORDER BY saved_at DESC`);
  return rows.map(
    (row) =>
      ({
        caseId: row.case_id,
        person: row.person,
        kind: row.kind,
        text: row.text,
        attachments: JSON.parse(row.attachments),
        savedAt: row.saved_at,
      }) as Draft,
  );
}

interface OutboxRow {
  readonly command_id: string;
  readonly case_id: string;
  readonly person: string;
  readonly events: string;
  readonly expected: number;
  readonly state: string;
  readonly answer: string | null;
  readonly at: number;
}

const entry = (row: OutboxRow): OutboxEntry =>
  ({
    commandId: row.command_id,
    caseId: row.case_id,
    person: row.person,
    events: JSON.parse(row.events),
    expected: row.expected,
    state: row.state,
    answer: row.answer,
    at: row.at,
  }) as OutboxEntry;

/**
 * Notes a command before it is appended; decided again after a conflict, it replaces what was noted. A confirmed
 * command is never noted again: its events are in the log, and other ones would double them.
 */
export function putOutbox(db: WriteDb, noted: OutboxEntry): void {
  const { changes } = db.run(
    sql`INSERT INTO outbox (command_id, case_id, person, events, expected, state, answer, at)
        VALUES (${noted.commandId}, ${noted.caseId}, ${noted.person}, ${JSON.stringify(noted.events)}, ${noted.expected}, ${noted.state}, ${noted.answer}, ${noted.at})
        ON CONFLICT (command_id) DO UPDATE SET events = excluded.events, expected = excluded.expected, state = excluded.state, answer = excluded.answer
        WHERE state <> 'confirmed'`,
  );
  invariant(changes > 0, `command ${noted.commandId} is confirmed already`);
}

/** Notes how a command ended; what is confirmed stays so, and a command that was never noted is a fault of the caller. */
export function settleOutbox(db: WriteDb, commandId: string, state: OutboxState, answer: string): void {
  const { changes } = db.run(
    sql`UPDATE outbox SET state = ${state}, answer = ${answer} WHERE command_id = ${commandId} AND (state <> 'confirmed' OR ${state} = 'confirmed')`,
  );
  invariant(changes > 0, `command ${commandId} was not noted, or is confirmed already`);
}

export function outboxEntry(db: ReadDb, commandId: string): OutboxEntry | null {
  const row = db.get<OutboxRow>(sql`SELECT * FROM outbox WHERE command_id = ${commandId}`);
  return row ? entry(row) : null;
}

/** What was noted and never settled, oldest first. */
export function pendingOutbox(db: ReadDb): OutboxEntry[] {
  return db.all<OutboxRow>(sql`SELECT * FROM outbox WHERE state = 'queued' ORDER BY at, rowid`).map(entry);
}

export function setting(db: ReadDb, scope: string): string | null {
  return db.get<{ value: string }>(sql`SELECT value FROM setting WHERE scope = ${scope}`)?.value ?? null;
}

export function saveSetting(db: WriteDb, scope: string, value: string): void {
  db.run(sql`INSERT INTO setting (scope, value) VALUES (${scope}, ${value}) ON CONFLICT (scope) DO UPDATE SET value = excluded.value`);
}

/** Keeps aside what could not be read; the same thing from the same place once. */
export function quarantine(db: WriteDb, from: string, fault: string, raw: string, at: number): void {
  const digest = createHash('sha256')
    .update(JSON.stringify([from, fault, raw]))
    .digest('hex');
  db.run(sql`INSERT INTO quarantine (came_from, fault, raw, at, digest) VALUES (${from}, ${fault}, ${raw}, ${at}, ${digest}) ON CONFLICT (digest) DO NOTHING`);
}

/** What was kept aside of one origin, newest first. */
export function quarantined(db: ReadDb, from: string, limit: number): { from: string; fault: string; at: number }[] {
  return db.all(sql`SELECT came_from AS "from", fault, at FROM quarantine WHERE came_from = ${from} ORDER BY id DESC LIMIT ${limit}`);
}

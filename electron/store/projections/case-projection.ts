import { indexTerms } from '#electron/store/projections/search-terms.ts';
import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import { type InboxRow, toInboxRow } from '#shared/case/inbox-row.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { TokenMark } from '#shared/wallet/tokens.ts';

const KEPT = 300;

/** The events of a case after a position, in order. */
export function caseEvents(db: ReadDb, caseId: string, after: number): AnyEvent[] {
  return db
    .all<{ json: string }>(sql`SELECT json FROM event WHERE case_id = ${caseId} AND position > ${after} ORDER BY position`)
    .map((row) => JSON.parse(row.json) as AnyEvent);
}

export function readFact(db: ReadDb, name: string): string | null {
  return db.get<{ value: string }>(sql`SELECT value FROM fact WHERE name = ${name}`)?.value ?? null;
}

/** Takes events of cases in and keeps their rows and the search index, all in the caller's one transaction. */
export class CaseProjection {
  readonly #db: WriteDb;
  readonly #states = new Map<CaseId, CaseState>();

  constructor(db: WriteDb) {
    this.#db = db;
  }

  /** One batch and its cursor; answers each changed case's row once. Repeats change nothing. */
  ingest(events: readonly AnyEvent[], cursor: string): readonly InboxRow[] {
    try {
      return this.#db.transaction(() => {
        const changed = new Map<CaseId, CaseState>();
        for (const event of events) this.#take(event, changed);
        const rows = [...changed.values()].map(toInboxRow);
        for (const row of rows) this.#writeRow(row);
        this.#db.run(sql`INSERT INTO fact (name, value) VALUES ('cursor', ${cursor}) ON CONFLICT (name) DO UPDATE SET value = excluded.value`);
        return rows;
      });
    } catch (cause) {
      // The folded states may be ahead of what was rolled back.
      this.#states.clear();
      throw cause;
    }
  }

  #take(event: AnyEvent, changed: Map<CaseId, CaseState>): void {
    const id = event.about.id as CaseId;
    const before = this.#state(id);
    if (before && event.position <= before.position) return;
    const after = foldCase(before, [event]);
    const json = JSON.stringify(event);
    if (this.#db.run(sql`INSERT INTO event (position, case_id, json) VALUES (${event.position}, ${id}, ${json}) ON CONFLICT DO NOTHING`).changes === 0) return;
    this.#index(event, id);
    if (!after) return;
    this.#states.delete(id);
    this.#states.set(id, after);
    if (this.#states.size > KEPT) {
      const oldest = this.#states.keys().next();
      if (!oldest.done) this.#states.delete(oldest.value);
    }
    changed.set(id, after);
  }

  #state(id: CaseId): CaseState | undefined {
    return this.#states.get(id) ?? foldCase(undefined, caseEvents(this.#db, id, 0));
  }

  #writeRow(row: InboxRow): void {
    this.#db.run(
      sql`INSERT INTO case_row (id, queue, status, owner, intended_for, customer, priority, opened_at, active_at, waiting_since, snoozed_until, json)
          VALUES (${row.id}, ${row.queue}, ${row.status}, ${row.owner}, ${row.intendedFor}, ${row.customer}, ${row.priority},
                  ${row.openedAt}, ${row.activeAt}, ${row.waitingSince}, ${row.snoozedUntil}, ${JSON.stringify(row)})
          ON CONFLICT (id) DO UPDATE SET queue = excluded.queue, status = excluded.status, owner = excluded.owner,
            intended_for = excluded.intended_for, customer = excluded.customer, priority = excluded.priority,
            opened_at = excluded.opened_at, active_at = excluded.active_at, waiting_since = excluded.waiting_since,
            snoozed_until = excluded.snoozed_until, json = excluded.json`,
    );
  }

  #index(event: AnyEvent, caseId: CaseId): void {
    if (event.type === 'message.redacted') return this.#unindex(event.body.message);
    if (event.type === 'case.opened') {
      const words = [event.content?.contactName, event.content?.subject].filter((word) => word !== undefined).join(' ');
      if (words !== '') this.#searchable(caseId, null, event.at, words, []);
    } else if (event.type === 'message.received' || event.type === 'message.sent' || event.type === 'note.added') {
      if (event.content) this.#searchable(caseId, event.id, event.at, event.content.text, event.content.marks);
    }
  }

  #searchable(caseId: CaseId, entry: string | null, at: number, text: string, marks: readonly TokenMark[]): void {
    const { lastId } = this.#db.run(sql`INSERT INTO searchable (case_id, entry, at, text) VALUES (${caseId}, ${entry}, ${at}, ${text})`);
    this.#db.run(sql`INSERT INTO word (rowid, terms) VALUES (${lastId}, ${indexTerms(text)})`);
    for (const mark of marks) this.#db.run(sql`INSERT INTO token_place (token, searchable) VALUES (${mark.token}, ${lastId}) ON CONFLICT DO NOTHING`);
  }

  #unindex(entry: string): void {
    const found = this.#db.get<{ id: number }>(sql`SELECT id FROM searchable WHERE entry = ${entry}`);
    if (!found) return;
    this.#db.run(sql`DELETE FROM word WHERE rowid = ${found.id}`);
    this.#db.run(sql`DELETE FROM token_place WHERE searchable = ${found.id}`);
    this.#db.run(sql`DELETE FROM searchable WHERE id = ${found.id}`);
  }

  /** Empties everything. */
  clear(): void {
    this.#states.clear();
    this.#db.transaction(() => {
      for (const statement of [
        sql`DELETE FROM event`,
        sql`DELETE FROM case_row`,
        sql`DELETE FROM fact`,
        sql`DELETE FROM searchable`,
        sql`DELETE FROM word`,
        sql`DELETE FROM token_place`,
      ]) {
        this.#db.run(statement);
      }
    });
  }
}

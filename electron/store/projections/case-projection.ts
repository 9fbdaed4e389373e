import type { WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import { eraseCase } from '#electron/store/projections/erasing.ts';
import { writeRow } from '#electron/store/projections/inbox-rows.ts';
import { comeBack, leave } from '#electron/store/projections/leaving.ts';
import { noteOpenActions } from '#electron/store/projections/open-actions.ts';
import { noteOutgoing } from '#electron/store/projections/outgoing.ts';
import { indexEvent } from '#electron/store/projections/search-index.ts';
import { caseEvents, insertEvent } from '#electron/store/tables/event-table.ts';
import { writeFact } from '#electron/store/tables/fact-table.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { evolve, foldCase } from '#shared/case/evolve.ts';
import { type InboxRow, toInboxRow } from '#shared/case/inbox-row.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

/** How many folded cases are kept, newest use last. */
const KEPT = 400;

/** Takes events of cases in and keeps their rows, counts and search index, all in one transaction with the cursor. */
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
        for (const row of rows) writeRow(this.#db, row);
        writeFact(this.#db, 'cursor', cursor);
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
    const before = changed.get(id) ?? this.#state(id);
    if (before && event.position <= before.position) return;
    if (!insertEvent(this.#db, event)) return;
    const after = evolve(before, event);
    // What came before the case's opening is kept for the day it is read with the rest; there is no row to show.
    if (!after) return;
    if (!before) comeBack(this.#db, id);
    indexEvent(this.#db, event, after);
    noteOutgoing(this.#db, event, after);
    noteOpenActions(this.#db, event, after);
    if (event.type === 'case.erased') eraseCase(this.#db, id, event.at);
    this.#keep(id, after);
    changed.set(id, after);
  }

  /** Takes some of the closed cases out that had nothing happen since `before`; `more` where there may be others. */
  leave(before: Instant, now: Instant): { readonly left: readonly CaseId[]; readonly more: boolean } {
    const turn = this.#db.transaction(() => leave(this.#db, before, now));
    for (const id of turn.left) this.#states.delete(id);
    return turn;
  }

  #state(id: CaseId): CaseState | undefined {
    return this.#states.get(id) ?? foldCase(undefined, caseEvents(this.#db, id, 0));
  }

  #keep(id: CaseId, state: CaseState): void {
    this.#states.delete(id);
    this.#states.set(id, state);
    if (this.#states.size <= KEPT) return;
    const oldest = this.#states.keys().next();
    if (!oldest.done) this.#states.delete(oldest.value);
  }

  /** Empties everything, the cursor too. */
  clear(): void {
    this.#states.clear();
    this.#db.transaction(() => {
      for (const statement of [
        sql`DELETE FROM event`,
        sql`DELETE FROM case_row`,
        sql`DELETE FROM tally`,
        sql`DELETE FROM fact WHERE name = 'cursor'`,
        sql`DELETE FROM searchable`,
        sql`DELETE FROM token_place`,
        sql`DELETE FROM amount_place`,
        sql`DELETE FROM case_tag`,
        sql`DELETE FROM outgoing`,
        sql`DELETE FROM open_action`,
        sql`DELETE FROM left_case`,
        sql`DELETE FROM visit`,
        sql`DELETE FROM erased_case`,
        sql`INSERT INTO word (word) VALUES ('delete-all')`,
      ]) {
        this.#db.run(statement);
      }
    });
  }
}

import type { ReadDb } from '#electron/sqlite/db.ts';
import { type Query, sql } from '#electron/sqlite/sql.ts';
import { excerpt, holds, matchExpression } from '#electron/store/projections/search-terms.ts';
import type { InboxQuery, SearchHit } from '#electron/store/port.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { InboxRow, InboxView } from '#shared/case/inbox-row.ts';

interface Row {
  readonly json: string;
}

const toRow = (row: Row): InboxRow => JSON.parse(row.json) as InboxRow;

/** Which rows a view holds. A case handed to a person counts as theirs to take, whatever its queue. */
function inView(view: InboxView, person: string, queues: readonly string[]): Query {
  const inQueues = sql`queue IN (${sql.list(queues)})`;
  switch (view) {
    case 'active':
      return sql`((status = 'waiting' AND (${inQueues} OR intended_for = ${person})) OR (status = 'open' AND owner = ${person}))`;
    case 'mine':
      return sql`(owner = ${person} AND status = 'open')`;
    case 'all':
      return sql`(${inQueues} OR owner = ${person} OR intended_for = ${person})`;
    case 'snoozed':
      return sql`(status = 'snoozed' AND owner = ${person})`;
    case 'resolved':
      return sql`(status = 'resolved' AND (${inQueues} OR owner = ${person}))`;
    default:
      return assertNever(view, 'view');
  }
}

/** Newest or longest first; the newest activity breaks ties, and the id what is left, so that pages never overlap. */
function inOrder({ by, descending }: InboxQuery['sort']): Query {
  switch (by) {
    case 'activeAt':
      return descending ? sql`active_at DESC, id DESC` : sql`active_at, id`;
    case 'openedAt':
      return descending ? sql`opened_at DESC, id DESC` : sql`opened_at, id`;
    case 'waitingSince':
      return descending ? sql`waiting_since DESC, active_at DESC, id` : sql`waiting_since IS NULL, waiting_since, active_at DESC, id`;
    case 'priority':
      return descending ? sql`priority DESC, active_at DESC, id` : sql`priority, active_at DESC, id`;
    default:
      return assertNever(by, 'sort');
  }
}

/** One page of a view, with how many cases the view holds. */
export function inboxPage(db: ReadDb, query: InboxQuery): { rows: InboxRow[]; total: number } {
  const where = inView(query.view, query.person, query.queues);
  const rows = db.all<Row>(sql`SELECT json FROM case_row WHERE ${where} ORDER BY ${inOrder(query.sort)} LIMIT ${query.limit} OFFSET ${query.offset}`);
  return { rows: rows.map(toRow), total: countOf(db, where) };
}

const countOf = (db: ReadDb, where: Query): number => db.get<{ n: number }>(sql`SELECT count(*) AS n FROM case_row WHERE ${where}`)?.n ?? 0;

/** How many cases each view holds. */
export function inboxCounts(db: ReadDb, person: string, queues: readonly string[]): Record<InboxView, number> {
  const count = (view: InboxView) => countOf(db, inView(view, person, queues));
  return { active: count('active'), mine: count('mine'), all: count('all'), snoozed: count('snoozed'), resolved: count('resolved') };
}

export function rowOf(db: ReadDb, caseId: string): InboxRow | null {
  const row = db.get<Row>(sql`SELECT json FROM case_row WHERE id = ${caseId}`);
  return row ? toRow(row) : null;
}

/** A customer's cases, newest activity first. */
export function casesOf(db: ReadDb, customer: string, limit: number): InboxRow[] {
  return db.all<Row>(sql`SELECT json FROM case_row WHERE customer = ${customer} ORDER BY active_at DESC LIMIT ${limit}`).map(toRow);
}

/** Snoozed cases that are due at a moment. */
export function snoozedUntil(db: ReadDb, now: number): InboxRow[] {
  return db.all<Row>(sql`SELECT json FROM case_row WHERE snoozed_until IS NOT NULL AND snoozed_until <= ${now} ORDER BY snoozed_until`).map(toRow);
}

interface Found {
  readonly case_id: string;
  readonly entry: string | null;
  readonly at: number;
  readonly text: string;
}

/** How many candidates are looked through for hits that hold the words exactly. */
const CANDIDATES = 2_000;

/** Newest first: texts that hold the words, and places that hide one of the tokens; one hit a case and entry. */
export function searchTexts(db: ReadDb, text: string, tokens: readonly string[], limit: number): SearchHit[] {
  const found: Found[] = [];
  if (tokens.length > 0) {
    found.push(
      ...db.all<Found>(
        sql`SELECT case_id, entry, at, text FROM searchable
            WHERE id IN (SELECT searchable FROM token_place WHERE token IN (${sql.list(tokens)})) ORDER BY id DESC LIMIT ${limit}`,
      ),
    );
  }
  const match = text === '' ? null : matchExpression(text);
  if (match !== null) {
    let taken = 0;
    const candidates = db.iterate<Found>(
      sql`SELECT case_id, entry, at, text FROM (SELECT rowid AS place FROM word WHERE word MATCH ${match} ORDER BY rowid DESC LIMIT ${CANDIDATES})
          JOIN searchable ON searchable.id = place`,
    );
    for (const candidate of candidates) {
      if (!holds(candidate.text, text)) continue;
      found.push(candidate);
      if (++taken >= limit) break;
    }
  }
  return found.flatMap((hit) => {
    const row = rowOf(db, hit.case_id);
    return row ? [{ row, entry: hit.entry, at: hit.at, excerpt: excerpt(hit.text, text) }] : [];
  });
}

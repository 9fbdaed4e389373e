import type { ReadDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { SearchHit } from '#electron/store/port.ts';
import { rowOf } from '#electron/store/projections/inbox-queries.ts';
import { openingText } from '#electron/store/projections/search-index.ts';
import { excerpt, excerptAround, type Sought, seek } from '#electron/store/projections/search-terms.ts';

interface Place {
  readonly position: number;
  readonly case_id: string;
  readonly entry: string | null;
  readonly at: number;
  readonly text: string;
}

/** Places that the index offers for a query, newest first; the reader stops where it has enough. */
export const candidates = (match: string) =>
  sql`SELECT position, case_id, entry, at, text FROM word CROSS JOIN searchable ON searchable.position = word.rowid
      WHERE word MATCH ${match} ORDER BY word.rowid DESC`;

/** Places that hide one of the tokens, newest first; one that hides several comes once. */
export const hiding = (tokens: readonly string[], limit: number) =>
  sql`SELECT position, case_id, entry, at, text, start FROM searchable
      JOIN (SELECT position AS place, min(start) AS start FROM token_place WHERE token IN (${sql.list(tokens)})
            GROUP BY position ORDER BY position DESC LIMIT ${limit})
      ON position = place`;

function byTokens(db: ReadDb, tokens: readonly string[], limit: number): Map<number, SearchHit> {
  const hits = new Map<number, SearchHit>();
  if (tokens.length === 0) return hits;
  for (const place of db.all<Place & { start: number }>(hiding(tokens, limit))) {
    const row = rowOf(db, place.case_id);
    if (row) hits.set(place.position, { row, entry: place.entry, at: place.at, excerpt: excerptAround(place.text, place.start) });
  }
  return hits;
}

function byText(db: ReadDb, sought: Sought, limit: number, hits: Map<number, SearchHit>): void {
  let taken = 0;
  for (const place of db.iterate<Place>(candidates(sought.match))) {
    if (taken >= limit) return;
    const { case_id: caseId, entry, text } = place;
    if (!sought.holds(entry === null ? openingText(text, caseId) : text)) continue;
    const row = rowOf(db, caseId);
    if (!row) continue;
    taken += 1;
    hits.set(place.position, { row, entry, at: place.at, excerpt: excerpt(text, sought) });
  }
}

/** Entries that hold the text or hide one of the tokens, and openings whose contact, subject or number is meant; newest first, each once. */
export function searchTexts(db: ReadDb, text: string, tokens: readonly string[], limit: number): SearchHit[] {
  const hits = byTokens(db, tokens, limit);
  const sought = seek(text);
  if (sought) byText(db, sought, limit, hits);
  return [...hits]
    .sort(([a], [b]) => b - a)
    .slice(0, limit)
    .map(([, hit]) => hit);
}

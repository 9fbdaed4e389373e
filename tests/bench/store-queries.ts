import type { ReadDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';

interface Place {
  readonly case_id: string;
  readonly entry: string | null;
  readonly text: string;
}

/** A query, and where it is compared, the newest entries that hold it, by a scan of all texts. */
export interface BenchQuery {
  readonly text: string;
  readonly expected: readonly string[] | null;
}

const QUERIES = 240;
/** One in so many is compared. */
const COMPARED = 4;

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
const isLatin = (text: string): boolean => /^[\x20-\x7e]+$/.test(text);

/** A piece of a text as somebody who looks for it would type it: one to five words, or one to two pieces of Chinese. */
function pieceOf(text: string, random: () => number): string | null {
  const some = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  if (isLatin(text)) {
    const words = wordsOf(text);
    if (words.length === 0) return null;
    const from = Math.floor(random() * words.length);
    const taken = words.slice(from, from + 1 + Math.floor(random() * 5));
    const last = taken.at(-1) ?? '';
    return [...taken.slice(0, -1), last.slice(0, Math.max(1, last.length - Math.floor(random() * 3)))].join(' ');
  }
  const runs = text.match(/\p{Script=Han}{2,}/gu) ?? [];
  const pieces = Array.from({ length: 1 + Math.floor(random() * 2) }, () => {
    const run = some(runs) ?? '';
    const from = Math.floor(random() * Math.max(1, run.length - 1));
    return run.slice(from, from + 1 + Math.floor(random() * 5));
  }).filter((piece) => piece !== '');
  return pieces.length === 0 ? null : pieces.join(' ');
}

/** Queries drawn from the texts of a cache, both languages alike; some with what a plain scan of all texts, newest first, says. */
export function benchQueries(db: ReadDb, limit: number, random: () => number): readonly BenchQuery[] {
  const count = db.get<{ count: number }>(sql`SELECT count(*) AS count FROM searchable`)?.count ?? 0;
  const every = Math.max(1, Math.floor(count / (QUERIES * 1.5)));
  const drawn: string[] = [];
  let row = 0;
  for (const { text } of db.iterate<Place>(sql`SELECT text FROM searchable`)) {
    const piece = row++ % every === 0 && drawn.length < QUERIES ? pieceOf(text, random) : null;
    if (piece !== null) drawn.push(piece);
  }
  const compared = drawn.filter((_, index) => index % COMPARED === 0).map((text) => ({ text, fits: scanFor(text), expected: [] as string[] }));
  // The number of a case is found as a whole alone, which no piece of a text is.
  for (const { case_id: caseId, entry, text } of db.iterate<Place>(sql`SELECT case_id, entry, text FROM searchable ORDER BY position DESC`)) {
    const whole = text.toLowerCase();
    const words = /[a-z0-9]/.test(whole) ? wordsOf(whole) : [];
    for (const { fits, expected } of compared) if (expected.length < limit && fits(whole, words)) expected.push(entry ?? caseId);
  }
  return drawn.map((text, index) => ({ text, expected: index % COMPARED === 0 ? (compared[index / COMPARED]?.expected ?? null) : null }));
}

/** Whether a text holds a query, in the plainest reading: Chinese anywhere, words whole, the last of them by its beginning. */
function scanFor(query: string): (whole: string, words: readonly string[]) => boolean {
  const parts = query.split(' ');
  if (!isLatin(query)) return (whole) => parts.every((part) => whole.includes(part));
  const begun = parts.at(-1) ?? '';
  return (_, words) => parts.slice(0, -1).every((part) => words.includes(part)) && words.some((word) => word.startsWith(begun));
}

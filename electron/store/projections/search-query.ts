import type { ReadDb } from '#electron/sqlite/db.ts';
import { type Query, sql } from '#electron/sqlite/sql.ts';
import type { CacheSearch, SearchHit } from '#electron/store/cache-queries.ts';
import { rowOf } from '#electron/store/projections/inbox-queries.ts';
import { casesInOrder, gatherCases, isContact } from '#electron/store/projections/search-cases.ts';
import { type Conditions, conditionsOf, type HasAmount } from '#electron/store/projections/search-conditions.ts';
import { excerptOf, excerptOfMark, type Spot } from '#electron/store/projections/search-excerpt.ts';
import type { SearchPlace } from '#electron/store/projections/search-index.ts';
import { ratesOf, worthAsking } from '#electron/store/projections/search-rates.ts';
import { fieldOf, type Shown, shownOpening } from '#electron/store/projections/search-shown.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { AmountRange } from '#shared/desk/search-values.ts';
import type { Instant } from '#shared/lib/time.ts';

/**
 * A search goes through candidates, newest first, and looks at each: which way it goes decides how long it takes, never
 * what it finds. A first few are looked at: those that the index of words offers for the whole words, or the newest of
 * all where there are none. They are often enough, and spare what is dear: a word that is only begun, which the index
 * gathers from all words that begin so (12 ms for 97,000 places), and lists of cases. Where they are not enough and a
 * short list of places can be had (of few cases, with few amounts), that is gone through, alone or as far as the index
 * meets it; else all that the index offers, for what is begun too, which then is rare; else the places in their order.
 */

/** Where one way is left for another: measured on caches of some hundred thousand messages. */
export interface SearchBounds {
  /** So many places are looked at one by one; of more, those that the index does not offer are passed over. */
  readonly fewPlaces: number;
  /** So many cases of certain queues, statuses and channels are gathered when cases are asked for; more are read in their order. */
  readonly fewCases: number;
  /** More cases than this are not gathered; they are met on the way through the newest places or cases instead. */
  readonly mostCases: number;
  /** More amounts than this are not sorted; they are met in their order. */
  readonly mostAmounts: number;
  /** So many places that the index offers are looked at first at least, then on while enough of them fit; 0 passes over them. */
  readonly patience: number;
  /** The same of the newest places, for the beginning of a word alone: neighbours are of one case and one language. */
  readonly newest: number;
}

const measured: SearchBounds = { fewPlaces: 1_500, fewCases: 500, mostCases: 2_000, mostAmounts: 20_000, patience: 100, newest: 400 };

/** So many cases are gathered before anything else is tried. */
const FEW = 100;
/**
 * While one in so many of the first places fits they are looked at further: of those that the index offers, and of the
 * newest, which stand side by side in the file. A place costs 20 µs where it stands alone, else 3; to gather what begins
 * with a word costs 0.12 µs for each place that has one.
 */
const ONE_IN = { offered: 10, newest: 40 };
/** How many of the places have what is begun, where the first few did not have it. */
const RARE = 0.02;
/** Stretches of the log by which times are looked up, as the index `searchable_time` has them; so many are read in one go. */
const STRETCH = 12;
const IN_ONE_GO = 8;
const LAST = Number.MAX_SAFE_INTEGER;

interface Range {
  readonly from: number;
  readonly to: number;
}

const columns = sql`position, case_id, entry, at, author, addressee, channel, attached, text`;

/** Places that the index offers for a query, newest first; the reader stops where it has enough. FTS5 passes over limits that are not whole numbers of SQL. */
export const candidates = (match: string, { from, to }: Range = { from: 0, to: LAST }): Query =>
  sql`SELECT ${columns} FROM word CROSS JOIN searchable ON searchable.position = word.rowid
      WHERE word MATCH ${match} AND word.rowid BETWEEN CAST(${from} AS INTEGER) AND CAST(${to} AS INTEGER) ORDER BY word.rowid DESC`;
/** The same without looking at them. */
export const offered = (match: string): Query => sql`SELECT rowid AS position FROM word WHERE word MATCH ${match} ORDER BY rowid DESC`;
export const newest = ({ from, to }: Range): Query => sql`SELECT ${columns} FROM searchable WHERE position BETWEEN ${from} AND ${to} ORDER BY position DESC`;
export const placesOfCases = (cases: readonly string[]): Query =>
  sql`SELECT searchable.position AS position FROM json_each(${JSON.stringify(cases)}) AS one CROSS JOIN searchable ON searchable.case_id = one.value`;
export const placesOfAmounts = ({ least, most }: AmountRange, limit: number): Query =>
  sql`SELECT position FROM amount_place WHERE minor BETWEEN ${least ?? 0} AND ${most ?? LAST} LIMIT ${limit}`;
export const hiding = (tokens: readonly string[]): Query => sql`SELECT DISTINCT position FROM token_place WHERE token IN (${sql.list(tokens)})`;
export const amountAt = (position: number, { least, most }: AmountRange): Query =>
  sql`SELECT 1 AS one FROM amount_place WHERE position = ${position} AND minor BETWEEN ${least ?? 0} AND ${most ?? LAST} LIMIT 1`;
export const spanOf = (stretch: number): Query =>
  sql`SELECT (SELECT min(at) FROM searchable WHERE position >> 12 = ${stretch}) AS least, (SELECT max(at) FROM searchable WHERE position >> 12 = ${stretch}) AS most`;

/** The stretches of the log, newest first, in which something of the asked time stands. */
function* rangesOf(db: ReadDb, before: Instant | null, after: Instant | null): Generator<Range> {
  if (before === null && after === null) return yield { from: 0, to: LAST };
  // The ends of an index, each looked up by itself.
  const ends = db.get<{ first: number | null; last: number | null }>(
    sql`SELECT (SELECT min(position) FROM searchable) AS first, (SELECT max(position) FROM searchable) AS last`,
  );
  const [first, last] = [Math.floor((ends?.first ?? 0) / 2 ** STRETCH), Math.floor((ends?.last ?? 0) / 2 ** STRETCH)];
  let open = null as Range | null;
  for (let stretch = last; stretch >= first; stretch -= 1) {
    const span = db.get<{ least: number | null; most: number | null }>(spanOf(stretch));
    const { least, most } = span ?? { least: null, most: null };
    const fits = least !== null && most !== null && (before === null || least < before) && (after === null || most >= after);
    const from = stretch * 2 ** STRETCH;
    if (fits) open = { from, to: open?.to ?? from + 2 ** STRETCH - 1 };
    if (open && (!fits || open.to - open.from > IN_ONE_GO * 2 ** STRETCH)) {
      yield open;
      open = null;
    }
  }
  if (open) yield open;
}

interface At {
  readonly position: number;
}

/** Positions, the newest first, each once, of the asked time. */
function sorted(db: ReadDb, { before, after }: Conditions, rows: readonly At[]): Float64Array {
  const positions = Float64Array.from(new Set(rows.map(({ position }) => position)))
    .sort()
    .reverse();
  if (before === null && after === null) return positions;
  const ranges = [...rangesOf(db, before, after)];
  return positions.filter((position) => ranges.some(({ from, to }) => position >= from && position <= to));
}

function* placesAt(db: ReadDb, positions: Iterable<number>): Generator<SearchPlace> {
  for (const position of positions) {
    const place = db.get<SearchPlace>(sql`SELECT ${columns} FROM searchable WHERE position = ${position}`);
    if (place) yield place;
  }
}

/** What the index offers of a list of positions. */
function* offeredOf(db: ReadDb, match: string, positions: Float64Array): Generator<number> {
  const wanted = new Set(positions);
  for (const { position } of db.iterate<At>(offered(match))) if (wanted.has(position)) yield position;
}

function* inRanges(db: ReadDb, { before, after }: Conditions, query: (range: Range) => Query): Generator<SearchPlace> {
  for (const range of rangesOf(db, before, after)) yield* db.iterate<SearchPlace>(query(range));
}

/** A question to the index, or null for none. */
const asMatch = (pieces: readonly string[]): string | null => (pieces.length === 0 ? null : pieces.join(' AND '));

/** A list that holds every place which may fit, where one can be had that is short: of hidden values, of few cases, of amounts. */
function listOf(db: ReadDb, conditions: Conditions, tokens: readonly string[] | null, { mostCases, mostAmounts }: SearchBounds): Float64Array | null {
  if (tokens !== null) return sorted(db, conditions, db.all<At>(hiding(tokens)));
  const lists: (readonly At[])[] = [];
  const cases = gatherCases(db, conditions, { most: mostCases, mostStanding: mostCases });
  if (cases !== null) lists.push(db.all<At>(placesOfCases(cases)));
  for (const { range } of conditions.asked.amount) {
    const places = db.all<At>(placesOfAmounts(range, mostAmounts + 1));
    if (places.length <= mostAmounts) lists.push(places);
  }
  const [first, ...others] = lists;
  return first
    ? sorted(
        db,
        conditions,
        others.reduce((shortest, list) => (list.length < shortest.length ? list : shortest), first),
      )
    : null;
}

/** Whether a list may be had at all. */
const mayBeListed = ({ asked, leftOut }: Conditions): boolean =>
  (['queue', 'status', 'tag', 'incident', 'customer', 'from', 'to', 'amount'] as const).some((kind) => asked[kind].length > 0) ||
  leftOut.some(({ kind }) => kind === 'queue' || kind === 'status');

interface Way {
  readonly places: Iterable<SearchPlace>;
  /** Whether it is to be given up, after so many were looked at, so many of which fit; never the last. */
  readonly isHopeless: (looked: number, fitting: number) => boolean;
}

/** The ways to the fitting places, to be tried in turn. */
function* waysTo(db: ReadDb, conditions: Conditions, tokens: readonly string[] | null, limit: number, bounds: SearchBounds): Generator<Way> {
  const { begun } = conditions;
  // One question alone is asked whatever its rate.
  const worth = (also?: number) => (conditions.pieces.length < 2 ? conditions.pieces : worthAsking(conditions.pieces, ratesOf(db), limit, also));
  const pieces = worth();
  const whole = (places: Iterable<SearchPlace>): Way => ({ places, isHopeless: () => false });
  const offers = (match: string | null) => inRanges(db, conditions, match === null ? newest : (range) => candidates(match, range));
  const match = asMatch(begun === null ? pieces : [...worth(RARE), `"${begun}"*`]);
  const first = begun !== null || (match !== null && mayBeListed(conditions));
  // A list of very few cases is shorter yet.
  if (first && tokens === null && bounds.patience > 0 && gatherCases(db, conditions, { most: FEW, mostStanding: FEW }) === null) {
    const [least, oneIn] = pieces.length === 0 ? [bounds.newest, ONE_IN.newest] : [bounds.patience, ONE_IN.offered];
    yield { places: offers(asMatch(pieces)), isHopeless: (looked, fitting) => looked >= least && fitting * oneIn < looked };
  }
  const list = listOf(db, conditions, tokens, bounds);
  yield whole(list ? placesAt(db, match === null || list.length <= bounds.fewPlaces ? list : offeredOf(db, match, list)) : offers(match));
}

/** By the times that are shown: those of the customers' and colleagues' clocks, which do not always grow along the log; of one time the newest in the log first. */
const byTime = (hits: readonly SearchHit[]): SearchHit[] => hits.toSorted((a, b) => b.at - a.at);

function findPlaces(db: ReadDb, conditions: Conditions, tokens: readonly string[] | null, limit: number, bounds: SearchBounds): SearchHit[] {
  const rows = new Map<string, InboxRow | null>();
  /** The case of a place, where it fits. */
  const caseOf = (id: string): InboxRow | null => {
    const known = rows.get(id);
    if (known !== undefined) return known;
    const row = rowOf(db, id);
    const fitting = row && conditions.caseFits(row) ? row : null;
    rows.set(id, fitting);
    return fitting;
  };
  const hasAmount: HasAmount = (position, range) => db.get(amountAt(position, range)) !== undefined;
  const shown = (place: SearchPlace, row: InboxRow): Shown => {
    if (place.entry === null) return shownOpening(place, row, conditions);
    const { position, text } = place;
    const mark =
      tokens && db.get<Spot>(sql`SELECT start AS at, length FROM token_place WHERE position = ${position} AND token IN (${sql.list(tokens)}) ORDER BY start`);
    return { field: fieldOf(db, place), ...(mark ? excerptOfMark(text, mark) : excerptOf(text, conditions.sought)) };
  };
  for (const { places, isHopeless } of waysTo(db, conditions, tokens, limit, bounds)) {
    const hits: SearchHit[] = [];
    let looked = 0;
    for (const place of places) {
      if (hits.length >= limit || isHopeless(looked, hits.length)) break;
      looked += 1;
      const row = conditions.textFits(place) ? caseOf(place.case_id) : null;
      if (row && conditions.placeFits(place, row, hasAmount)) hits.push({ row, entry: place.entry, at: place.at, ...shown(place, row) });
    }
    if (hits.length >= limit || !isHopeless(looked, hits.length)) return byTime(hits);
  }
  return [];
}

const asCase = (row: InboxRow): SearchHit => ({ row, entry: null, at: row.activeAt, field: null, excerpt: row.preview ?? row.subject ?? '', marks: [] });

function findCases(db: ReadDb, conditions: Conditions, limit: number, { fewCases, mostCases }: SearchBounds): SearchHit[] {
  const hits: SearchHit[] = [];
  for (const id of casesInOrder(db, conditions, { most: mostCases, mostStanding: fewCases })) {
    const row = rowOf(db, id);
    if (row && conditions.caseFits(row)) hits.push(asCase(row));
    if (hits.length >= limit) break;
  }
  return hits;
}

/**
 * What a search finds, newest first, each once: messages and notes that fit, and openings whose contact, subject or number
 * is meant; or cases, by their newest message, where it asks for nothing but what is the case's own. Of more messages than
 * asked for, those are told that came last in the log, in the order of their times.
 */
export function searchCache(db: ReadDb, { query, tokens }: CacheSearch, limit: number, bounds = measured): SearchHit[] {
  const conditions = conditionsOf(query, tokens !== null, (contact) => isContact(db, contact));
  if (!conditions) return [];
  return conditions.ofMessages ? findPlaces(db, conditions, tokens, limit, bounds) : findCases(db, conditions, limit, bounds);
}

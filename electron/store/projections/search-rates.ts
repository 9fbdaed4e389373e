import type { ReadDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import { amountTerm } from '#electron/store/projections/search-facets.ts';
import { indexedOf, type SearchPlace } from '#electron/store/projections/search-index.ts';

/** How many places there are about, and which share of them is indexed under a term, from a sample of them. */
export interface Rates {
  readonly places: number;
  /** In (0, 1]; of what the sample does not have, half of one place's share. */
  readonly of: (term: string) => number;
}

/** So many stretches of so many places, evenly spread over the log. */
const STRETCHES = 40;
const EACH = 25;
/** The sample is taken anew after so many searches: a desk's words change over weeks. */
const SEARCHES = 1_000;

const samples = new WeakMap<ReadDb, { readonly rates: Rates; searches: number }>();

function sample(db: ReadDb): Rates {
  const ends = db.get<{ first: number | null; last: number | null }>(
    sql`SELECT (SELECT min(position) FROM searchable) AS first, (SELECT max(position) FROM searchable) AS last`,
  );
  const [first, last] = [ends?.first ?? 0, ends?.last ?? 0];
  const counts = new Map<string, number>();
  let [looked, spanned] = [0, 0];
  for (let stretch = 0; stretch < STRETCHES; stretch += 1) {
    const from = first + Math.floor(((last - first) * stretch) / STRETCHES);
    const places = db.all<SearchPlace>(sql`SELECT * FROM searchable WHERE position >= ${from} ORDER BY position LIMIT ${EACH}`);
    for (const place of places) for (const term of indexedOf(place)) counts.set(term, (counts.get(term) ?? 0) + 1);
    looked += places.length;
    spanned += (places.at(-1)?.position ?? from) - from + 1;
  }
  const places = Math.max(1, Math.round(((last - first + 1) * looked) / Math.max(1, spanned)));
  const amounts = db.get<{ count: number }>(sql`SELECT count(*) AS count FROM amount_place`)?.count ?? 0;
  counts.set(amountTerm, Math.max(0.5, (amounts / places) * looked));
  return {
    places,
    of: (term) => Math.min(1, (counts.get(term) ?? 0.5) / Math.max(1, looked)),
  };
}

/** The rates of a cache; the first search takes the sample, in some 20 ms. */
export function ratesOf(db: ReadDb): Rates {
  const known = samples.get(db);
  if (known && known.searches < SEARCHES) {
    known.searches += 1;
    return known.rates;
  }
  const rates = sample(db);
  samples.set(db, { rates, searches: 1 });
  return rates;
}

/** What it costs, in µs: a step along the places of one term, and a look at a place, by itself and for the page that it stands on. */
const STEP = 0.016;
const LOOK = 6;
const PAGE = 12;
const PLACES_ON_PAGE = 15;

/** The rate of a question to the index: of one term, or of any of several. */
const rateOf = (piece: string, rates: Rates): number =>
  Math.min(
    1,
    [...piece.matchAll(/"([^"]*)"/g)].reduce((sum, [, term]) => sum + rates.of(term ?? ''), 0),
  );

/**
 * Those of some questions, which a fitting place answers all, that the index is best asked: each more makes it walk
 * along one more list of places and leaves fewer to be looked at. Words that most texts have are left to the look where
 * the others are rare. `also` is the rate of what else the index is asked.
 */
export function worthAsking(pieces: readonly string[], rates: Rates, limit: number, also = 1): readonly string[] {
  const rated = pieces.map((piece) => ({ piece, rate: rateOf(piece, rates) })).sort((a, b) => a.rate - b.rate);
  // Words of one text go together: the rarest counts whole, each further one by the root of what the one before did.
  const left = rated.map((_, index) => rated.slice(0, index + 1).reduce((product, { rate }, place) => product * rate ** (1 / 2 ** place), also));
  // No more of the log is gone through than holds what is wanted.
  const gone = rates.places * Math.min(1, limit / Math.max((left.at(-1) ?? also) * rates.places, 1));
  let [best, least, walked] = [0, Number.POSITIVE_INFINITY, 0];
  for (const [index, { rate }] of rated.entries()) {
    walked += rate;
    const looked = left[index] ?? 0;
    const cost = gone * (walked * STEP + looked * (LOOK + PAGE / Math.max(1, looked * PLACES_ON_PAGE)));
    if (cost < least) [best, least] = [index + 1, cost];
  }
  return rated.slice(0, best).map(({ piece }) => piece);
}

import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { searchCache } from '#electron/store/projections/search-query.ts';
import { searchForWords } from '#shared/desk/search-query.ts';
import { randomCaseLog } from '#tests/fixtures/case-log.ts';
import { contentsOf, filledCache } from '#tests/property/store-kit.ts';

interface Place {
  readonly position: number;
  readonly case_id: string;
  readonly entry: string | null;
  readonly text: string;
}

const db = filledCache(randomCaseLog(31, { cases: 120, acts: 10 }));
const places = contentsOf(db).searchable as readonly Place[];
afterAll(() => db.close());

const find = (text: string, limit: number, tokens: readonly string[] | null = null) => searchCache(db, { query: searchForWords(text), tokens }, limit);
const entriesFound = (text: string) => find(text, 5_000).map(({ entry, row }) => entry ?? row.id);
const named = (found: readonly Place[]) => found.toSorted((a, b) => b.position - a.position).map(({ entry, case_id }) => entry ?? case_id);

/** A piece of Chinese out of one of the texts. */
const piece = fc
  .tuple(fc.constantFrom(...new Set(places.flatMap(({ text }) => text.match(/\p{Script=Han}{2,}/gu) ?? []))), fc.nat(20), fc.integer({ min: 1, max: 8 }))
  .map(([run, from, length]) => [...run].slice(from % [...run].length, (from % [...run].length) + length).join(''));

test('Chinese is found wherever it stands, and nothing else is', () => {
  fc.assert(
    fc.property(piece, (sought) => {
      const expected = named(places.filter(({ text }) => text.includes(sought)));
      expect(expected.length).toBeGreaterThan(0);
      expect(entriesFound(sought)).toEqual(expected);
    }),
    { numRuns: 150, seed: 32 },
  );
});

const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .match(/[a-z0-9]+/g) ?? [];
const english = places.filter(({ text, entry }) => entry !== null && /^[\x20-\x7eé]+$/.test(text) && /[a-z]/.test(text));

test('words are found whole, the last one by its beginning, in whatever case', () => {
  const query = fc.tuple(fc.constantFrom(...english), fc.nat(), fc.nat(4), fc.boolean()).map(([{ text }, at, cut, upper]) => {
    const words = wordsOf(text);
    const two = words.slice(at % words.length, (at % words.length) + 2);
    const last = two.at(-1) ?? '';
    const begun = [...two.slice(0, -1), last.slice(0, Math.max(1, last.length - cut))];
    return upper ? begun.join(' ').toUpperCase() : begun.join(' ');
  });
  fc.assert(
    fc.property(query, (sought) => {
      const wanted = sought.toLowerCase().split(' ');
      const begun = wanted.at(-1) ?? '';
      const fits = ({ text }: Place) => {
        const words = wordsOf(text);
        return wanted.slice(0, -1).every((word) => words.includes(word)) && words.some((word) => word.startsWith(begun));
      };
      const found = entriesFound(sought);
      // A text of both scripts parts its words where the scripts meet, which this simple reading does not.
      const plain = new Set(english.map(({ entry }) => entry));
      expect(found.filter((entry) => plain.has(entry))).toEqual(named(english.filter(fits)));
    }),
    { numRuns: 150, seed: 33 },
  );
});

test('fewer hits than there are, are the newest', () => {
  const all = entriesFound('到账');
  expect(all.length).toBeGreaterThan(20);
  for (const limit of [1, 5, 20]) expect(find('到账', limit).map(({ entry, row }) => entry ?? row.id)).toEqual(all.slice(0, limit));
});

test('a hidden value is found by its token alone, newest first, each place once', () => {
  const tokens = contentsOf(db).tokens as readonly { token: string; position: number }[];
  for (const token of new Set(tokens.map((place) => place.token))) {
    const positions = new Set(tokens.filter((place) => place.token === token).map(({ position }) => position));
    expect(find('', 1_000, [token]).map(({ entry }) => entry)).toEqual(named(places.filter(({ position }) => positions.has(position))));
  }
  expect(tokens.length).toBeGreaterThan(5);
});

test('anything may be asked', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme-composite' })), fc.integer({ min: 1, max: 5 }), (text, limit) => {
      expect(find(text, limit).length).toBeLessThanOrEqual(limit);
    }),
    { numRuns: 500, seed: 34 },
  );
});

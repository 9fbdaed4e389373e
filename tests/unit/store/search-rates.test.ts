import { afterAll, describe, expect, it } from 'vitest';
import { type Rates, ratesOf, worthAsking } from '#electron/store/projections/search-rates.ts';
import { randomCaseLog } from '#tests/fixtures/case-log.ts';
import { filledCache } from '#tests/property/store-kit.ts';

const shares: Readonly<Record<string, number>> = { my: 0.2, i: 0.24, top: 0.06, purchase: 0.006, virtual: 0.02, 是灰: 0.003, 灰的: 0.003, 度: 0.016 };
const rates: Rates = { places: 1_000_000, of: (term) => shares[term] ?? 0.0005 };
const asked = (terms: readonly string[], also?: number) =>
  worthAsking(
    terms.map((term) => `"${term}"`),
    rates,
    50,
    also,
  );

describe('What the index is asked of a search', () => {
  it('leaves words that most texts have to the look where the others are rare', () => {
    expect(asked(['my', 'purchase', 'i', 'unblock'], 0.02)).toEqual(['"unblock"', '"purchase"']);
  });

  it('has them where nothing else narrows the places', () => {
    expect(asked(['my', 'i'])).toEqual(['"my"', '"i"']);
    expect(asked(['my'])).toEqual(['"my"']);
    expect(asked([])).toEqual([]);
  });

  it('does not take two pairs of one piece of Chinese for two conditions', () => {
    expect(asked(['是灰', '灰的', '度'])).toContain('"度"');
  });

  it('counts any of several for all of them', () => {
    const either = '("purchase" OR "virtual")';
    expect(worthAsking(['"my"', either], rates, 50)[0]).toBe(either);
  });
});

describe('The rates of a cache', () => {
  const db = filledCache(randomCaseLog(17, { cases: 120, acts: 12 }));
  afterAll(() => db.close());

  it('are near what the whole of it has', () => {
    const { places, of } = ratesOf(db);
    const whole = db.get<{ count: number }>({ text: 'SELECT count(*) AS count FROM searchable', values: [] })?.count ?? 0;
    expect(whole).toBeGreaterThan(300);
    expect(Math.abs(places - whole) / whole).toBeLessThan(0.2);
    for (const term of ['退款', 'refund', 'my']) {
      const having = db.get<{ count: number }>({ text: 'SELECT count(*) AS count FROM word WHERE word MATCH ?', values: [`"${term}"`] })?.count ?? 0;
      expect(having).toBeGreaterThan(0);
      expect(Math.abs(of(term) - having / whole), term).toBeLessThan(0.06);
    }
    expect(of('nowhere')).toBeGreaterThan(0);
    expect(of('nowhere')).toBeLessThan(0.01);
  });

  it('of an empty cache are told too', () => {
    const empty = filledCache([]);
    expect(ratesOf(empty).places).toBeGreaterThan(0);
    expect(ratesOf(empty).of('refund')).toBeLessThanOrEqual(1);
    empty.close();
  });
});

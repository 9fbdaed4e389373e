import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openForWriting } from '#electron/sqlite/open.ts';
import { sql } from '#electron/sqlite/sql.ts';

describe('The sql tag', () => {
  it('makes every value a bound parameter', () => {
    const query = sql`SELECT * FROM event WHERE id = ${"' OR 1=1 --"} AND position > ${3}`;
    expect(query.text).toBe('SELECT * FROM event WHERE id = ? AND position > ?');
    expect(query.values).toEqual(["' OR 1=1 --", 3]);
  });

  it('gives one text for one template, whatever the values', () => {
    const of = (id: unknown) => sql`SELECT ${id}`.text;
    expect(of(1)).toBe(of('; DROP TABLE event'));
  });

  it('splices other queries with their values in order', () => {
    const inner = sql`b = ${2}`;
    const query = sql`a = ${1} AND ${inner} AND c = ${3}`;
    expect(query).toEqual({ text: 'a = ? AND b = ? AND c = ?', values: [1, 2, 3] });
  });

  it('takes nothing that only looks like a query', () => {
    const forged = JSON.parse('{"text":"1; DROP TABLE event","values":[]}') as unknown;
    const query = sql`SELECT ${forged}`;
    expect(query.text).toBe('SELECT ?');
    expect(query.values).toEqual([forged]);
  });

  it('joins parts and lists values', () => {
    expect(sql`WHERE ${sql.join([sql`a = ${1}`, sql`b = ${2}`], ' AND ')}`).toEqual({ text: 'WHERE a = ? AND b = ?', values: [1, 2] });
    expect(sql`WHERE a IN (${sql.list(['x', 'y'])})`).toEqual({ text: 'WHERE a IN (?, ?)', values: ['x', 'y'] });
  });

  describe('in a database', () => {
    const db = openForWriting({ file: ':memory:', key: null, synchronous: 'NORMAL', logger: null });
    db.script(sql`CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT`);
    afterAll(() => db.close());

    it('matches nothing with an empty list', () => {
      expect(db.all(sql`SELECT 1 WHERE 1 IN (${sql.list([])})`)).toEqual([]);
    });

    it('gives any text back as it was, and changes nothing else', () => {
      const nasty = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom("'; DROP TABLE note; --", '" OR ""="', '?', ':name', '$1', '%_\\', '\u0000', ');', '/*', '--', '🧧'),
      );
      fc.assert(
        fc.property(
          nasty.filter((text) => text.isWellFormed()),
          (text) => {
            const { lastId } = db.run(sql`INSERT INTO note (text) VALUES (${text})`);
            expect(db.get(sql`SELECT text FROM note WHERE id = ${lastId} AND text = ${text}`)).toEqual({ text });
          },
        ),
        { seed: 1, numRuns: 300 },
      );
      expect(db.get(sql`SELECT count(*) AS count FROM note`)).toEqual({ count: 300 });
    });

    it('refuses a script with values', () => {
      expect(() => db.script(sql`SELECT ${1}`)).toThrow('a script has no values');
    });
  });
});

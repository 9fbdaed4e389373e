import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { canonicalJson } from '#shared/desk/audit-chain.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { checkNow, makeChain, names, tamperings, tamperOnce } from '#tests/bench/audit-tampering.ts';

const chain = makeChain(40, 7, seededRandom(6));
afterAll(() => chain.db.close());

it('a chain that nobody touched is whole', () => {
  expect(checkNow(chain)).toBeNull();
  expect(chain.heads.at(-1)?.n).toBe(40);
});

it.each(Object.keys(tamperings))('%s: is found, and no entry that was changed is called good', (name) => {
  const tamper = tamperings[name];
  if (!tamper) throw new Error('named in the table');
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const { first, fault, changed } = tamperOnce(chain, tamper, seededRandom(seed));
      expect(changed).toBe(true);
      expect(fault, `first ${first}`).not.toBeNull();
      expect(names(first, fault), `first ${first}, told ${JSON.stringify(fault)}`).toBe(true);
    }),
    { numRuns: 8, seed: 61 },
  );
  expect(checkNow(chain)).toBeNull();
});

it('what is not hashed anew is told by its own number', () => {
  for (const name of ['a field edited', 'a hash edited', 'an entry taken out', 'two rows swapped', 'the tail cut']) {
    const tamper = tamperings[name];
    if (!tamper) throw new Error('named in the table');
    for (let seed = 0; seed < 10; seed += 1) {
      const { first, fault } = tamperOnce(chain, tamper, seededRandom(seed));
      expect(fault?.n, name).toBe(first);
    }
  }
});

it('one value has one text, whatever the order of its fields, and that text says the value again', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      const turned = (one: unknown): unknown =>
        Array.isArray(one)
          ? one.map(turned)
          : typeof one === 'object' && one !== null
            ? Object.fromEntries(
                Object.entries(one)
                  .reverse()
                  .map(([name, field]) => [name, turned(field)]),
              )
            : one;
      expect(canonicalJson(turned(value))).toBe(text);
    }),
    { numRuns: 100, seed: 62 },
  );
});

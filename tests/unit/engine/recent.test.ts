import { describe, expect, it } from 'vitest';
import { Recent } from '#electron/engine/recent.ts';

const filled = (least: number, count: number) => {
  const recent = new Recent<number>(least);
  for (let n = 0; n < count; n++) recent.set(`n${n}`, n);
  return recent;
};
/** What is remembered of so many; asking for one is a use of it, so each is asked for in one of its own. */
const known = (least: number, count: number) => Array.from({ length: count }, (_, n) => n).filter((n) => filled(least, count).get(`n${n}`) !== undefined);

describe('What was used lately', () => {
  it.each([1, 2, 3, 10])('is remembered, at least %i of it and at most twice as many', (least) => {
    for (let count = 0; count < least * 5; count++) {
      const all = known(least, count);
      expect(all.length).toBeLessThanOrEqual(2 * least);
      expect(all.slice(-least)).toEqual(Array.from({ length: count }, (_, n) => n).slice(-least));
    }
  });

  it('is remembered as long as it is asked for', () => {
    const recent = filled(3, 1);
    for (let n = 1; n < 100; n++) {
      recent.set(`n${n}`, n);
      expect(recent.get('n0')).toBe(0);
    }
    expect(recent.get('n50')).toBeUndefined();
  });

  it('is what was put last, and is gone when taken out', () => {
    const recent = filled(2, 5);
    recent.set('n3', 33);
    expect(recent.get('n3')).toBe(33);
    recent.delete('n3');
    expect(recent.get('n3')).toBeUndefined();
    recent.clear();
    expect(recent.get('n4')).toBeUndefined();
  });
});

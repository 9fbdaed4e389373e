import { expect, it } from 'vitest';
import { lookForMarkers } from '#tests/bench/store-markers-bench.ts';

it('nothing that people wrote lies readable in any file: while the desk runs, after it stopped, after it was killed', async () => {
  const { looks, control } = await lookForMarkers(12, 2);
  // The same look finds every marker in every encoding where one lies in the folder.
  expect(control.found).toBe(control.planted);
  expect(control.planted).toBe(12 * 4 * 6);
  expect(looks.map(({ when, found }) => ({ when, found }))).toEqual(['running', 'stopped', 'killed'].map((when) => ({ when, found: [] })));
  expect(Math.min(...looks.map(({ files }) => files))).toBeGreaterThan(5);
});

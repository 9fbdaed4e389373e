import { expect, it } from 'vitest';
import { killCycles } from '#tests/faults/kill-cycles.ts';

it('A console that is killed a dozen times has everything that it was told is on disk', { timeout: 180_000 }, async () => {
  const { cycles, acknowledged, lost, faults } = await killCycles(20261129, 12, 3);
  expect(faults).toEqual([]);
  expect({ cycles, lost }).toEqual({ cycles: 12, lost: 0 });
  expect(acknowledged).toBeGreaterThan(100);
});

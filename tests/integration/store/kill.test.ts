import { expect, it } from 'vitest';
import { killCycles } from '#tests/faults/kill-cycles.ts';

it('A console that is killed thirty times has everything that it was told is on disk', { timeout: 180_000 }, async () => {
  const { cycles, acknowledged, lost, faults } = await killCycles(20261129, 30, 3);
  expect(faults).toEqual([]);
  expect({ cycles, lost }).toEqual({ cycles: 30, lost: 0 });
  expect(acknowledged).toBeGreaterThan(300);
});

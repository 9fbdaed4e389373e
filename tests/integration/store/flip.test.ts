import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { flipFiles } from '#tests/faults/flip-files.ts';
import { killedFolder } from '#tests/faults/kill-cycles.ts';
import { long } from '#tests/whole.ts';

long(it)('A flipped bit or a cut in any file of a killed console is harmless or noticed', { timeout: 180_000 }, async () => {
  const folder = await killedFolder(900);
  try {
    const { flips, harmless, noticed, silent, aborts, faults } = await flipFiles(folder, 20261129, 60);
    expect(faults).toEqual([]);
    expect({ flips, silent, aborts, told: harmless + noticed }).toEqual({ flips: 60, silent: 0, aborts: 0, told: 60 });
    // Most harms reach a page that is read; what is harmless lies behind the end of a log, or in the index of one.
    expect(noticed).toBeGreaterThan(20);
    expect(harmless).toBeGreaterThan(5);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

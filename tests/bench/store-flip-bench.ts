import { rmSync } from 'node:fs';
import type { Report } from '#tests/bench/run.ts';
import { flipFiles } from '#tests/faults/flip-files.ts';
import { killedFolder } from '#tests/faults/kill-cycles.ts';

/** Folders of killed consoles, of some hundred to some thousand acknowledged changes, and harms of each. */
const FOLDERS = [300, 900, 1_800] as const;
const HARMS = 240;

/** Single bits and cuts in the files of killed consoles: each harmless or noticed. */
export async function flipFigures(report: Report): Promise<void> {
  let [flips, noticed, silent, aborts, failed] = [0, 0, 0, 0, 0];
  for (const lines of FOLDERS) {
    const folder = await killedFolder(lines);
    try {
      const seed = Date.now();
      const found = await flipFiles(folder, seed, HARMS);
      for (const fault of found.faults.slice(0, 20)) process.stderr.write(`seed ${seed}: ${fault}\n`);
      flips += found.flips;
      noticed += found.noticed;
      silent += found.silent;
      aborts += found.aborts;
      failed += found.faults.length - found.silent - found.aborts;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  report('store.flip.n', flips);
  report('store.flip.noticed', noticed);
  report('store.flip.silent', silent);
  report('store.flip.failed', failed);
  report('store.flip.aborts', aborts);
}

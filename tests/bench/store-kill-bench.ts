import type { Report } from '#tests/bench/run.ts';
import { killCycles } from '#tests/faults/kill-cycles.ts';

const CYCLES = 500;

/** A console that is killed at work, again and again: what it was told is on disk is there. */
export async function killFigures(report: Report): Promise<void> {
  const { cycles, acknowledged, lost, faults } = await killCycles(Date.now(), CYCLES, 4);
  for (const fault of faults.slice(0, 20)) process.stderr.write(`${fault}\n`);
  report('store.kill.cycles', cycles);
  report('store.kill.acknowledged', acknowledged);
  report('store.kill.lost', lost);
}

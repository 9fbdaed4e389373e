import { fork } from 'node:child_process';
import path from 'node:path';
import { partEnded } from '#tests/bench/large-desk.ts';
import type { BenchOptions, Report } from '#tests/bench/run.ts';
import { flipFigures } from '#tests/bench/store-flip-bench.ts';
import { ingestRatio } from '#tests/bench/store-ingest-bench.ts';
import { killFigures } from '#tests/bench/store-kill-bench.ts';
import { storeMarkers } from '#tests/bench/store-markers-bench.ts';

/**
 * What lies on the disk, then the cache at the size of a month's desk: how fast events come in beside bare inserts, then, in a process of its own
 * as the console has it, how fast it answers.
 */
export async function storeBench(report: Report, { largeDesk }: BenchOptions): Promise<void> {
  await storeMarkers(report);
  await flipFigures(report);
  await killFigures(report);
  await ingestRatio(report);
  const { folder, keyFile, cases, begin } = await largeDesk();
  // What is asked is drawn from all texts by one process, and asked by another: what reading them left in memory is not the console's.
  for (const part of ['draw', 'ask'])
    await partEnded(fork(path.join(import.meta.dirname, 'store-process.ts'), [part, folder, keyFile, String(cases), String(begin)]), report);
}

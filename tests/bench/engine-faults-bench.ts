import type { Report } from '#tests/bench/run.ts';
import { openFaultField } from '#tests/faults/fault-field.ts';
import { type FaultCount, runFault } from '#tests/faults/fault-run.ts';
import { faultNames } from '#tests/faults/faults.ts';

/** The first seed is that of `npm test`. */
const FIRST_SEED = 2;
const SEEDS = 8;
/** Fields at the same time: most of a run is waiting for servers that choose a leader. */
const TOGETHER = 3;
const LENGTH_MS = 20_000;

/**
 * Every fault under each seed, each seed on a cluster of its own. A run that does not come to its end is told and not
 * counted as one. Debian's nats-server 2.9.10 cannot be told to write to disk before it acknowledges, so these are kills
 * of processes, not of power.
 */
export async function faultFigures(report: Report): Promise<void> {
  const counts: FaultCount[] = [];
  let unfinished = 0;
  let next = FIRST_SEED;
  const row = async (): Promise<void> => {
    while (next < FIRST_SEED + SEEDS) {
      const seed = await runSeed(next++);
      counts.push(...seed.counts);
      unfinished += seed.unfinished;
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, row));
  const sum = (of: (count: FaultCount) => number): number => counts.reduce((total, count) => total + of(count), 0);
  report('engine.faults.runs', counts.length);
  report('engine.faults.unfinished', unfinished);
  report(
    'engine.faults.acknowledged',
    sum(({ acknowledged }) => acknowledged),
  );
  report(
    'engine.faults.servers_lost_log',
    sum(({ serversLostTheLog }) => (serversLostTheLog ? 1 : 0)),
  );
  report(
    'engine.faults.lost',
    sum(({ lost }) => lost),
  );
  report(
    'engine.faults.duplicates',
    sum(({ duplicates }) => duplicates),
  );
  report(
    'engine.faults.order_broken',
    sum(({ orderBroken }) => orderBroken),
  );
}

interface SeedCount {
  readonly counts: readonly FaultCount[];
  readonly unfinished: number;
}

async function runSeed(seed: number): Promise<SeedCount> {
  const counts: FaultCount[] = [];
  let unfinished = 0;
  let field = await openFaultField();
  for (const name of faultNames) {
    const began = performance.now();
    try {
      const count = await runFault(field, name, seed, LENGTH_MS);
      counts.push(count);
      const bad = count.lost + count.duplicates + count.orderBroken > 0 || count.serversLostTheLog;
      const seconds = Math.round((performance.now() - began) / 1_000);
      process.stderr.write(`${bad ? '! ' : '  '}seed ${seed}, ${name}: ${JSON.stringify(count)} in ${seconds} s\n`);
    } catch (cause) {
      unfinished++;
      process.stderr.write(`! seed ${seed}, ${name}: ${cause instanceof Error ? cause.message : String(cause)}\n`);
      // What such a run leaves behind would say nothing about the next.
      await field.abandon();
      field = await openFaultField();
    }
  }
  await field.end();
  return { counts, unfinished };
}

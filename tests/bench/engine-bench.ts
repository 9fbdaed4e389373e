import { contention } from '#tests/bench/engine-contention-bench.ts';
import { natsDelivery } from '#tests/bench/engine-deliver-bench.ts';
import { embeddedFigures } from '#tests/bench/engine-embedded-bench.ts';
import { faultFigures } from '#tests/bench/engine-faults-bench.ts';
import { natsRatios } from '#tests/bench/engine-nats-bench.ts';
import type { Report } from '#tests/bench/run.ts';

/** Both engines: how fast beside what they stand on, how soon an event is elsewhere, and what a race or a fault does to them. */
export async function engineBench(report: Report): Promise<void> {
  await natsRatios(report);
  const embedded = await embeddedFigures(report);
  report('engine.deliver.p95_ms', Math.max(embedded, await natsDelivery(report)));
  await contention(report);
  await faultFigures(report);
}

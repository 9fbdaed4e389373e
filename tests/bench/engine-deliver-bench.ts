import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { v7 } from 'uuid';
import { EventLog } from '#electron/engine/event-log.ts';
import { lineOf } from '#tests/bench/engine-load.ts';
import { quantile } from '#tests/bench/quantile.ts';
import type { Report } from '#tests/bench/run.ts';
import { natsEngine, startNatsDesks } from '#tests/nats-desks.ts';

const DELIVERED = 1_000;
const CASES = 64;

/** From the call that seals and appends in this process to the opened event in the callback of another, over three servers. */
export async function natsDelivery(report: Report): Promise<number> {
  const desks = await startNatsDesks(3, 1);
  const key = await desks.take();
  const engine = natsEngine(desks.cluster, key);
  const follower = fork(fileURLToPath(import.meta.resolve('#tests/fixtures/processes/following.ts')), [
    desks.cluster.urls.join(','),
    new TextDecoder().decode(key.seed),
  ]);
  try {
    await engine.start();
    const log = new EventLog(engine, () => undefined);
    const cases = Array.from({ length: CASES }, () => v7());
    // So that the cases have their keys.
    for (const id of cases) await log.append(await log.seal([lineOf(id, 0)]));
    const waiting = new Map<string, (at: bigint) => void>();
    follower.on('message', (told: { readonly id: string; readonly at: string } | 'live') => {
      if (told !== 'live') waiting.get(told.id)?.(BigInt(told.at));
    });
    await once(follower, 'message');
    const took: number[] = [];
    for (let n = 0; n < DELIVERED; n++) {
      const event = lineOf(cases[n % CASES] ?? '', n);
      const came = new Promise<bigint>((resolve) => waiting.set(event.id, resolve));
      const began = process.hrtime.bigint();
      await log.append(await log.seal([event]));
      took.push(Number((await came) - began) / 1e6);
      waiting.delete(event.id);
    }
    report('engine.nats.deliver.p50_ms', quantile(took, 0.5));
    const p95 = quantile(took, 0.95);
    report('engine.nats.deliver.p95_ms', p95);
    return p95;
  } finally {
    follower.kill();
    await engine.stop();
    await desks.cluster.end();
  }
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { v7 } from 'uuid';
import { EmbeddedEngine } from '#electron/engine/embedded/embedded-engine.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { Position } from '#shared/case/envelope.ts';
import { opened, type Raced, race } from '#tests/bench/engine-contention.ts';
import { benchGroup } from '#tests/bench/engine-load.ts';
import type { Report } from '#tests/bench/run.ts';
import { everything } from '#tests/conformance/engine-kit.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { natsEngine, startNatsDesks } from '#tests/nats-desks.ts';

const CASES = 5_000;
const CLIENTS = 50;

interface Counted {
  readonly cases: number;
  readonly doubleClaims: number;
  readonly unclaimed: number;
}

/** Fifty clients on both engines; the NATS ones in two processes on three servers, the embedded ones as sessions of one host. Each figure is the worse of the two. */
export async function contention(report: Report): Promise<void> {
  const counted = [await onEmbedded(report), await onNats(report)];
  report('engine.contention.cases', Math.min(...counted.map(({ cases }) => cases)));
  report('engine.contention.double_claims', Math.max(...counted.map(({ doubleClaims }) => doubleClaims)));
  report('engine.contention.unclaimed', Math.max(...counted.map(({ unclaimed }) => unclaimed)));
}

async function onEmbedded(report: Report): Promise<Counted> {
  const folder = mkdtempSync(path.join(tmpdir(), 'contention-'));
  const engine = new EmbeddedEngine({ file: path.join(folder, 'engine.db'), key: Buffer.alloc(32, 7), clock: Date.now, newId: v7, logger: recordingLogger() });
  await engine.start();
  try {
    const waiting = await openCases(engine);
    tell(report, 'embedded', [await race([engine], CLIENTS, new Map(waiting), Math.random)]);
    return await countClaims(engine);
  } finally {
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onNats(report: Report): Promise<Counted> {
  const desks = await startNatsDesks(3, 1);
  const key = await desks.take();
  const engine = natsEngine(desks.cluster, key);
  const racers = [1, 2].map(() =>
    fork(fileURLToPath(import.meta.resolve('#tests/fixtures/processes/racing.ts')), [
      desks.cluster.urls.join(','),
      new TextDecoder().decode(key.seed),
      String(CLIENTS / 2),
    ]),
  );
  try {
    await engine.start();
    const [waiting] = await Promise.all([openCases(engine), ...racers.map((racer) => once(racer, 'message'))]);
    tell(report, 'nats', await Promise.all(racers.map((racer) => run(racer, waiting))));
    return await countClaims(engine);
  } finally {
    for (const racer of racers) racer.kill();
    await engine.stop();
    await desks.cluster.end();
  }
}

async function run(racer: ChildProcess, waiting: readonly (readonly [string, Position])[]): Promise<Raced> {
  const raced = new Promise<Raced>((resolve, reject) => {
    racer.once('message', (told) => resolve(told as Raced));
    racer.once('exit', (code) => reject(new Error(`a process of the race ended with ${code}`)));
  });
  racer.send(waiting as (readonly [string, Position])[]);
  return raced;
}

async function openCases(engine: QueueEngine): Promise<readonly (readonly [string, Position])[]> {
  await engine.appendAll(Array.from({ length: CASES }, (_, n) => opened(`case-${n}`)));
  const { events } = await everything(engine, [benchGroup]);
  return events.map(({ about, position }) => [about.id, position] as const);
}

/** By reading everything back. */
async function countClaims(engine: QueueEngine): Promise<Counted> {
  const claims = new Map<string, number>();
  for (const { about, type } of (await everything(engine, [benchGroup])).events)
    claims.set(about.id, (claims.get(about.id) ?? 0) + (type === 'case.claimed' ? 1 : 0));
  const counts = [...claims.values()];
  return { cases: counts.length, doubleClaims: counts.filter((count) => count > 1).length, unclaimed: counts.filter((count) => count === 0).length };
}

function tell(report: Report, engine: string, raced: readonly Raced[]): void {
  for (const figure of ['attempts', 'held', 'conflicts'] as const)
    report(
      `engine.contention.${engine}.${figure}`,
      raced.reduce((sum, one) => sum + one[figure], 0),
    );
}

import { setTimeout } from 'node:timers/promises';
import { seededRandom } from '#shared/lib/random.ts';
import { aboutCase, everything } from '#tests/conformance/engine-kit.ts';
import { faultsGroup } from '#tests/faults/console-words.ts';
import type { FaultField } from '#tests/faults/fault-field.ts';
import { type FaultName, faults } from '#tests/faults/faults.ts';
import { natsEngine } from '#tests/nats-desks.ts';

const CASES = 3;
const PACE_MS = 15;
/** How often everything is read back once more while something is missing. */
const AUDITS = 15;
/** How often a replica that strayed may have the auditor begin again. */
const BEGINNINGS = 10;
/** How often servers that choose a leader, or come into step after a kill, are asked, a tenth of a second apart. */
const ASKS = 1_800;

export interface FaultCount {
  readonly acknowledged: number;
  /** Acknowledged, and not read back when all consoles had reconciled. */
  readonly lost: number;
  /** Ids that were read twice. */
  readonly duplicates: number;
  /** Pairs of one console's appends about one case, the second sent after the first was acknowledged, that stand the other way. */
  readonly orderBroken: number;
  /** Whether the servers themselves no longer had the log after the fault, so that it had to be set up again. */
  readonly serversLostTheLog: boolean;
}

/** Lets consoles write to the same cases through one fault; then all run, reconcile, and everything is read back past the proxies. */
export async function runFault(field: FaultField, name: FaultName, seed: number, lengthMs: number): Promise<FaultCount> {
  const { consoles } = field;
  const random = seededRandom(seed);
  const cases = Array.from({ length: CASES }, (_, index) => `${name.replaceAll(' ', '-').slice(0, 40)}-${seed}-${index}`);
  const before = consoles.reduce((sum, one) => sum + one.acknowledgements, 0);
  const writeAgain = () => {
    for (const one of consoles) one.send({ do: 'write', cases, paceMs: PACE_MS });
  };
  writeAgain();
  await Promise.all(consoles.map((one) => one.appends(3 + Math.floor(random() * 15))));
  const pause = async (): Promise<void> => {
    await Promise.all(consoles.map((one) => one.ask({ do: 'stop' })));
  };
  await faults[name](field, { random, lengthMs, pause, goOn: writeAgain });
  // One that was started again has forgotten what it was told.
  const restored = await whenServed(() => field.restore());
  for (const one of consoles) if (!one.isRunning) await one.start();
  await pause();
  await Promise.all(consoles.map((one) => one.ask({ do: 'settle' })));

  // A server that was away and still catches up would be read as one that lost what it has not yet.
  await whenServed(() => field.inStep());
  const told = new Map(cases.map((caseId) => [caseId, consoles.map((one) => one.acknowledged.get(caseId) ?? [])]));
  let audit = await whenServed(() => auditOf(field, told));
  // A server that was killed may say that it is in step and still lack its newest messages. Lost is what never comes.
  for (let again = 1; audit.lost > 0 && again <= AUDITS; again++) {
    process.stderr.write(`  seed ${seed}, ${name}: ${audit.lost} not read back, read again (${again})\n`);
    await setTimeout(2_000);
    audit = await whenServed(() => auditOf(field, told));
  }
  // Nothing that was read back may be missing at a console.
  await Promise.all(consoles.map((one) => one.ask({ do: 'hold', events: audit.read })));
  const acknowledged = consoles.reduce((sum, one) => sum + one.acknowledgements, 0) - before;
  const { lost, duplicates, orderBroken } = audit;
  return { acknowledged, lost, duplicates, orderBroken, serversLostTheLog: restored };
}

interface Audit extends Pick<FaultCount, 'lost' | 'duplicates' | 'orderBroken'> {
  /** The ids of each case in their order. */
  readonly read: readonly (readonly [caseId: string, ids: readonly string[]])[];
}

/** Reads everything back in both ways, past the proxies, and compares it with what each console was told of each case, in that order. */
async function auditOf(field: FaultField, told: ReadonlyMap<string, readonly (readonly string[])[]>): Promise<Audit> {
  // It looks at the server as every console does, and so leaves a replica that brings nothing.
  const auditor = natsEngine(field.desks.cluster, field.key, { lookMs: 1_000 });
  await auditor.start();
  try {
    const read = await Promise.all(
      [...told.keys()].map(async (caseId) => [caseId, (await auditor.read(aboutCase(caseId))).map(({ id }) => id as string)] as const),
    );
    const followed = (await everything(auditor, [faultsGroup], BEGINNINGS)).ids;
    const all = new Set(followed);
    let [lost, orderBroken] = [0, 0];
    let duplicates = followed.length - all.size;
    for (const [caseId, ids] of read) {
      duplicates += ids.length - new Set(ids).size;
      const places = new Map(ids.map((id, place) => [id, place]));
      for (const acknowledged of told.get(caseId) ?? []) {
        const order = acknowledged.map((id) => (all.has(id) ? (places.get(id) ?? -1) : -1));
        lost += order.filter((place) => place === -1).length;
        const there = order.filter((place) => place !== -1);
        orderBroken += there.filter((place, index) => place < (there[index - 1] ?? -1)).length;
      }
    }
    return { read, lost, duplicates, orderBroken };
  } finally {
    await auditor.stop();
  }
}

/** Once more until the servers answer: they may be choosing a leader. */
async function whenServed<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (cause) {
      if (attempt >= ASKS) throw cause;
      await setTimeout(100);
    }
  }
}

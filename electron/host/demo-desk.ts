import type { CaseFeed, Intake } from '#electron/channels/port.ts';
import { DemoArrivals } from '#electron/demo/arrivals.ts';
import { demoDesk } from '#electron/demo/desk-data.ts';
import { seedDemo } from '#electron/demo/seed.ts';
import { seedChannels } from '#electron/demo/seed-channels.ts';
import { derivedId } from '#electron/desk/cases/case-desk.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import { EngineConfigFault } from '#electron/host/open-engine.ts';
import type { Ledger } from '#electron/store/port.ts';
import type { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import type { Vault } from '#electron/wallet/port.ts';
import { DESK } from '#shared/desk/desk-stream.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { NewId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { seededRandom } from '#shared/lib/random.ts';

const SEED = 20261123;

interface Parts {
  readonly wallet: DemoWallet;
  readonly log: EventLog;
  readonly vault: Vault;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/**
 * Fills an empty demo desk. When it began is put on record first and every id comes from the seed, so that a seeding
 * cut short is done again to the same end: what is there already is skipped. Of a filled one no progress is told.
 */
export async function fillDemoDesk(parts: Parts, onProgress: (done: number, total: number) => void): Promise<void> {
  const { wallet, log, vault, ledger, clock } = parts;
  if ((await ledger.setting('demo.filled')) !== null) return;
  onProgress(0, 1);
  const begun = await ledger.setting('demo.begun');
  const now = begun === null ? clock() : Number(begun);
  if (begun === null) await ledger.saveSetting('demo.begun', String(now));
  let made = 0;
  await seedDemo({
    wallet,
    append: async (events) => log.engine.appendAll(await log.seal(events)),
    put: (kind, raw) => vault.put(kind, raw),
    keepShown: (id, shown) => log.putBlob({ kind: 'case', id }, new TextEncoder().encode(JSON.stringify(shown))),
    newId: () => derivedId(`demo ${SEED} ${now} ${made++}`),
    now,
    seed: SEED,
    onProgress,
  });
  const [owner, group] = [demoDesk.people[0], demoDesk.groups[0]];
  if (owner && group) {
    await seedChannels({
      customers: await wallet.some(240),
      owner: owner.id,
      group: group.id,
      append: async (events) => log.engine.appendAll(await log.seal(events)),
      bind: (channel, thread, caseId) => log.engine.bindThread(channel, thread, caseId),
      put: (kind, raw) => vault.put(kind, raw),
      newId: () => derivedId(`demo ${SEED} ${now} ${made++}`),
      now,
    });
  }
  await ledger.saveSetting('demo.filled', String(clock()));
}

/**
 * Fills the wallet behind a demo desk whose cases lie on a shared engine, as it was when that was filled: the same people
 * and the same transactions. Rejects with an EngineConfigFault where it is empty.
 */
export async function fillSharedDemoWallet(wallet: DemoWallet, log: EventLog, onProgress: (done: number, total: number) => void): Promise<void> {
  const [first] = await log.read(DESK);
  if (!first) throw new EngineConfigFault('the desk on the engine is empty: fill it with "npm run engine -- demo", or start with --no-demo');
  await wallet.seed(SEED, first.at, onProgress);
}

/** The simulated customers over the demo wallet's people; not yet started. */
export function demoArrivals(parts: { wallet: DemoWallet; intake: Intake; feed: CaseFeed; clock: Clock; newId: NewId; logger: Logger }): DemoArrivals {
  return new DemoArrivals({
    ...parts,
    random: seededRandom(SEED),
    setTimer: (work, ms) => {
      const timer = setTimeout(work, ms);
      timer.unref();
      return timer;
    },
    clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
  });
}

export { demoDesk };

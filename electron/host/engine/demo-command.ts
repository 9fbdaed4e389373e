import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { demoDesk } from '#electron/demo/desk-data.ts';
import { ConfigurationDesk } from '#electron/desk/configuration/configuration-desk.ts';
import { EventLog } from '#electron/engine/event-log.ts';
import { NatsEngine } from '#electron/engine/nats/nats-engine.ts';
import { fillDemoDesk } from '#electron/host/demo-desk.ts';
import type { OperatorOptions } from '#electron/host/engine/operator-options.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import { EmbeddedVault } from '#electron/wallet/vault/embedded-vault.ts';
import { DESK } from '#shared/desk/desk-stream.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

const quiet: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** How long the desk on the server may take to open, ms. */
const OPEN_MS = 20_000;

/**
 * Fills a desk on the engine with the demo's people, queues and cases; answers how many events there are then. A desk
 * that has been filled, or has anything else in it, is left as it is.
 */
export async function runDemo(
  { place }: OperatorOptions,
  onProgress: (done: number, total: number) => void,
): Promise<Result<'filled' | 'was filled already', string>> {
  const parts = { memory: true as const, key: randomBytes(32), logger: quiet };
  const engine = new NatsEngine({ place, clock: Date.now, newId: v7, logger: quiet, journal: null, onRefused: () => undefined, lookMs: 0 });
  const wallet = new DemoWallet({ ...parts, clock: Date.now });
  const vault = new EmbeddedVault(parts);
  const store = new SqliteStore(parts);
  const late = setTimeout(() => void engine.stop(), OPEN_MS);
  try {
    await engine.start();
    clearTimeout(late);
    const log = new EventLog(engine, () => undefined);
    const [first] = await log.read(DESK);
    if (first !== undefined)
      return first.type === 'desk.changed' && first.body.how === 'seeded'
        ? ok('was filled already')
        : fail(`the desk "${place.desk}" has people of its own; the demo is not mixed with them`);
    await Promise.all([wallet.start(), vault.start(), store.start()]);
    // When it began is said by the desk itself: every host makes the same wallet of it.
    const begun = Date.now();
    await store.ledger.saveSetting('demo.begun', String(begun));
    await fillDemoDesk({ wallet, log, vault, ledger: store.ledger, clock: Date.now }, onProgress);
    const desk = new ConfigurationDesk({ log, openCases: async () => new Map(), clock: () => begun, newId: v7 });
    await desk.load(demoDesk);
    return ok('filled');
  } catch (cause) {
    const { lastError } = engine.health();
    return fail(lastError?.text ?? (cause instanceof Error ? cause.message : String(cause)));
  } finally {
    clearTimeout(late);
    await Promise.allSettled([engine.stop(), wallet.stop(), vault.stop(), store.stop()]);
  }
}

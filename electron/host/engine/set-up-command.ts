import { v7 } from 'uuid';
import { z } from 'zod';
import { connectOnce } from '#electron/engine/nats/connection/connect-once.ts';
import { faultText, isPassing } from '#electron/engine/nats/connection/faults.ts';
import { directoryEntry } from '#electron/engine/nats/registry/desk-facts.ts';
import { askMonitor, durabilityOfAll } from '#electron/engine/nats/setup/monitors.ts';
import { type Begun, type Finding, setUp } from '#electron/engine/nats/setup/set-up.ts';
import type { OperatorOptions } from '#electron/host/engine/operator-options.ts';
import { jsonIn } from '#electron/host/read-text.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

const directoryFile = z.record(z.string().regex(/^U[A-Z2-7]{55}$/, 'is not the public nkey of a user'), directoryEntry);

/** A cluster that has just started has no leader yet; so often it is asked again, a second apart. */
const TRIES = 30;

/** Makes or checks what the desk needs; the findings, or why nothing could be done in one line. */
export async function runSetUp({ place, replicas, directory, monitors }: OperatorOptions): Promise<Result<readonly Finding[], string>> {
  const entries = directory === null ? ok(null) : jsonIn(directory, directoryFile);
  if (!entries.ok) return entries;
  const answers = await Promise.all(monitors.map(askMonitor));
  const durability = durabilityOfAll(answers);
  const begun: Begun = new Map();
  for (let attempt = 1; ; attempt++) {
    try {
      const connection = await connectOnce(place, 'wallet-service-console set-up');
      try {
        return ok(await setUp(connection, { desk: place.desk, replicas, freshId: v7(), directory: entries.value, durability }, begun));
      } finally {
        await connection.close();
      }
    } catch (cause) {
      const notYet = isPassing(cause) && /timeout|no responders|503|temporarily|leader|peers/i.test(faultText(cause));
      if (!notYet || attempt >= TRIES) return fail(`${place.servers.join(', ')}: ${faultText(cause)}`);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

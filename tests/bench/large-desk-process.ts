import { readFileSync } from 'node:fs';
import path from 'node:path';
import { v7 } from 'uuid';
import { encodeCursor } from '#electron/engine/embedded/cursor.ts';
import { EmbeddedEngine } from '#electron/engine/embedded/embedded-engine.ts';
import { EventLog } from '#electron/engine/event-log.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import type { NewEvent } from '#shared/case/envelope.ts';
import { storeEvents } from '#tests/bench/store-cases.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const [folder = '', keyFile = '', cases = '0', begin = '0'] = process.argv.slice(2);
const tell = (figure: string, value: number): void => {
  process.send?.([figure, value]);
};
const key = readFileSync(keyFile);
const logger = recordingLogger();
const engine = new EmbeddedEngine({ file: path.join(folder, 'engine.db'), key, clock: () => Date.now(), newId: v7, logger });
const store = new SqliteStore({ folder, key, logger });
await Promise.all([engine.start(), store.start()]);
await store.cache.cursor();
const log = new EventLog(engine, () => undefined);
const after = await engine.moving().size();

let [events, last, ingesting, appending] = [0, after, 0, 0];
let taken = Promise.resolve();
const began = performance.now();
const timed = async (work: Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work;
  return performance.now() - from;
};
for (const batch of storeEvents(Number(cases), { after, begin: Number(begin) })) {
  const newest = batch.at(-1);
  if (newest === undefined) continue;
  // The log first, as for a host that follows it; the cache takes a batch in while the next is written there.
  appending += await timed(log.seal(batch as readonly unknown[] as readonly NewEvent[]).then((sealed) => engine.appendAll(sealed)));
  await taken;
  taken = timed(store.cache.ingest(batch, encodeCursor({ engine: engine.id, position: newest.position, eventId: newest.id }))).then((ms) => {
    ingesting += ms;
  });
  events += batch.length;
  last = newest.position;
}
await taken;
if ((await engine.moving().size()) !== last) throw new Error('the log gave other positions than the cache has');
tell('store.fill.events', events);
tell('store.fill.per_s', (events * 1_000) / ingesting);
tell('store.fill.append_s', appending / 1_000);
tell('store.fill.s', (performance.now() - began) / 1_000);
await Promise.all([engine.stop(), store.stop()]);
process.disconnect?.();

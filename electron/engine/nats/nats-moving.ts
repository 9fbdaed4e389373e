import type { DeskParts } from '#electron/engine/nats/desk-parts.ts';
import { LOG } from '#electron/engine/nats/layout/subjects.ts';
import { rawMessage, readerConfig } from '#electron/engine/nats/log/read-subject.ts';
import type { OpenDesk } from '#electron/engine/nats/open-desk.ts';
import { EngineUnreachable, type Movable } from '#electron/engine/port.ts';
import { toRaw } from '#electron/engine/raw-event.ts';
import type { LogEvent } from '#shared/case/envelope.ts';

/** Messages read at once. */
const PAGE = 500;

/** How long the server keeps a reader that asks no more, ms: the other side of a copy may be slow. */
const IDLE_MS = 300_000;

/** All that a desk on a cluster has; it takes a key that may read and write everything, as an operator's. */
export function natsMoving({ js, jsm, book, writer, keys, threads, blobs }: OpenDesk & DeskParts, freshName: () => string): Movable {
  async function* allEvents(): AsyncIterable<readonly LogEvent[]> {
    const info = await jsm.consumers.add(LOG, readerConfig(freshName(), 'case.>', null, IDLE_MS));
    const consumer = js.consumers.getConsumerFromInfo(info);
    // An event that was written a second time is one event, at its first place.
    const seen = new Set<string>();
    for (let left = info.num_pending; left > 0; ) {
      const messages = [];
      const batch = await consumer.fetch({ max_messages: Math.min(PAGE, left), expires: 10_000 });
      for await (const message of batch) messages.push(rawMessage(message));
      if (messages.length === 0) throw new EngineUnreachable(`${LOG}: ${left} messages did not come`);
      left -= messages.length;
      const events: LogEvent[] = [];
      for (const { position: _position, recordedAt: _recordedAt, ...event } of await book.decode(messages)) {
        if (seen.has(event.id)) continue;
        seen.add(event.id);
        events.push(event);
      }
      if (events.length > 0) yield events;
    }
  }
  return {
    size: async () => (await jsm.streams.info(LOG)).state.messages,
    allEvents,
    allKeys: () => keys.all(),
    allThreads: () => threads.all(),
    allBlobs: () => blobs.all(),
    getBlob: async (hash) => (await blobs.get(hash)).bytes,
    appendAll: (events) => writer.appendAll(events.map(toRaw)),
    putKey: (entry) => keys.putKey(entry),
    bindThread: (channel, thread, caseId) => threads.bind(channel, thread, caseId),
    putBlob: (bytes) => blobs.put(bytes),
  };
}

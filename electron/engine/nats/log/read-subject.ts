import type { JsMsg } from '@nats-io/jetstream';
import { AckPolicy, type ConsumerConfig, DeliverPolicy, type JetStreamClient, type JetStreamManager, ReplayPolicy } from '@nats-io/jetstream';
import type { RawMessage } from '#electron/engine/nats/log/decode.ts';
import { EngineUnreachable } from '#electron/engine/port.ts';

export interface Streams {
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
}

const NANOS = 1_000_000;

/** The settings of a reader that lives on the server for as long as it is used, and a little longer. */
export function readerConfig(name: string, filter: string, from: number | null, idleMs: number): Partial<ConsumerConfig> & { name: string } {
  return {
    name,
    filter_subject: filter,
    // Where a reader stands is kept with what it stored, by itself; the server need not hear of it.
    ack_policy: AckPolicy.None,
    replay_policy: ReplayPolicy.Instant,
    mem_storage: true,
    num_replicas: 1,
    inactive_threshold: idleMs * NANOS,
    ...(from === null ? { deliver_policy: DeliverPolicy.All } : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: from }),
  };
}

export const rawMessage = (message: JsMsg): RawMessage => ({
  subject: message.subject,
  data: message.data,
  sequence: message.info.streamSequence,
  recordedAt: Math.floor(message.info.timestampNanos / NANOS) as RawMessage['recordedAt'],
});

/**
 * All messages under a filter from a sequence on. It goes through a consumer, since of all ways to read a stream this
 * alone is one that the server can allow for some subjects and refuse for others.
 */
export async function readSubject({ js, jsm }: Streams, stream: string, filter: string, from: number | null, freshName: () => string): Promise<RawMessage[]> {
  const info = await jsm.consumers.add(stream, readerConfig(freshName(), filter, from, 5_000));
  const messages: RawMessage[] = [];
  const wanted = info.num_pending;
  const consumer = js.consumers.getConsumerFromInfo(info);
  while (messages.length < wanted) {
    const before = messages.length;
    const batch = await consumer.fetch({ max_messages: Math.min(1_000, wanted - before), expires: 5_000 });
    for await (const message of batch) messages.push(rawMessage(message));
    if (messages.length === before) throw new EngineUnreachable(`${stream}: ${wanted - before} messages under ${filter} did not come`);
  }
  return messages;
}

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { v7 } from 'uuid';
import { EmbeddedEngine } from '#electron/engine/embedded/embedded-engine.ts';
import { EventLog } from '#electron/engine/event-log.ts';
import type { Actor } from '#shared/case/actor.ts';
import { type NewEvent, newEvent } from '#shared/case/envelope.ts';
import type { BodyOf, ContentOf, EventType } from '#shared/case/events.ts';
import type { CustomerId, EventId, GroupId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { type Instant, SECOND } from '#shared/lib/time.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const customer: Actor = { kind: 'customer', id: 'bench' };
const agent: Actor = { kind: 'agent', id: 'agent-lin' };

/** The newest file of a kind below a folder. */
async function found(folder: string, ending: string): Promise<string> {
  const names = await readdir(folder, { recursive: true });
  const name = names.find((one) => one.endsWith(ending));
  if (name === undefined) throw new Error(`${folder}: nothing that ends with ${ending}`);
  return path.join(folder, name);
}

/** Writes a closed case of `size` events, with a look at the customer every twenty messages, into the log of a demo desk that is not running. */
export async function writeLongCase(folder: string, size: number): Promise<void> {
  const key = await readFile(await found(folder, '.key'));
  const engine = new EmbeddedEngine({ file: await found(folder, 'engine.db'), key, clock: () => Date.now(), newId: v7, logger: recordingLogger() });
  await engine.start();
  const log = new EventLog(engine, () => undefined);
  const id = v7();
  let at: Instant = Date.now() - size * 2 * SECOND;
  const events: NewEvent[] = [];
  const add = <T extends EventType>(actor: Actor, type: T, body: BodyOf<T>, ...content: ContentOf<T> extends undefined ? [] : [ContentOf<T>]) => {
    at += SECOND;
    const kind = type.startsWith('trail.') ? ('trail' as const) : ('case' as const);
    events.push(newEvent({ id: v7() as EventId, about: { kind, id }, group: 'retail' as GroupId, at, actor }, type, body, ...content) as NewEvent);
  };
  add(
    customer,
    'case.opened',
    { channel: 'chat', queue: 'refund' as QueueId, language: 'en', priority: 0, thread: `bench-${id}`, customer: 'C100001' as CustomerId },
    { contactName: 'Bench' },
  );
  add(agent, 'case.claimed', { by: agent.id as PersonId });
  for (let n = 0; events.length < size - 1; n++) {
    const text = { text: `Line number ${n} of a long talk about a refund`, marks: [], attachments: [] };
    if (n % 2 === 0) add(customer, 'message.received', {}, text);
    else add(agent, 'message.sent', {}, text);
    if (n % 20 !== 0) continue;
    const shown = Buffer.from(JSON.stringify({ transactions: [], next: null }));
    add(agent, 'trail.seen', { customer: 'C100001' as CustomerId, panel: 'timeline', blob: await log.putBlob({ kind: 'case', id }, shown) });
  }
  add(agent, 'case.resolved', { disposition: 'solved' }, { comment: '' });
  await engine.appendAll(await log.seal(events));
  await engine.stop();
}

import { createRouterClient, EventPublisher } from '@orpc/server';
import { expect, it } from 'vitest';
import { makeConsoleRouter } from '#electron/host/console-router.ts';
import type { DeskServices, HostParts } from '#electron/host/desk-services.ts';
import type { Me, SyncFrame } from '#shared/contract/schemas.ts';
import type { Person } from '#shared/desk/person.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const client = (services: object) =>
  createRouterClient(makeConsoleRouter({ services: Promise.resolve(services as unknown as DeskServices) } as HostParts), {
    context: { sessionId: 's', pageOrigin: null },
  });

/** What a stream told so far, and the end of it. */
function gathered<T>(stream: AsyncIterator<T>) {
  const told: T[] = [];
  const over = (async () => {
    for (let frame = await stream.next(); !frame.done; frame = await stream.next()) told.push(frame.value);
  })();
  return { told, over };
}

/** What was begun by what came before has gone on as far as it can. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('how far the log is read is told once in a second, unless it says something else', async () => {
  const published = new EventPublisher<{ sync: SyncFrame }>();
  const live = (upTo: number): SyncFrame => ({ state: 'live', upTo, behind: 0 });
  const hub = { sync: () => live(5_000), onSync: (signal?: AbortSignal) => published.subscribe('sync', signal ? { signal } : {}) };
  const abort = new AbortController();
  const { told, over } = gathered(await client({ hub }).host.sync(undefined, { signal: abort.signal }));
  await settled();
  const frames: SyncFrame[] = [
    live(5_001),
    live(5_999),
    live(6_000),
    live(6_400),
    { ...live(6_500), behind: 3 },
    { ...live(6_600), behind: 3 },
    { ...live(6_700), behind: 2 },
    { state: 'catching-up', upTo: null, behind: 2 },
    { state: 'catching-up', upTo: null, behind: 2 },
    { state: 'lost', upTo: null, behind: 2 },
    live(6_800),
  ];
  for (const frame of frames) {
    published.publish('sync', frame);
    await settled();
  }
  expect(told).toEqual([live(5_000), ...[2, 4, 6, 7, 9, 10].map((index) => frames[index])]);
  abort.abort();
  await over.catch(() => undefined);
});

it('how one stands with the desk is told when it is other than it was told last', async () => {
  const person: Person = {
    id: 'agent-1' as PersonId,
    name: { en: 'Lin', 'zh-CN': '林' },
    role: 'agent',
    queues: [],
    skills: [],
    languages: ['en'],
    capacity: { call: 1, chat: 1, message: 1, email: 1 },
    active: true,
  };
  let me: Me = { person, state: 'available', reason: null, since: 1 };
  let load = { call: 0, chat: 1, message: 0, email: 0 };
  const listeners = new Set<(person: PersonId) => void>();
  const services = {
    sessions: { personOf: () => person, untilSignedOut: () => new AbortController().signal, me: () => me },
    ringer: {
      ringOf: () => null,
      onChange: (listener: (person: PersonId) => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    // Made anew at each look, as the desk does it.
    workload: { loadOf: () => ({ ...load }), callOf: () => null },
    logger: recordingLogger(),
  };
  const abort = new AbortController();
  const { told, over } = gathered(await client(services).routing.follow(undefined, { signal: abort.signal }));
  const changed = async () => {
    for (const listener of listeners) listener(person.id);
    await settled();
  };
  await settled();
  await changed();
  await changed();
  expect(told.map((frame) => frame.load.chat)).toEqual([1]);
  load = { ...load, chat: 2 };
  await changed();
  await changed();
  load = { ...load, chat: 1 };
  await changed();
  me = { ...me, state: 'busy', reason: 'meeting' };
  await changed();
  await changed();
  expect(told.map((frame) => [frame.load.chat, frame.me.state])).toEqual([
    [1, 'available'],
    [2, 'available'],
    [1, 'available'],
    [1, 'busy'],
  ]);
  abort.abort();
  await over.catch(() => undefined);
  expect(listeners.size).toBe(0);
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Ingested } from '#electron/desk/cases/case-hub.ts';
import { Inbox } from '#electron/desk/inbox/inbox.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { Cache } from '#electron/store/port.ts';
import type { InboxFrame } from '#shared/contract/schemas.ts';
import { type Configuration, emptyConfiguration } from '#shared/desk/configuration.ts';
import type { Person } from '#shared/desk/person.ts';
import type { PersonId } from '#shared/lib/ids.ts';

const person = { id: 'agent-1' as PersonId, role: 'agent', queues: [] } as unknown as Person;

/** A person's lists that are followed: what was told so far, and the ways to change them and to stop. */
function followed() {
  const listeners = new Set<(ingested: Ingested) => void>();
  const hub = {
    onIngested: (listener: (ingested: Ingested) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onLeft: () => () => undefined,
  } as never;
  let counted = 0;
  const cache = { inboxCounts: async () => ({ active: ++counted }) } as unknown as Cache;
  const stop = new AbortController();
  const frames = new Inbox({ hub, cache, configuration: new Topic<Configuration>(emptyConfiguration) }).follow(person, stop.signal);
  const told: (readonly string[])[] = [];
  const over = (async () => {
    for await (const { rows } of frames as AsyncIterable<InboxFrame>) told.push(rows.map(({ id }) => id));
  })();
  return {
    told,
    over,
    stop: () => stop.abort(),
    changed: (...ids: string[]) => {
      for (const id of ids) for (const listener of listeners) listener({ events: [], rows: [{ id, owner: person.id, status: 'open' } as never] });
    },
    counted: () => counted,
    listening: () => listeners.size,
  };
}

/** Time passes, and what then goes on at once has gone on. */
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('what comes soon after a frame is told together, a tenth of a second after it, for one count of the lists', async () => {
  const lists = followed();
  await pass(0);
  expect(lists.told).toEqual([[]]);
  lists.changed('a');
  await pass(60);
  lists.changed('b', 'a');
  await pass(39);
  lists.changed('c');
  expect([lists.told.length, lists.counted()]).toEqual([1, 1]);
  await pass(1);
  expect(lists.told).toEqual([[], ['a', 'b', 'c']]);
  expect(lists.counted()).toBe(2);
  // The next is as far from that one.
  lists.changed('d');
  await pass(99);
  expect(lists.told).toHaveLength(2);
  await pass(1);
  expect(lists.told.at(-1)).toEqual(['d']);
  lists.stop();
  await lists.over;
});

test('what comes after a quiet moment is told at once', async () => {
  const lists = followed();
  await pass(100);
  lists.changed('a');
  await pass(0);
  expect(lists.told).toEqual([[], ['a']]);
  await pass(5_000);
  expect([lists.told.length, lists.counted()]).toEqual([2, 2]);
  lists.changed('b');
  await pass(0);
  expect(lists.told.at(-1)).toEqual(['b']);
  lists.stop();
  await lists.over;
});

test.each([
  ['waits for its time', true],
  ['waits for a change', false],
])('whoever stops while a frame %s is let go at once, and nothing is left of it', async (_what, changes) => {
  const lists = followed();
  await pass(0);
  if (changes) lists.changed('a');
  await pass(10);
  expect(vi.getTimerCount()).toBe(changes ? 1 : 0);
  let ended = false;
  void lists.over.then(() => {
    ended = true;
  });
  lists.stop();
  await pass(0);
  expect(ended).toBe(true);
  expect(lists.told).toEqual([[]]);
  expect([vi.getTimerCount(), lists.listening()]).toEqual([0, 0]);
});

import { v7 } from 'uuid';
import { beforeEach, expect, it } from 'vitest';
import { Trail } from '#electron/desk/trail/trail.ts';
import { EventLog } from '#electron/engine/event-log.ts';
import { KeyDropped, type QueueEngine } from '#electron/engine/port.ts';
import type { Person } from '#shared/desk/person.ts';
import type { CaseId, CustomerId, GroupId } from '#shared/lib/ids.ts';
import { ok } from '#shared/lib/result.ts';

const lin = { id: 'agent-lin', role: 'agent' } as Person;
const [one, two] = ['case-1', 'case-2'] as [CaseId, CaseId];
const wang = 'C100001' as CustomerId;
let puts: number;
let dropped: boolean;
let seen: unknown[];
let trail: Trail;
let log: EventLog;

beforeEach(() => {
  puts = 0;
  dropped = false;
  seen = [];
  const engine = {
    health: () => ({ state: 'connected' }),
    dataKey: async () => (dropped ? null : new Uint8Array(32)),
    dropKey: async () => {
      dropped = true;
    },
    putBlob: async () => {
      puts += 1;
      return `blob-${puts}`;
    },
    append: async (events: readonly { readonly body: { readonly blob: unknown } }[]) => {
      seen.push(...events.map(({ body }) => body.blob));
      return ok([]);
    },
  };
  log = new EventLog(engine as unknown as QueueEngine, () => undefined);
  trail = new Trail({ log, audit: { record: async () => undefined }, group: 'trail' as GroupId, clock: () => 1, newId: v7 });
});

it('a panel that is seen again as it was is kept once, and each look names it', async () => {
  await trail.seen(lin, one, wang, 'account', { balance: 1 });
  await trail.seen(lin, one, wang, 'account', { balance: 1 });
  await trail.seen(lin, one, wang, 'timeline', { balance: 1 });
  await trail.seen(lin, two, wang, 'account', { balance: 1 });
  await trail.seen(lin, one, wang, 'account', { balance: 2 });
  await trail.seen(lin, one, wang, 'account', { balance: 1 });
  expect(seen).toEqual(['blob-1', 'blob-1', 'blob-2', 'blob-3', 'blob-4', 'blob-5']);
});

it('nothing is said to have been seen whose key was dropped', async () => {
  await trail.seen(lin, one, wang, 'account', { balance: 1 });
  await log.dropKey({ kind: 'case', id: one });
  await expect(trail.seen(lin, one, wang, 'account', { balance: 1 })).rejects.toThrow(KeyDropped);
  expect(seen).toHaveLength(1);
});

import { v7 } from 'uuid';
import { beforeEach, expect, it } from 'vitest';
import { Trail } from '#electron/desk/trail/trail.ts';
import { EventLog } from '#electron/engine/event-log.ts';
import { EngineUnreachable, KeyDropped, type QueueEngine } from '#electron/engine/port.ts';
import type { Person } from '#shared/desk/person.ts';
import type { CaseId, CustomerId, GroupId } from '#shared/lib/ids.ts';
import { ok } from '#shared/lib/result.ts';

const lin = { id: 'agent-lin', role: 'agent' } as Person;
const [one, two] = ['case-1', 'case-2'] as [CaseId, CaseId];
const wang = 'C100001' as CustomerId;
let puts: number;
/** What the engine does with the next appends: each waits for it, and fails where it rejects. */
let gate: () => Promise<void>;
let audited: number;
let dropped: boolean;
let seen: unknown[];
let trail: Trail;
let log: EventLog;

beforeEach(() => {
  puts = 0;
  audited = 0;
  gate = async () => undefined;
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
      await gate();
      seen.push(...events.map(({ body }) => body.blob));
      return ok([]);
    },
  };
  log = new EventLog(engine as unknown as QueueEngine, () => undefined);
  const audit = {
    record: async () => {
      audited += 1;
    },
  };
  const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  trail = new Trail({ log, audit, group: 'trail' as GroupId, clock: () => 1, newId: v7, logger });
});

it('a panel that is seen again as it was is kept once, and each look names it', async () => {
  await trail.seen(lin, one, wang, 'account', { balance: 1 });
  await trail.seen(lin, one, wang, 'account', { balance: 1 });
  await trail.seen(lin, one, wang, 'timeline', { balance: 1 });
  await trail.seen(lin, two, wang, 'account', { balance: 1 });
  await trail.seen(lin, one, wang, 'account', { balance: 2 });
  await trail.seen(lin, one, wang, 'account', { balance: 1 });
  await Promise.all([trail.kept(one), trail.kept(two)]);
  expect(seen.toSorted()).toEqual(['blob-1', 'blob-1', 'blob-2', 'blob-3', 'blob-4', 'blob-5']);
});

it('nothing is said to have been seen whose key was dropped', async () => {
  await trail.seen(lin, one, wang, 'account', { balance: 1 });
  await log.dropKey({ kind: 'case', id: one });
  await expect(trail.seen(lin, one, wang, 'account', { balance: 1 })).rejects.toThrow(KeyDropped);
  expect(seen).toHaveLength(1);
});

it('a look is on disk in the audit before it is answered; its picture follows, in order, and whoever asks for the looks waits for it', async () => {
  await trail.seen(lin, one, wang, 'account', { balance: 1 });
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  gate = () => opened;
  await trail.seen(lin, one, wang, 'timeline', { page: 1 });
  await trail.seen(lin, one, wang, 'security', { page: 2 });
  expect({ audited, seen }).toEqual({ audited: 3, seen: ['blob-1'] });
  const kept = trail.kept(one);
  open();
  await kept;
  expect(seen).toEqual(['blob-1', 'blob-2', 'blob-3']);
});

it('a picture waits for an engine that went away, and is there once', async () => {
  await trail.seen(lin, one, wang, 'account', { balance: 1 });
  let away = true;
  gate = async () => {
    if (!away) return;
    away = false;
    throw new EngineUnreachable('away');
  };
  await trail.seen(lin, one, wang, 'timeline', { page: 1 });
  await trail.kept(one);
  expect(seen).toEqual(['blob-1', 'blob-2']);
});

it('whose pictures are not taken sees nothing more', async () => {
  gate = () => Promise.reject(new Error('not permitted'));
  await expect(trail.seen(lin, one, wang, 'account', { balance: 1 })).rejects.toThrow('not permitted');
  gate = async () => undefined;
  await trail.seen(lin, one, wang, 'account', { balance: 1 });
  gate = () => Promise.reject(new Error('not permitted'));
  await trail.seen(lin, one, wang, 'timeline', { page: 1 });
  await trail.kept(one);
  await expect(trail.seen(lin, one, wang, 'security', { page: 2 })).rejects.toThrow('not permitted');
});

it('a stop does not wait for an engine that is away', async () => {
  await trail.seen(lin, one, wang, 'account', { balance: 1 });
  gate = () => Promise.reject(new EngineUnreachable('away'));
  await trail.seen(lin, one, wang, 'timeline', { page: 1 });
  await trail.stop();
  expect(seen).toEqual(['blob-1']);
});

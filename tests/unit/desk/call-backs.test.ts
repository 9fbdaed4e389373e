import { describe, expect, test } from 'vitest';
import { CallBacks } from '#electron/desk/calls/call-backs.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { CallBacksFrame } from '#shared/contract/phone-schemas.ts';
import type { Person } from '#shared/desk/person.ts';
import type { QueueId } from '#shared/lib/ids.ts';

const row = (id: string, more: Partial<Record<keyof InboxRow, unknown>>): InboxRow =>
  ({ id, channel: 'phone', queue: 'general', owner: null, intendedFor: null, position: 1, status: 'waiting', ...more }) as unknown as InboxRow;

const person = (id: string, queues: readonly string[], role = 'agent') => ({ id, role, queues: queues as readonly QueueId[] }) as unknown as Person;

interface Resting {
  readonly snoozed?: readonly InboxRow[];
  readonly waiting?: readonly InboxRow[];
  readonly open?: readonly InboxRow[];
  /** What the cases themselves say, where their rows do not. */
  readonly states?: Readonly<Record<string, number | null>>;
}

function made({ snoozed = [], waiting = [], open = [], states = {} }: Resting) {
  let ingest: (rows: readonly InboxRow[]) => void = () => undefined;
  const backs = new CallBacks({
    hub: {
      onIngested: (listener: (ingested: never) => void) => {
        ingest = (rows) => listener({ rows, events: [] } as never);
        return () => {
          ingest = () => undefined;
        };
      },
      state: async (id: string) => (id in states ? { callBackAt: states[id] } : undefined),
    } as never,
    cache: { snoozedUntil: async () => snoozed },
    workload: { waiting: () => waiting, open: () => open },
  });
  return { backs, ingest: (...rows: InboxRow[]) => ingest(rows) };
}

const lin = person('agent-lin', ['general']);

async function seenBy(backs: CallBacks, who: Person): Promise<CallBacksFrame> {
  for await (const frame of backs.follow(who, undefined)) return frame;
  throw new Error('a frame comes at once');
}
const ids = async (backs: CallBacks, who: Person) => (await seenBy(backs, who)).rows.map(({ id }) => id);

describe('whom to call back', () => {
  test('is what rests, waits and is open, the first due first', async () => {
    const { backs } = made({
      snoozed: [row('late', { callBackAt: 900, status: 'snoozed' }), row('other', { channel: 'chat', status: 'snoozed' })],
      waiting: [row('early', { callBackAt: 100 }), row('nobody', {})],
      open: [row('between', { callBackAt: 500, status: 'open', owner: 'agent-lin' })],
    });
    await backs.start();
    expect(await ids(backs, lin)).toEqual(['early', 'between', 'late']);
  });

  test('is also what an older console promised, whose rows do not say so', async () => {
    const { backs } = made({ snoozed: [row('old', { status: 'snoozed' }), row('done', { status: 'snoozed' })], states: { old: 700, done: null } });
    await backs.start();
    expect(await ids(backs, lin)).toEqual(['old']);
  });

  test('is one’s own and what one’s queues have; who sees all sees all', async () => {
    const { backs } = made({
      waiting: [
        row('theirs', { callBackAt: 1, queue: 'card' }),
        row('mine', { callBackAt: 2, queue: 'card', owner: 'agent-lin' }),
        row('ours', { callBackAt: 3 }),
      ],
    });
    await backs.start();
    expect(await ids(backs, lin)).toEqual(['mine', 'ours']);
    expect(await ids(backs, person('supervisor-he', [], 'supervisor'))).toEqual(['theirs', 'mine', 'ours']);
  });

  test('changes with the cases; a row that comes late changes nothing, also while it is read', async () => {
    const waiting = [row('a', { callBackAt: 5, position: 1 })];
    const { backs, ingest } = made({ waiting });
    const starting = backs.start();
    ingest(row('a', { position: 9 }));
    await starting;
    expect(await ids(backs, lin)).toEqual([]);
    ingest(row('b', { callBackAt: 8, position: 10 }));
    ingest(row('b', { position: 4 }));
    expect(await ids(backs, lin)).toEqual(['b']);
    const frames = backs.follow(lin, undefined);
    expect((await frames.next()).value).toMatchObject({ total: 1 });
    ingest(row('x', { position: 11 }));
    ingest(row('b', { position: 12 }));
    expect((await frames.next()).value).toEqual({ rows: [], total: 0 });
    await frames.return(undefined);
    backs.stop();
  });

  test('is told in full by number, and as far as a list is read by name', async () => {
    const { backs } = made({ waiting: Array.from({ length: 250 }, (_, n) => row(`c${n}`, { callBackAt: n })) });
    await backs.start();
    const { rows, total } = await seenBy(backs, lin);
    expect([rows.length, total, rows[0]?.id]).toEqual([200, 250, 'c0']);
  });
});

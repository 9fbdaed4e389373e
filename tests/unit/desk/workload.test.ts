import { expect, it } from 'vitest';
import { Workload } from '#electron/desk/routing/workload.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { Configuration } from '#shared/desk/configuration.ts';

const CASES = 1_700;

const waiting = (index: number) => ({ id: `case ${index}`, status: 'waiting', owner: null, position: index + 1 }) as unknown as InboxRow;

/** The cases that wait once all was read, while `taken` of them leave the list as each page was read. */
async function counted(taken: number): Promise<ReadonlySet<string>> {
  const list = Array.from({ length: CASES }, (_, index) => waiting(index));
  let tell: (rows: readonly InboxRow[]) => void = () => undefined;
  let left = 4;
  const workload = new Workload({
    hub: {
      onIngested: (listener) => {
        tell = (rows) => listener({ rows, events: [] } as unknown as Parameters<typeof listener>[0]);
        return () => undefined;
      },
    },
    cache: {
      inboxPage: async ({ offset, limit }) => {
        const page = { rows: list.slice(offset, offset + limit), total: list.length };
        if (left-- > 0) tell(list.splice(10, taken).map((row) => ({ ...row, status: 'resolved', position: row.position + CASES }) as InboxRow));
        return page;
      },
    },
    configuration: new Topic({ queues: [], people: [] } as unknown as Configuration),
  });
  await workload.start();
  const known = new Set([...workload.waiting()].map(({ id }) => id));
  expect(known.size).toBe(list.length);
  return new Set(list.map(({ id }) => id).filter((id) => !known.has(id as never)));
}

it.each([0, 1, 3, 600])('of cases that wait none is passed over while %i leave the list with each page that is read', async (taken) => {
  expect(await counted(taken)).toEqual(new Set());
});

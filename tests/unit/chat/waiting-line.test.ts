import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placesOf, WaitingLine } from '#electron/desk/routing/waiting-line.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { CaseId, QueueId } from '#shared/lib/ids.ts';

type Waiting = Parameters<typeof placesOf>[0] extends Iterable<infer W> ? W : never;
const waiting = fc.record({
  id: fc.uuid().map((id) => id as CaseId),
  queue: fc.constantFrom('a', 'b').map((id) => id as QueueId),
  priority: fc.nat(3),
  waitingSince: fc.option(fc.nat(20)),
});

it('each queue has the places from one on, and nobody stands before who comes first', () => {
  fc.assert(
    fc.property(fc.uniqueArray(waiting, { maxLength: 30, selector: ({ id }) => id }), (rows) => {
      const places = placesOf(rows);
      for (const queue of ['a', 'b']) {
        const line = rows.filter((row) => row.queue === queue && row.waitingSince !== null).sort((x, y) => (places.get(x.id) ?? 0) - (places.get(y.id) ?? 0));
        expect(line.map(({ id }) => places.get(id))).toEqual(line.map((_, index) => index + 1));
        for (const [index, row] of line.slice(1).entries()) {
          const before = line[index] as Waiting;
          expect(before.priority > row.priority || (before.priority === row.priority && (before.waitingSince ?? 0) <= (row.waitingSince ?? 0))).toBe(true);
        }
      }
      expect(places.size).toBe(rows.filter(({ waitingSince }) => waitingSince !== null).length);
    }),
    { numRuns: 200, seed: 91 },
  );
});

it('tells many changes at once, and after it was stopped none', async () => {
  let change: () => void = () => undefined;
  const timers: (() => void)[] = [];
  let cleared = 0;
  const rows: Pick<InboxRow, 'id' | 'queue' | 'priority' | 'waitingSince'>[] = [];
  const line = new WaitingLine({
    workload: {
      waiting: () => rows as InboxRow[],
      onChange: (listener) => {
        change = () => listener([]);
        return () => {
          change = () => undefined;
        };
      },
    },
    setTimer: (work) => timers.push(work),
    clearTimer: () => {
      cleared += 1;
    },
  });
  line.start();
  let moved = 0;
  const off = line.onMoved(() => {
    moved += 1;
  });
  const row = (id: string, waitingSince: number) => ({ id: id as CaseId, queue: 'a' as QueueId, priority: 0, waitingSince });
  rows.push(row('late', 5));
  change();
  expect(await line.placeOf('late' as CaseId)).toBe(1);
  rows.push(row('early', 3));
  change();
  expect(await line.placeOf('late' as CaseId)).toBe(2);
  expect(await line.placeOf('nobody' as CaseId)).toBeNull();
  expect([timers.length, moved]).toEqual([1, 0]);
  timers.shift()?.();
  expect(moved).toBe(1);
  off();
  change();
  timers.shift()?.();
  expect(moved).toBe(1);
  change();
  line.stop();
  expect(cleared).toBe(1);
});

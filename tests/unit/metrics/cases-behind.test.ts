import { expect, test } from 'vitest';
import type { PersonId, QueueId } from '#shared/lib/ids.ts';
import { casesBehind } from '#shared/metrics/board.ts';
import { emptyBoard, foldBoard } from '#shared/metrics/board-state.ts';
import { asCases, LogBook, NOON, watched } from '#tests/unit/metrics/board-kit.ts';

const log = new LogBook().opened('d', 0).claimed('d', 1).opened('c', 0).claimed('c', 30).opened('e', 0, 'b').claimed('e', 1, 'bob');
const state = foldBoard(emptyBoard(), log.events);
const options = { since: 0, queues: [watched('a'), watched('b')], agents: [{ id: 'ann' as PersonId, queues: [], capacity: 1 }] };

test.each([
  [
    { queue: 'a' as QueueId, figure: 'serviceLevel' as const },
    { cases: asCases('d'), among: asCases('c', 'd') },
  ],
  [
    { queue: null, figure: 'serviceLevel' as const },
    { cases: asCases('d', 'e'), among: asCases('c', 'd', 'e') },
  ],
  [
    { agent: 'ann' as PersonId, figure: 'openCases' as const },
    { cases: asCases('c', 'd'), among: [] },
  ],
  [
    { queue: 'z' as QueueId, figure: 'active' as const },
    { cases: [], among: [] },
  ],
  [
    { agent: 'bob' as PersonId, figure: 'openCases' as const },
    { cases: [], among: [] },
  ],
])('behind %o', (place, wanted) => {
  expect(casesBehind(state, NOON, options, place)).toEqual(wanted);
});

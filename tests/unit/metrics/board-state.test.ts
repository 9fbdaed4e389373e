import { describe, expect, test } from 'vitest';
import type { CaseId } from '#shared/lib/ids.ts';
import { SECOND } from '#shared/lib/time.ts';
import { emptyBoard, foldBoard, settleBoard } from '#shared/metrics/board-state.ts';
import { getFrom, valuesOf } from '#shared/metrics/sharded-map.ts';
import { agentOf, fullBoard, LogBook, NOON, watched } from '#tests/unit/metrics/board-kit.ts';

const options = { since: NOON, queues: [watched('a')], agents: [] };
const resolvedCase = new LogBook().opened('c', -60).claimed('c', -50).resolved('c', 0);

describe('letting go', () => {
  test('keeps what ended at that very moment', () => {
    const settled = settleBoard(foldBoard(emptyBoard(), resolvedCase.events), NOON);
    expect(fullBoard(settled, NOON + SECOND, options).total.figures).toMatchObject({ handled: { value: 1 }, resolved: { value: 1 }, answered: { value: 0 } });
  });

  test('keeps so much of a case that one which is reopened is known', () => {
    const settled = settleBoard(foldBoard(emptyBoard(), resolvedCase.events), NOON + 1);
    expect([...valuesOf(settled.cases)]).toEqual([]);
    const again = foldBoard(settled, new LogBook().opened('c', -60).claimed('c', -50).resolved('c', 0).reopened('c', 90).events);
    expect([...valuesOf(again.dormant)]).toEqual([]);
    expect(getFrom(again.cases, 'c' as CaseId)).toMatchObject({ status: 'waiting', queue: 'a', resolutions: 1 });
    expect(fullBoard(again, NOON + 100 * SECOND, { ...options, since: NOON + 1 }).total.figures).toMatchObject({
      waiting: { value: 1 },
      longestWait: { value: 10 * SECOND },
      backlogAge: { value: 160 * SECOND },
    });
  });
});

describe('a producer’s clock that is behind', () => {
  test('makes no wait, no work and no round shorter than nothing', () => {
    const log = new LogBook().opened('c', 10).asked('c', 20).claimed('c', 5).said('c', 3).resolved('c', 1);
    expect(log.board(60).total.figures).toMatchObject({
      averageSpeedOfAnswer: { value: 10 * SECOND },
      firstResponseTime: { value: 0 },
      averageHandleTime: { value: 0 },
    });
  });

  test('does not turn an agent’s states round', () => {
    const log = new LogBook().state('ann', 0, 'available').state('ann', 40, 'break').state('ann', 20, 'offline');
    expect(agentOf(log.board(60), 'ann')).toMatchObject({
      state: 'offline',
      since: NOON + 40 * SECOND,
      figures: { utilisation: { denominator: 40 * SECOND } },
    });
  });
});

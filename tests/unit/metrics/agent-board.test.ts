import { describe, expect, test } from 'vitest';
import type { PersonId, QueueId } from '#shared/lib/ids.ts';
import { SECOND } from '#shared/lib/time.ts';
import { agentFigures } from '#shared/metrics/figure-definitions.ts';
import { agentOf, asCases, LogBook, NOON, watched } from '#tests/unit/metrics/board-kit.ts';

describe('an agent', () => {
  test('of whom nothing is known is offline, without figures', () => {
    const ann = agentOf(new LogBook().board(0), 'ann');
    expect(ann).toMatchObject({ state: 'offline', since: null });
    expect(ann.figures).toMatchObject({
      openCases: { value: 0 },
      occupancy: { value: null },
      concurrency: { value: null },
      effectiveHandleTime: { value: null },
    });
    expect(Object.keys(ann.figures).sort()).toEqual(Object.keys(agentFigures).sort());
  });

  test('has a state since they took it; saying it again changes nothing', () => {
    const log = new LogBook()
      .add('agent', 'ann', 0, 'agent.signedIn', {}, 'ann')
      .state('ann', 1, 'available')
      .state('ann', 20, 'break')
      .state('ann', 30, 'break');
    expect(agentOf(log.board(40), 'ann')).toMatchObject({ state: 'break', since: NOON + 20 * SECOND });
    log.add('agent', 'ann', 50, 'agent.signedOut', {}, 'ann');
    expect(agentOf(log.board(60), 'ann')).toMatchObject({ state: 'offline', since: NOON + 50 * SECOND });
  });

  test('has open cases against a capacity; snoozed ones take none of it', () => {
    const log = new LogBook().opened('c', 0).claimed('c', 1).opened('d', 0).claimed('d', 1).snoozed('d', 2, 60).opened('e', 0).claimed('e', 1, 'bob');
    expect(agentOf(log.board(10), 'ann').figures).toMatchObject({
      openCases: { value: 1, cases: asCases('c') },
      capacityUsed: { value: 1 / 3, numerator: 1, denominator: 3 },
    });
    expect(agentOf(log.board(10), 'bob').figures.capacityUsed).toMatchObject({ value: null, numerator: 1, denominator: null });
  });
});

describe('the times of an agent', () => {
  // Signed in for 100 s, 20 of them on break; c is open for 40 s and d for 20 of these; then 20 s without any.
  const log = new LogBook()
    .state('ann', 0, 'available')
    .opened('c', 0)
    .claimed('c', 10)
    .opened('d', 0)
    .claimed('d', 20)
    .resolved('d', 40)
    .resolved('c', 50)
    .state('ann', 80, 'break')
    .state('ann', 100, 'offline');
  const figures = agentOf(log.board(500), 'ann').figures;

  test('concurrent chats count each for concurrency, and once for occupancy', () => {
    expect(figures).toMatchObject({
      concurrency: { value: 1.5, numerator: 60 * SECOND, denominator: 40 * SECOND, cases: asCases('c', 'd') },
      occupancy: { value: 0.5, numerator: 40 * SECOND, denominator: 80 * SECOND },
      utilisation: { value: 0.4, numerator: 40 * SECOND, denominator: 100 * SECOND },
    });
  });

  test('effective handle time is handle time over concurrency', () => {
    expect(figures).toMatchObject({
      agentHandled: { value: 2 },
      agentHandleTime: { value: 30 * SECOND },
      effectiveHandleTime: { value: 20 * SECOND, numerator: 60 * SECOND, denominator: 3 },
    });
  });

  test('grow with time alone while they last', () => {
    const open = new LogBook().state('ann', 0, 'available').opened('c', 0).claimed('c', 10);
    expect(agentOf(open.board(20), 'ann').figures.occupancy.value).toBe(0.5);
    expect(agentOf(open.board(40), 'ann').figures.occupancy.value).toBe(0.75);
  });

  test('of a day begin with the day', () => {
    const { figures: later } = agentOf(log.board(500, { since: NOON + 30 * SECOND }), 'ann');
    expect(later).toMatchObject({ concurrency: { numerator: 30 * SECOND, denominator: 20 * SECOND }, utilisation: { denominator: 70 * SECOND } });
  });

  test('of a report end with the report', () => {
    const { figures: early } = agentOf(log.board(500, { until: NOON + 30 * SECOND }), 'ann');
    expect(early).toMatchObject({
      concurrency: { numerator: 30 * SECOND, denominator: 20 * SECOND },
      utilisation: { denominator: 30 * SECOND },
      agentHandled: { value: 0 },
    });
  });

  test('a case left open overnight keeps nobody busy', () => {
    const night = new LogBook()
      .state('ann', 0, 'available')
      .opened('c', 0)
      .claimed('c', 0)
      .state('ann', 10, 'offline')
      .state('ann', 1_010, 'available')
      .resolved('c', 1_020);
    expect(agentOf(night.board(1_030), 'ann').figures).toMatchObject({
      occupancy: { numerator: 20 * SECOND, denominator: 30 * SECOND },
      utilisation: { numerator: 20 * SECOND, denominator: 30 * SECOND },
    });
  });
});

describe('agents of queues', () => {
  test('who serves two queues stands in both and counts once in the total', () => {
    const log = new LogBook().state('ann', 0, 'available').state('bob', 0, 'break').state('cem', 0, 'available');
    const agents = [
      { id: 'ann' as PersonId, queues: ['a', 'b'] as string[] as QueueId[], capacity: 2 },
      { id: 'bob' as PersonId, queues: ['b'] as string[] as QueueId[], capacity: 2 },
      { id: 'cem' as PersonId, queues: ['z'] as string[] as QueueId[], capacity: 2 },
    ];
    const board = log.board(10, { agents });
    expect(board.queues.map((row) => row.agents)).toEqual([
      { available: ['ann'], busy: [], break: [], away: [], offline: [] },
      { available: ['ann'], busy: [], break: ['bob'], away: [], offline: [] },
    ]);
    expect(board.total.agents).toEqual({ available: ['ann'], busy: [], break: ['bob'], away: [], offline: [] });
    expect(board.agents.map(({ agent }) => agent)).toEqual(['ann', 'bob', 'cem']);
  });

  test('an agent or a queue named twice counts once', () => {
    const log = new LogBook().opened('c', 0).state('ann', 0, 'busy');
    const ann = { id: 'ann' as PersonId, queues: ['a'] as string[] as QueueId[], capacity: 2 };
    const board = log.board(10, { agents: [ann, ann], queues: [watched('a'), watched('a')] });
    expect([board.queues.length, board.agents.length, board.total.agents.busy, board.total.figures.waiting.value]).toEqual([1, 1, ['ann'], 1]);
  });
});

import { expect, test } from 'vitest';
import type { KnownEvent } from '#shared/case/envelope.ts';
import type { CaseId, EventId, PersonId } from '#shared/lib/ids.ts';
import type { CaseTrack } from '#shared/metrics/case-track.ts';
import { evolveTrack } from '#shared/metrics/evolve-track.ts';
import { LogBook, NOON } from '#tests/unit/metrics/board-kit.ts';

const [one, two] = ['one', 'two'] as readonly string[] as readonly [CaseId, CaseId];

/** Two cases that Ann merges after 20 seconds. */
const merged = () =>
  new LogBook()
    .opened('one', 0)
    .opened('two', 5)
    .asked('one', 0)
    .asked('two', 5)
    .claimed('one', 10)
    .add('case', 'two', 20, 'case.merged', { case: one, side: 'into', channel: 'chat' }, 'ann')
    .add('case', 'one', 21, 'case.merged', { case: two, side: 'from', channel: 'chat', by: 'ann' as PersonId }, 'system');

test('a merged case is in no backlog and waits no more, and nobody abandoned, answered, handled or resolved it', () => {
  const { figures } = merged().board(30).total;
  expect(figures.backlog.numerator).toBe(1);
  expect(figures.waiting.numerator).toBe(0);
  expect(figures.flowedOut.numerator).toBe(1);
  expect(figures.answered.numerator).toBe(1);
  expect(figures.abandoned.numerator).toBe(0);
});

test('what was two is handled and resolved once', () => {
  const book = merged()
    .said('two', 40)
    .add('case', 'one', 40, 'case.lineMoved', { case: two, message: 'm' as EventId, by: 'desk' }, 'system')
    .resolved('one', 60);
  const { figures } = book.board(70).total;
  expect(figures.handled.numerator).toBe(1);
  expect(figures.resolved.numerator).toBe(1);
  expect(figures.backlog.numerator).toBe(0);
});

test('what the customer asks on a line makes the case that goes on wait, and a case taken apart waits for itself', () => {
  const asked = merged()
    .said('one', 25)
    .asked('two', 30)
    .add('case', 'one', 30, 'case.lineMoved', { case: two, message: 'm' as EventId, by: 'customer' }, 'system');
  expect(asked.board(40).total.figures.backlog.numerator).toBe(1);
  const apart = asked
    .add('case', 'two', 50, 'case.unmerged', { case: one, side: 'into' }, 'ann')
    .add('case', 'one', 50, 'case.unmerged', { case: two, side: 'from' }, 'system');
  const { figures } = apart.board(60).total;
  expect(figures.backlog.numerator).toBe(2);
  expect(figures.waiting.numerator).toBe(1);
});

test('a case taken apart again waits since it waited before, and one that was answered waits for nobody', () => {
  const track = (id: CaseId, events: LogBook['events']) =>
    (events as KnownEvent[]).filter(({ about }) => about.id === id).reduce<CaseTrack | undefined>((known, event) => evolveTrack(known, event), undefined);
  const { events } = new LogBook()
    .opened('one', 0)
    .opened('two', 5)
    .claimed('one', 10)
    .said('one', 15)
    .add('case', 'two', 20, 'case.merged', { case: one, side: 'into', channel: 'chat' }, 'ann')
    .add('case', 'one', 21, 'case.merged', { case: two, side: 'from', channel: 'chat', by: 'ann' as PersonId, waitingSince: NOON + 5_000 }, 'system')
    .add('case', 'two', 50, 'case.unmerged', { case: one, side: 'into' }, 'ann')
    .add('case', 'one', 50, 'case.unmerged', { case: two, side: 'from' }, 'system');
  expect(track(one, events)).toMatchObject({ status: 'open', waitingSince: null });
  const apart = track(two, events);
  expect(apart).toMatchObject({ status: 'waiting', waitingSince: NOON + 5_000 });
  expect(apart?.contacts).toMatchObject([{ from: NOON + 5_000, to: null, outcome: 'waiting' }]);
});

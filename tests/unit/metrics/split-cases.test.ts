import { expect, test } from 'vitest';
import type { CaseId, EventId, QueueId } from '#shared/lib/ids.ts';
import { LogBook } from '#tests/unit/metrics/board-kit.ts';

const [one, two] = ['one', 'two'] as readonly string[] as readonly [CaseId, CaseId];
const m = 'm' as EventId;

/** Ann splits off a second matter after 20 seconds, which waits in the queue. */
const split = () =>
  new LogBook()
    .opened('one', 0)
    .asked('one', 0)
    .claimed('one', 10)
    .add('case', 'one', 20, 'case.split', { case: two, from: m, queue: 'a' as QueueId, keeps: false }, 'ann')
    .add(
      'case',
      'two',
      20,
      'case.opened',
      { channel: 'chat', queue: 'a' as QueueId, language: 'en', priority: 1, thread: 'one', splitFrom: { case: one, from: m } },
      'system',
    )
    .add('case', 'two', 20, 'case.lineMoved', { case: one, message: m, by: 'customer' }, 'system');

test('a case that was split off is one contact more, from its split on', () => {
  const { figures } = split().board(30).total;
  expect(figures.backlog.numerator).toBe(2);
  expect(figures.waiting.numerator).toBe(1);
});

test('an answer for it answers it alone, and each is handled and resolved once', () => {
  const book = split()
    .claimed('two', 40)
    .add('case', 'one', 50, 'message.sent', { for: two }, 'ann')
    .add('case', 'two', 50, 'case.lineMoved', { case: one, message: 'n' as EventId, by: 'desk' }, 'system');
  expect(split().board(55).total.figures.firstResponseTime.denominator).toBe(0);
  // From the split on, not from the beginning of the thread; the first case is not answered by it.
  expect(book.board(55).total.figures.firstResponseTime).toMatchObject({ numerator: 30_000, denominator: 1 });
  const { figures } = book.resolved('two', 60).said('one', 70).resolved('one', 80).board(90).total;
  expect(figures.answered.numerator).toBe(2);
  expect(figures.handled.numerator).toBe(2);
  expect(figures.resolved.numerator).toBe(2);
  expect(figures.backlog.numerator).toBe(0);
});

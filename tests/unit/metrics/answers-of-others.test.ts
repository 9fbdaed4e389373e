import { expect, test } from 'vitest';
import { LogBook } from '#tests/unit/metrics/board-kit.ts';

const answered = () => new LogBook().opened('one', 0, 'a', 'email').asked('one', 0).claimed('one', 10).said('one', 20);

test('what somebody else answers starts no round that is to be answered', () => {
  const book = answered().add('case', 'one', 30, 'message.received', { aside: true }, 'customer').said('one', 90);
  expect(book.board(100).total.figures.responseTime.denominator).toBe(1);
  expect(answered().asked('one', 30).said('one', 90).board(100).total.figures.responseTime.denominator).toBe(2);
});

test('a case that it brings back stands in its queue, without a customer who waits, and is handled again once it is taken', () => {
  const book = answered()
    .resolved('one', 40)
    .add('case', 'one', 50, 'message.received', { aside: true }, 'customer')
    .add('case', 'one', 50, 'case.reopened', { reason: 'other-wrote' }, 'customer');
  const { figures } = book.board(60).total;
  expect([figures.backlog.numerator, figures.waiting.numerator, figures.longestUnanswered.numerator]).toEqual([1, 1, 0]);
  expect(book.claimed('one', 70).board(80).total.figures.answered.numerator).toBe(2);
  expect(book.resolved('one', 90).board(99).total.figures.handled.numerator).toBe(2);
});

import { expect, test } from 'vitest';
import { closedQuestion, moreFilters, noFilters } from '#renderer/features/replay/closed-filters.ts';
import { DAY } from '#shared/lib/time.ts';

test('no filter asks for every closed case', () => {
  expect(closedQuestion(noFilters)).toEqual({
    text: '',
    queue: null,
    owner: null,
    channel: null,
    disposition: null,
    closedFrom: null,
    closedBefore: null,
    reopened: null,
    reviewed: null,
  });
  expect(moreFilters({ ...noFilters, text: 'a', queue: 'general' })).toBe(0);
});

test('both days count whole, from local midnight to local midnight; what is no day asks nothing', () => {
  const { closedFrom, closedBefore } = closedQuestion({ ...noFilters, from: '2026-11-03', until: '2026-11-03' });
  expect(new Date(closedFrom ?? 0).toString()).toBe(new Date(2026, 10, 3).toString());
  expect((closedBefore ?? 0) - (closedFrom ?? 0)).toBe(DAY);
  expect(closedQuestion({ ...noFilters, from: '2026-1', until: '9999999-12-31' })).toMatchObject({ closedFrom: null, closedBefore: null });
  expect(moreFilters({ ...noFilters, from: '2026-11-03', reviewed: 'no' })).toBe(2);
});

test('yes and no are asked as such, the text without its margins', () => {
  expect(closedQuestion({ ...noFilters, text: ' top up ', reopened: 'no', reviewed: 'yes' })).toMatchObject({
    text: 'top up',
    reopened: false,
    reviewed: true,
  });
});

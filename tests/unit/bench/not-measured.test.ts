import { expect, it } from 'vitest';
import { notMeasured } from '#tests/bench/not-measured.ts';

it('a budget whose figure nobody told is named, of the groups that were run alone', () => {
  const limits = { 'chat.lost': 0, 'chat.n': { least: 3 }, 'chatter.lost': 0, 'mail.lost': 0 };
  expect(notMeasured(limits, ['chat'], { 'chat.n': 0 })).toEqual(['chat.lost']);
  expect(notMeasured(limits, ['chat', 'mail'], { 'chat.n': 3, 'chat.lost': 0, 'mail.lost': 1 })).toEqual([]);
});

import { expect, test } from 'vitest';
import { messageTime } from '#renderer/chat/message-time.ts';

test.each(['en', 'zh-CN'] as const)('a page in %s tells the time by 24 hours, whatever the browser is set to', (language) => {
  const told = ([hour, minute]: readonly [number, number]) => messageTime(language).format(new Date(2026, 10, 30, hour, minute));
  expect(
    (
      [
        [21, 29],
        [0, 5],
        [12, 0],
      ] as const
    ).map(told),
  ).toEqual(['21:29', '00:05', '12:00']);
});

import { expect, test } from 'vitest';
import { messageTime } from '#renderer/chat/message-time.ts';

const evening = new Date(2026, 10, 30, 21, 29).getTime();

test.each([
  ['en', 'en-GB', '21:29'],
  ['en', 'zh-CN', '21:29'],
  ['en', 'en-US', '09:29 PM'],
  ['zh-CN', 'zh-CN', '21:29'],
  ['zh-CN', 'en-US', '下午09:29'],
] as const)('a page in %s in a browser of %s says %s', (language, browser, told) => {
  expect(
    messageTime(language, browser)
      .format(evening)
      .replace(/\u202f/g, ' '),
  ).toBe(told);
});

import { expect, it } from 'vitest';
import type { Token } from '#shared/lib/ids.ts';
import { hideSensitive, maskText } from '#shared/wallet/find-sensitive.ts';

const own = new Set(['service@wallet.example']);
const put = async () => 'tok' as Token;

it.each([
  'service@wallet.example',
  'Service@Wallet.Example',
  'Write to service@wallet.example.',
  'Is it service@wallet.example?',
  'service@wallet.example, <service@wallet.example> or "service@wallet.example"',
  '请发邮件到service@wallet.example联系我们。',
  '邮箱：service@wallet.example。',
  '客服邮箱/service@wallet.example',
  'mailto:service@wallet.example',
  '**service@wallet.example**',
  "'service@wallet.example'",
])('%s goes out whole', async (text) => {
  expect(await maskText(text, put, own)).toEqual({ text, marks: [] });
  expect(hideSensitive(text, own)).toBe(text);
});

it.each([
  ['my.service@wallet.example', 'm***@wallet.example'],
  ['service+li@wallet.example', 's***@wallet.example'],
  ['service@wallet.example.cn', 's***@wallet.example.cn'],
  ['service@wallet.example.中国', 's***@wallet.example.中国'],
  ['service@wallet.example\u00e9', 's***@wallet.example\u00e9'],
  ['service@mail.wallet.example', 's***@mail.wallet.example'],
  ["o'service@wallet.example", "o's***@wallet.example"],
  ['li&service@wallet.example', 'li&s***@wallet.example'],
  ['\u00e9service@wallet.example', '\u00e9s***@wallet.example'],
  ['кservice@wallet.example', 'кs***@wallet.example'],
  ['li\u200bservice@wallet.example', 'li\u200bs***@wallet.example'],
  ['service@wallet.example\u200b.cn', 's***@wallet.example\u200b.cn'],
  ['service@wallet.example@evil.example', 's***@wallet.example@evil.example'],
  ['ｓervice@wallet.example', 's***@wallet.example'],
  ['service@wallet.example or 13800138000', 'service@wallet.example or 138****8000'],
  ['service@wallet.example li@customer.example', 'service@wallet.example l***@customer.example'],
])('%s: whatever merely holds the address, or stands beside it, is masked as ever', async (text, shown) => {
  expect((await maskText(text, put, own)).text).toBe(shown);
  expect(hideSensitive(text, own)).toBe(shown);
});

it('none is spared where none is named', async () => {
  expect((await maskText('service@wallet.example', put)).text).toBe('s***@wallet.example');
});

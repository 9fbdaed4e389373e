import { expect, it } from 'vitest';
import { namedAmounts } from '#shared/wallet/named-amounts.ts';

it.each([
  ['我昨天充值了200元', [20_000]],
  ['paid 1,250.50 and then 88', [125_050, 8_800]],
  ['¥300 充了 300', [30_000]],
  ['RMB200 or cny50', [20_000, 5_000]],
  ['ERROR E1003 of TX77', []],
  ['138****8000', []],
  ['2026-09-01 12:30, 2026年9月10日', []],
  ['尾号1234的卡扣了50', [5_000]],
  ['order 20260901000123', []],
  ['my code is 358733', []],
  ['358733', []],
  ['the code I got reads 4821, and I paid ¥5000', [500_000]],
  ['验证码是 358733，我付了 6000 元', [600_000]],
  ['收到的验证码：358733', []],
  ['error 4031 when I topped up 200', [20_000]],
  ['5000 has not arrived', [500_000]],
  ['5000', [500_000]],
])('%s names %j', (text, minors) => {
  expect(namedAmounts(text)).toEqual(minors);
});

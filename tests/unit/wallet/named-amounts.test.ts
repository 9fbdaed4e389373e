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
])('%s names %j', (text, minors) => {
  expect(namedAmounts(text)).toEqual(minors);
});

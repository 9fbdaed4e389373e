import { expect, test } from 'vitest';
import { customerNumber } from '#renderer/features/search/customer-number.ts';

test.each([
  ['C100010', 'C100010'],
  ['c100010', 'c100010'],
  ['Ｃ１０００１０', 'C100010'],
  ['20041187', '20041187'],
  ['UID-20041187', 'UID-20041187'],
  ['AB-20041187', 'AB-20041187'],
  ['13800138000', null],
  ['C100010 refund', null],
  ['customer:C100010', null],
  ['wombat41', null],
  ['8463', null],
  ['退款', null],
  ['', null],
])('%s is the number of a customer: %s', (text, number) => {
  expect(customerNumber(text)).toBe(number);
});

import { expect, it } from 'vitest';
import { shownName, withoutOverrides } from '#shared/lib/text-direction.ts';

it('a file’s name is shown without anything that turns its direction', () => {
  const steering = ['\u061c', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'];
  for (const mark of steering) expect(shownName(`inv${mark}gnp.exe`)).toBe('invgnp.exe');
  expect(shownName('发票 فاتورة.pdf')).toBe('发票 فاتورة.pdf');
});

it('a text keeps what right-to-left writing needs and loses what lays letters out backwards', () => {
  expect(withoutOverrides('open inv\u202egnp.exe and \u202dabc')).toBe('open invgnp.exe and abc');
  const honest = '\u2067مرحبا\u2069 \u200fabc\u200e \u202bשלום\u202c';
  expect(withoutOverrides(honest)).toBe(honest);
});

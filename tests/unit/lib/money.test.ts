import { describe, expect, it } from 'vitest';
import { minorUnits } from '#shared/lib/currencies.ts';
import { money, moneyText } from '#shared/lib/money.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('An amount', () => {
  it.each([
    ['CNY', 123_456, 'zh-CN', '¥1,234.56'],
    ['JPY', 1_234, 'en', '¥1,234'],
    ['KWD', 1_234_567, 'en', 'KWD 1,234.567'],
    ['IDR', 200_000_000, 'en', 'Rp 2,000,000.00'],
    ['IQD', 1_500, 'en', 'IQD 1.500'],
    ['CLF', 12_345, 'en', 'CLF 1.2345'],
  ])('of %s has the decimals of ISO 4217', (currency, minor, locale, text) => {
    expect(plain(moneyText({ minor, currency }, locale))).toBe(text);
  });

  it('of a currency that nobody knows is told as the bare number it came as', () => {
    expect(moneyText({ minor: 1_050, currency: 'USDT' }, 'en')).toBe('[1,050] USDT');
    expect(moneyText({ minor: -7, currency: 'XQQ' }, 'zh-CN')).toBe('[-7] XQQ');
  });

  it('may be of a currency that nobody knows, but not of a sign', () => {
    for (const currency of ['CNY', 'USDT', 'XQQ']) expect(money.safeParse({ minor: 1, currency }).success, currency).toBe(true);
    for (const currency of ['', '¥', 'cny', 'C', 'TOOLONGACURRENCY']) expect(money.safeParse({ minor: 1, currency }).success, currency).toBe(false);
  });
});

describe('The decimals of currencies', () => {
  it('are those of the standard, and none of what is not in it', () => {
    const exponents = ['CNY', 'JPY', 'KWD', 'IDR', 'KRW', 'TND', 'UYW', 'MGA', 'XQQ', 'constructor'].map(minorUnits);
    expect(exponents).toEqual([2, 0, 3, 2, 0, 3, 4, 2, null, null]);
  });
});

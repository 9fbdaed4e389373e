import { describe, expect, test } from 'vitest';
import { parseMoney, typedMoney } from '#shared/lib/parse-money.ts';

describe('an amount as it is typed', () => {
  test.each([
    ['200', 'CNY', 20_000],
    ['1,234.5', 'CNY', 123_450],
    ['￥２００', 'CNY', 20_000],
    ['200元', 'CNY', 20_000],
    ['88.80 cny', 'CNY', 8_880],
    ['1，200', 'CNY', 120_000],
    ['500', 'JPY', 500],
    ['1.250', 'KWD', 1_250],
    ['$5', 'USD', 500],
  ])('%s in %s', (text, currency, minor) => {
    expect(parseMoney(text, currency)).toEqual({ minor, currency });
  });

  test.each(['', '¥', 'abc', '1.234', '-5', '1e5', '5..2', '12,34', '$5', '5 USD', '¥5元', '99999999999999'])('"%s" is none in CNY', (text) => {
    expect(parseMoney(text, 'CNY')).toBeNull();
  });

  test('has no finer part than its currency, and is none where nobody knows of parts', () => {
    expect(parseMoney('5.5', 'JPY')).toBeNull();
    expect(parseMoney('7', 'POINTS')).toBeNull();
    expect(parseMoney('7', 'POINTS', 0)).toEqual({ minor: 7, currency: 'POINTS' });
  });

  test('is read as it was written out', () => {
    for (const money of [
      { minor: 120_050, currency: 'CNY' },
      { minor: 7, currency: 'KWD' },
      { minor: 500, currency: 'JPY' },
    ]) {
      expect(parseMoney(typedMoney(money), money.currency)).toEqual(money);
    }
  });
});

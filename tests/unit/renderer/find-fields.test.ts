import { describe, expect, it, test } from 'vitest';
import { filterOf, noFields, typedMinor } from '#renderer/features/timeline/find-fields.ts';

describe('an amount as it is typed', () => {
  test.each([
    ['200', 'CNY', 20_000],
    ['1,234.5', 'CNY', 123_450],
    ['￥２００', 'CNY', 20_000],
    ['200元', 'CNY', 20_000],
    ['88.80 CNY', 'CNY', 8_880],
    ['1，200', 'CNY', 120_000],
    ['500', 'JPY', 500],
    ['1.250', 'KWD', 1_250],
    ['7', 'POINTS', 7],
  ])('%s in %s', (text, currency, minor) => {
    expect(typedMinor(text, currency)).toBe(minor);
  });

  test.each(['', 'abc', '1.234', '-5', '1e5', '5..2', '99999999999999'])('"%s" is none in CNY', (text) => {
    expect(typedMinor(text, 'CNY')).toBeNull();
  });

  it('has no finer part than its currency', () => {
    expect(typedMinor('5.5', 'JPY')).toBeNull();
  });
});

describe('what the wallet is asked for', () => {
  const asked = (fields: Partial<typeof noFields>) => filterOf({ ...noFields, ...fields }, 'CNY');

  it('is nothing while nothing is typed', () => {
    expect(asked({ text: '   ' })).toEqual({ filter: null, faults: [] });
  });

  it('is all of the fields together; a day is whole', () => {
    const { filter, faults } = asked({ text: ' 招商 ', from: '10', to: '20', since: '2026-11-01', until: '2026-11-01', kind: 'payment', status: 'failed' });
    expect(faults).toEqual([]);
    expect(filter).toEqual({
      text: '招商',
      minorFrom: 1_000,
      minorTo: 2_000,
      since: new Date(2026, 10, 1).getTime(),
      until: new Date(2026, 10, 2).getTime(),
      kinds: ['payment'],
      statuses: ['failed'],
    });
  });

  it('is nothing while a field is faulty, by name of the field', () => {
    expect(asked({ from: 'x', text: 'a' })).toEqual({ filter: null, faults: ['from'] });
    expect(asked({ from: '20', to: '10' })).toEqual({ filter: null, faults: ['amounts'] });
    expect(asked({ since: '2026-11-02', until: '2026-11-01' })).toEqual({ filter: null, faults: ['days'] });
  });
});

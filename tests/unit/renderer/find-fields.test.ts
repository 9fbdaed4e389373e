import { describe, expect, it } from 'vitest';
import { filterOf, noFields } from '#renderer/features/timeline/find-fields.ts';

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
    expect(filterOf({ ...noFields, from: '7' }, 'POINTS').filter).toEqual({ minorFrom: 7 });
    expect(asked({ from: '20', to: '10' })).toEqual({ filter: null, faults: ['amounts'] });
    expect(asked({ since: '2026-11-02', until: '2026-11-01' })).toEqual({ filter: null, faults: ['days'] });
  });
});

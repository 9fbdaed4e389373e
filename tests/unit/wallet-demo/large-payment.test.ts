import { describe, expect, it } from 'vitest';
import { makeCustomers } from '#electron/wallet/demo/make-customers.ts';
import { makeTransactions, TRANSACTIONS_EACH } from '#electron/wallet/demo/make-transactions.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { DAY } from '#shared/lib/time.ts';
import { defaultActionLimits } from '#shared/wallet/action-limits.ts';

/** The seed of the demo desk, whose customer the README names. */
const SEED = 20_261_123;
const now = 1_790_000_000_000;

describe.each([240, 2_000])('of %i demo customers', (count) => {
  const random = seededRandom(SEED);
  const customers = makeCustomers(random, now, count);
  const rows = [...makeTransactions(random, customers, now)];

  it('one has paid what is paid back with a second person alone, and is free to have it', () => {
    const zhou = customers.find(({ id }) => id === 'C100010');
    expect(zhou).toMatchObject({ name: '周刚', state: 'active' });
    const limit = defaultActionLimits.CNY?.medium ?? Number.NaN;
    const large = rows.filter(({ customer, kind, status, minor }) => customer === zhou?.id && kind === 'payment' && status === 'succeeded' && -minor > limit);
    expect(large.map(({ minor, createdAt }) => [minor, now - createdAt])).toEqual([[-680_000, 3 * DAY]]);
  });

  it('there are as many transactions as are told', () => {
    expect(rows).toHaveLength(count * TRANSACTIONS_EACH);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });
});

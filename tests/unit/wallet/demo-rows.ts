import { makeCustomers } from '#electron/wallet/demo/make-customers.ts';
import { type DemoTransaction, makeTransactions } from '#electron/wallet/demo/make-transactions.ts';
import { seededRandom } from '#shared/lib/random.ts';

const NOW = Date.UTC(2026, 5, 1, 4);

/** All transactions of one demo wallet. */
export function demoRows(): readonly DemoTransaction[] {
  const random = seededRandom(20_260_601);
  return [...makeTransactions(random, makeCustomers(random, NOW), NOW)];
}

import type { ReadDb } from '#electron/sqlite/db.ts';
import { hopsOf } from '#electron/wallet/demo/hops.ts';
import type { DemoTransaction } from '#electron/wallet/demo/make-transactions.ts';
import { addedHopsOf, disputesOf } from '#electron/wallet/demo/tables/change-tables.ts';
import { paidBy, refundsOf } from '#electron/wallet/demo/tables/wallet-tables.ts';
import type { TransactionId } from '#shared/lib/ids.ts';
import type { Dispute, Hop, Refund, Transaction } from '#shared/wallet/transaction.ts';

const toRefund = (row: DemoTransaction): Refund => ({
  id: row.id as TransactionId,
  amount: { minor: Math.abs(row.minor), currency: row.currency },
  status: row.status,
  rawStatus: row.rawStatus,
  requestedAt: row.createdAt,
  ...(row.expectedBy === null ? {} : { expectedBy: row.expectedBy }),
});

/** While it is under way the last hop tells by when the next is due. */
function withExpectation(hops: readonly Hop[], expectedBy: number | null): Hop[] {
  const last = hops.at(-1);
  return last === undefined || expectedBy === null ? [...hops] : [...hops.slice(0, -1), { expectedBy, ...last }];
}

/** Transactions of one customer as the console sees them, with all that hangs on each. */
export function shownTransactions(db: ReadDb, customer: string, rows: readonly DemoTransaction[]): Transaction[] {
  const ids = rows.map(({ id }) => id);
  const refunds = refundsOf(db, customer, ids);
  const disputes = disputesOf<Dispute>(db, customer, ids);
  const added = addedHopsOf<Hop>(db, customer, ids);
  const paid = paidBy(
    db,
    customer,
    rows.filter(({ kind }) => kind === 'refund').map(({ id }) => id),
  );
  return rows.map((row) => {
    const refundOf = paid.get(row.id);
    return {
      id: row.id,
      customerId: row.customer,
      kind: row.kind,
      amount: { minor: row.minor, currency: row.currency },
      status: row.status,
      rawStatus: row.rawStatus,
      ...(row.failureCode === null ? {} : { failureCode: row.failureCode }),
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      ...(row.expectedBy === null ? {} : { expectedBy: row.expectedBy }),
      counterparty: row.counterparty,
      rail: row.rail,
      reference: row.reference,
      hops: withExpectation([...hopsOf(row), ...(added.get(row.id) ?? [])], row.expectedBy),
      refunds: (refunds.get(row.id) ?? []).map(toRefund),
      disputes: [...(disputes.get(row.id) ?? [])],
      ...(refundOf === undefined ? {} : { refundOf: refundOf as TransactionId }),
    } as Transaction;
  });
}

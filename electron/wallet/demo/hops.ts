import type { DemoTransaction } from '#electron/wallet/demo/make-transactions.ts';
import { rawWord } from '#electron/wallet/demo/raw-word.ts';
import { MINUTE } from '#shared/lib/time.ts';
import type { Hop, TransactionStatus } from '#shared/wallet/transaction.ts';

/** A step of the demo wallet itself: its status is one that the console knows. */
export type DemoHop = Hop & { readonly status: TransactionStatus };

/** The way a demo transaction took so far, with who held it at each step. */
export function hopsOf(row: DemoTransaction): DemoHop[] {
  const other: Hop['owner'] = row.rail === 'bank-transfer' ? 'bank' : row.kind === 'payment' || row.kind === 'refund' ? 'merchant' : 'network';
  const hops: DemoHop[] = [{ at: row.createdAt, owner: 'wallet', status: 'created', rawStatus: rawWord(row.kind, 'created') }];
  if (row.status === 'created') return hops;
  const taken = Math.min(row.updatedAt, row.createdAt + MINUTE);
  hops.push({ at: taken, owner: other, status: 'processing', rawStatus: rawWord(row.kind, 'processing') });
  if (row.status === 'processing') return hops;
  const last: DemoHop = { at: row.updatedAt, owner: row.status === 'failed' ? other : 'wallet', status: row.status, rawStatus: row.rawStatus };
  hops.push(row.failureCode === null ? last : { ...last, note: row.failureCode });
  return hops;
}

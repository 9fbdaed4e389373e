import type { Shown } from '#shared/wallet/known-word.ts';
import type { Transaction, TransactionKind, TransactionStatus } from '#shared/wallet/transaction.ts';

/**
 * The word of a status, as the key of its text and its hint end: the wallet says of all money alike that it succeeded,
 * but a payment at a shop is paid, where a transfer or a top-up arrives.
 */
export function statusWord({ kind, status }: Pick<Transaction, 'kind' | 'status'>): Shown<TransactionStatus> | 'paid' {
  return kind === 'payment' && status === 'succeeded' ? 'paid' : status;
}

/** The same where a status is chosen for transactions of one kind, or of any (empty). */
export function statusChoice(kind: TransactionKind | '', status: TransactionStatus): TransactionStatus | 'paid' | 'arrivedOrPaid' {
  if (status !== 'succeeded') return status;
  return kind === '' ? 'arrivedOrPaid' : kind === 'payment' ? 'paid' : status;
}

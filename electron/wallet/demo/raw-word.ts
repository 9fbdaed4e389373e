import { invariant } from '#shared/lib/assert.ts';
import { rawStatusOf } from '#shared/wallet/raw-status.ts';
import type { TransactionKind, TransactionStatus } from '#shared/wallet/transaction.ts';

/** WeChat Pay's word for a demo transaction's status; a refund has a vocabulary of its own. Sources stand in `raw-status.ts`. */
export function rawWord(kind: TransactionKind, status: TransactionStatus): string {
  const scheme = kind === 'refund' ? 'wechat-refund' : 'wechat-pay';
  const word = rawStatusOf(scheme, status);
  invariant(word !== null, `${scheme} has a word for ${status}`);
  return word;
}

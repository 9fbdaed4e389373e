import type { Result } from '#shared/lib/result.ts';
import type { ActionOutcome, RefusalReason } from '#shared/wallet/actions.ts';

/** What was done, beside what every outcome says; or why the account, or the transaction, does not let it be done. */
export type Effected = Result<Pick<ActionOutcome, 'state' | 'transaction' | 'expectedBy'>, RefusalReason>;

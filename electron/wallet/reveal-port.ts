import type { WalletFault } from '#electron/wallet/port.ts';
import type { AccountField } from '#shared/desk/reasons.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import type { Result } from '#shared/lib/result.ts';

/** The full values of an account, one at a time; everything else of the wallet comes masked. The caller has put the reason on record before. */
export interface WalletReveal {
  /** `not-found` where the customer has no such value. */
  revealField(customer: CustomerId, field: AccountField): Promise<Result<string, WalletFault>>;
}

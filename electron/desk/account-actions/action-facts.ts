import type { WalletConnection, WalletFault } from '#electron/wallet/port.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CustomerId, PersonId } from '#shared/lib/ids.ts';
import type { Money } from '#shared/lib/money.ts';
import { ok, type Result } from '#shared/lib/result.ts';
import type { Account } from '#shared/wallet/account.ts';
import { type ActionLimits, bandOf } from '#shared/wallet/action-limits.ts';
import type { ActionName } from '#shared/wallet/actions.ts';
import type { Promotion } from '#shared/wallet/promotion.ts';
import { type CaseStanding, CONTACT_REST, type ProofCell } from '#shared/wallet/proof-table.ts';
import type { VerificationStanding } from '#shared/wallet/verification.ts';

/** How a case stands to a person. */
export function standingOf({ status, owner }: Pick<CaseState, 'status' | 'owner'>, person: PersonId): CaseStanding {
  if (status === 'resolved') return 'closed';
  return owner === null ? 'waiting' : owner === person ? 'mine' : 'other';
}

/** What the table looks at, as the wallet says it now. */
export interface Facts {
  readonly account: Account;
  readonly verification: VerificationStanding;
  /** A cell for an action of somebody, but for how they and a second person prove themselves. */
  cellOf(
    action: ActionName,
    amount: Money | null,
    who: Pick<ProofCell, 'role' | 'caseStanding'>,
  ): Pick<ProofCell, 'action' | 'role' | 'level' | 'band' | 'caseStanding' | 'freshContact' | 'frozenByLaw'>;
}

type Wallet = Pick<WalletConnection, 'account' | 'verification' | 'promotions'>;

/** Reads from the wallet what deciding needs; nothing is kept. */
export class FactsReader {
  readonly #wallet: Wallet;
  readonly #clock: Clock;
  /** What the operator lets the desk move. */
  readonly limits: ActionLimits;

  constructor({ wallet, limits, clock }: { readonly wallet: Wallet; readonly limits: ActionLimits; readonly clock: Clock }) {
    this.#wallet = wallet;
    this.#clock = clock;
    this.limits = limits;
  }

  async read(caseId: CaseId, customer: CustomerId): Promise<Result<Facts, WalletFault>> {
    const [account, verification] = await Promise.all([this.#wallet.account(customer), this.#wallet.verification(customer, caseId)]);
    if (!account.ok) return account;
    if (!verification.ok) return verification;
    const { contactChangedAt, state } = account.value;
    return ok({
      account: account.value,
      verification: verification.value,
      cellOf: (action, amount, who) => ({
        action,
        ...who,
        level: verification.value.level,
        band: amount === null ? null : bandOf(amount, this.limits),
        freshContact: contactChangedAt !== undefined && this.#clock() - contactChangedAt < CONTACT_REST,
        frozenByLaw: state === 'frozen-legal',
      }),
    });
  }

  /** What promotions stand for a customer; none where the wallet does not say. */
  async promotions(customer: CustomerId): Promise<readonly Promotion[]> {
    const read = await this.#wallet.promotions(customer);
    return read.ok ? read.value : [];
  }
}

import { knownContact } from '#electron/desk/customers/known-contact.ts';
import type { Cache } from '#electron/store/port.ts';
import type { Vault, WalletConnection } from '#electron/wallet/port.ts';
import { type CaseState, customerMarks, isOfCustomer } from '#shared/case/state.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import { DAY, type Instant } from '#shared/lib/time.ts';
import type { Account, CustomerSummary } from '#shared/wallet/account.ts';
import { namedAmounts } from '#shared/wallet/named-amounts.ts';
import type { SensitiveKind } from '#shared/wallet/tokens.ts';

export interface Suggestion {
  readonly customer: CustomerSummary;
  /** `contact`: the same person at the same channel was confirmed as this customer before. */
  readonly reason: SensitiveKind | 'amount' | 'contact';
}

/** More matches than this tell nothing about who writes. */
const AMOUNT_MATCHES = 3;
const AMOUNT_DAYS = 4;
/** Whoever names more of them is not asking about one payment. */
const MOST_AMOUNTS = 5;

const summaryOf = ({ id, name, phone, state, kyc, language }: Account): CustomerSummary => ({ id, name, phone, state, kyc, language });

/**
 * Whom a stranger may be: who was confirmed for the same person at the same channel, owners of a phone, e-mail, card or id number they wrote, else those with a pending or failed
 * transaction of an amount they named. A guess to be confirmed, never more; the raw values are compared, not shown.
 */
export async function suggestCustomers(
  parts: { readonly wallet: WalletConnection; readonly vault: Vault; readonly cache: Pick<Cache, 'casesFrom'> },
  state: CaseState,
  now: Instant,
): Promise<readonly Suggestion[]> {
  const messages = state.entries.filter(isOfCustomer);
  const found = new Map<CustomerId, Suggestion>();
  const known = await knownContact(parts.cache, state);
  const theirs = known === null ? null : await parts.wallet.account(known);
  if (theirs?.ok) found.set(theirs.value.id, { customer: summaryOf(theirs.value), reason: 'contact' });
  const marks = new Map(customerMarks(state).map((mark) => [mark.token, mark]));
  for (const mark of [...marks.values()].slice(0, 10)) {
    const value = await parts.vault.reveal(mark.token);
    const answer = value ? await parts.wallet.findCustomers(value.raw, 3) : null;
    for (const customer of answer?.ok ? answer.value : []) {
      if (!found.has(customer.id)) found.set(customer.id, { customer, reason: mark.kind });
    }
  }
  if (found.size > 0) return [...found.values()];
  for (const minor of namedAmounts(messages.map((entry) => entry.text ?? '').join('\n')).slice(0, MOST_AMOUNTS)) {
    const matches = await parts.wallet.findByAmount(minor, now - AMOUNT_DAYS * DAY, AMOUNT_MATCHES + 1);
    if (!matches.ok || matches.value.length > AMOUNT_MATCHES) continue;
    for (const { customerId } of matches.value) {
      const account = await parts.wallet.account(customerId);
      if (account.ok && !found.has(customerId)) {
        found.set(customerId, { customer: summaryOf(account.value), reason: 'amount' });
      }
    }
  }
  return [...found.values()];
}

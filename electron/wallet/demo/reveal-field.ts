import { boundCards } from '#electron/wallet/demo/account-card.ts';
import type { DemoCustomer } from '#electron/wallet/demo/make-customers.ts';
import type { AccountField } from '#shared/desk/reasons.ts';

/** A field of a customer in full; null where there is none. Cards go by the ids of the account card. */
export function revealField(customer: DemoCustomer, field: AccountField): string | null {
  switch (field.kind) {
    case 'phone':
      return customer.phone;
    case 'email':
      return customer.email;
    case 'id-number':
      return customer.idNumber;
    case 'card':
      return boundCards(customer).find(({ id }) => id === field.card)?.number ?? null;
  }
}

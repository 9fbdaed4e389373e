import type { TFunction } from 'i18next';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { CaseState } from '#shared/case/state.ts';

type Named = Pick<InboxRow, 'erased' | 'contactName' | 'customer'>;

/**
 * Whom a list says that a case is with, the same in every list: the name, else the number, else that nobody knows; of an
 * erased person that they were erased, whatever else is still at hand. Null is a case that is not at hand.
 */
export function rowName(t: TFunction, row: Named | null): string {
  if (row?.erased) return t('conversation:nameless_erased');
  return row?.contactName ?? row?.customer ?? t('conversation:stranger');
}

/** Who writes in a case, and is written to, where no name is at hand: the word by which its head and the lists call them. */
export function namelessWriter(t: TFunction, { customer, erasedAt }: Pick<CaseState, 'customer' | 'erasedAt'>): string {
  if (erasedAt !== null) return t('conversation:nameless_erased');
  return t(customer === null ? 'conversation:stranger' : 'conversation:customer');
}

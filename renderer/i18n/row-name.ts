import type { TFunction } from 'i18next';
import type { InboxRow } from '#shared/case/inbox-row.ts';

type Named = Pick<InboxRow, 'erased' | 'contactName' | 'customer'>;

/**
 * Whom a list says that a case is with, the same in every list: the name, else the number, else that nobody knows; of an
 * erased person that they were erased, whatever else is still at hand. Null is a case that is not at hand.
 */
export function rowName(t: TFunction, row: Named | null): string {
  if (row?.erased) return t('conversation:nameless_erased');
  return row?.contactName ?? row?.customer ?? t('conversation:stranger');
}

import { findSensitive } from '#shared/wallet/find-sensitive.ts';
import { foldWidth } from '#shared/wallet/masking.ts';

/** At most a few letters, then digits, more than a telephone number's last four. A wallet that numbers its customers otherwise has them found by the operator alone. */
const FORM = /^[A-Z]{0,4}-?\d{5,}$/i;

/** The number of a customer that a searched text is by its form; null where it is none, and where it is rather somebody's telephone, card or id. */
export function customerNumber(text: string): string | null {
  const number = foldWidth(text);
  return FORM.test(number) && findSensitive(number).length === 0 ? number : null;
}

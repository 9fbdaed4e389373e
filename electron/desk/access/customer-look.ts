import { derivedId } from '#electron/desk/cases/case-desk.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';

/**
 * Under which id a customer is looked at who is opened without a case: in the place of a case's id on the trail, in the
 * audit and for the data key, so that all of these hold for such a look as they do for a case. It is one for each customer
 * and follows from their id, so that every console can erase what lies under it. No case ever has it.
 */
export function lookOf(customer: CustomerId): CaseId {
  return derivedId(`look ${customer}`) as CaseId;
}

import { lookOf } from '#electron/desk/access/customer-look.ts';
import { mayRead } from '#electron/desk/session/permissions.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { givesAccount } from '#shared/desk/account-access.ts';
import type { Person } from '#shared/desk/person.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';

/** The errors of a call about one case. */
export type Refuse = { readonly NOT_FOUND: (options: { data: { what: string } }) => Error; readonly NOT_ALLOWED: () => Error };

/** A case's row; one that left the cache is read from the engine and stays for a while. Null: there is no such case. */
export async function rowOf({ store, hub }: DeskServices, caseId: CaseId): Promise<InboxRow | null> {
  return (await store.cache.row(caseId)) ?? ((await hub.bringBack(caseId)) ? await store.cache.row(caseId) : null);
}

/** Earlier cases of a customer whose case is mine are part of my work; others open for a reason, for a while. */
async function opensTo(services: DeskServices, person: Person, { id, customer, mergedInto, splitOff }: InboxRow): Promise<boolean> {
  // A line is read with the case that it goes on in.
  const main = mergedInto === undefined ? null : await rowOf(services, mergedInto);
  if (main !== null && mayRead(person, main)) return true;
  // The thread of a case that was split off is read with that one.
  for (const split of splitOff ?? []) {
    const row = await rowOf(services, split);
    if (row !== null && mayRead(person, row)) return true;
  }
  if (services.glass.leave(person.id, id) !== null) return true;
  const related = customer ? await services.store.cache.casesOf(customer, 200) : [];
  return related.some((other) => other.owner === person.id && other.status !== 'resolved');
}

/** The case's row, if the person may see the case. */
export async function visible(services: DeskServices, person: Person, caseId: CaseId, errors: Refuse): Promise<InboxRow> {
  const row = await rowOf(services, caseId);
  if (!row) throw errors.NOT_FOUND({ data: { what: 'case' } });
  if (!mayRead(person, row) && !(await opensTo(services, person, row))) throw errors.NOT_ALLOWED();
  return row;
}

/** Whether a case gives a person the right to look at its customer, by itself or by what else is theirs. */
async function isTheirs(services: DeskServices, person: Person, row: InboxRow): Promise<boolean> {
  return givesAccount(person, row) || opensTo(services, person, row);
}

/** Passes where the case's customer is theirs to look at, and known; answers who that is. */
export async function theirCustomer(services: DeskServices, person: Person, caseId: CaseId, errors: Refuse): Promise<CustomerId> {
  const row = await rowOf(services, caseId);
  if (!row) throw errors.NOT_FOUND({ data: { what: 'case' } });
  if (!(await isTheirs(services, person, row))) throw errors.NOT_ALLOWED();
  // Of whom nothing is to be known here any more, nothing is asked of the wallet in this case.
  if (row.customer === null || (await services.hub.state(caseId))?.erasedAt != null) throw errors.NOT_FOUND({ data: { what: 'customer' } });
  return row.customer;
}

/** Passes where the case is theirs and about this customer, or where the customer was opened without any. */
export async function customerOf(services: DeskServices, person: Person, caseId: CaseId, customer: CustomerId, errors: Refuse): Promise<void> {
  const opened = caseId === lookOf(customer) ? services.glass.leaveOf(person.id, customer)?.customer : await theirCustomer(services, person, caseId, errors);
  if (opened !== customer) throw errors.NOT_ALLOWED();
}

/** Whether a person may see which cases a customer had: one of them, or the customer themselves, is theirs to look at. */
export function mayReadOf(
  { services, person }: { readonly services: DeskServices; readonly person: Person },
  customer: CustomerId,
  rows: readonly InboxRow[],
): boolean {
  return services.glass.leaveOf(person.id, customer) !== null || rows.some((row) => mayRead(person, row));
}

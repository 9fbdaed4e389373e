import { mayRead } from '#electron/desk/session/permissions.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { Person } from '#shared/desk/person.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';

/** The errors of a call about one case. */
export type Refuse = { readonly NOT_FOUND: (options: { data: { what: string } }) => Error; readonly NOT_ALLOWED: () => Error };

/** The case's row, if the person may see the case. */
export async function visible(services: DeskServices, person: Person, caseId: CaseId, errors: Refuse): Promise<InboxRow> {
  const row = await services.store.cache.row(caseId);
  if (!row) throw errors.NOT_FOUND({ data: { what: 'case' } });
  if (mayRead(person, row)) return row;
  // Earlier cases of a customer whose case is mine are part of my work.
  const related = row.customer ? await services.store.cache.casesOf(row.customer, 200) : [];
  if (!related.some((other) => other.owner === person.id && other.status !== 'resolved')) throw errors.NOT_ALLOWED();
  return row;
}

/** Passes where the case may be seen and is about this customer. */
export async function customerOf(services: DeskServices, person: Person, caseId: CaseId, customer: CustomerId, errors: Refuse): Promise<void> {
  const row = await visible(services, person, caseId, errors);
  if (row.customer !== customer) throw errors.NOT_ALLOWED();
}

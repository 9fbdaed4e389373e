import type { Cache } from '#electron/store/port.ts';
import { contactKey } from '#shared/case/contact-key.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CustomerId } from '#shared/lib/ids.ts';

/** So many of a person's newest cases at a channel are looked at. */
const LOOKED_AT = 50;

/** When it was last said whose a case is; null where nobody did. */
const saidAt = ({ identifiedAt, customer, openedAt }: InboxRow): number | null => identifiedAt ?? (customer === null ? null : openedAt);

/**
 * Whose the cases of the same person at the same channel are, by what was said of them last: who was confirmed, or null
 * where that was taken back or nobody said anything. A guess for this case, to be confirmed.
 */
export async function knownContact(cache: Pick<Cache, 'casesFrom'>, state: CaseState): Promise<CustomerId | null> {
  const contact = contactKey(state);
  if (contact === null) return null;
  const rows = (await cache.casesFrom(contact, LOOKED_AT)).filter((row) => row.id !== state.id || row.identifiedAt !== undefined);
  const said = rows.filter((row) => saidAt(row) !== null).toSorted((a, b) => (saidAt(b) ?? 0) - (saidAt(a) ?? 0));
  return said[0]?.customer ?? null;
}

import { mayRead } from '#electron/desk/session/permissions.ts';
import type { Store } from '#electron/store/port.ts';
import type { Vault } from '#electron/wallet/port.ts';
import type { SearchHitView } from '#shared/contract/schemas.ts';
import type { Person } from '#shared/desk/person.ts';
import type { EventId, Token } from '#shared/lib/ids.ts';
import { findSensitive } from '#shared/wallet/find-sensitive.ts';

/**
 * Finds cases a person may see. A full number in the query is looked up by its keyed hash and never leaves the host;
 * the rest of the query meets the masked texts.
 */
export async function searchCases(
  parts: { readonly store: Store; readonly vault: Vault },
  person: Person,
  text: string,
  limit: number,
): Promise<SearchHitView[]> {
  const values = findSensitive(text);
  const tokens = await Promise.all(values.map((value) => parts.vault.match(value.kind, value.raw)));
  const known = tokens.filter((token): token is Token => token !== null);
  const words = values.reduceRight((rest, value) => `${rest.slice(0, value.at)} ${rest.slice(value.at + value.length)}`, text).trim();
  const hits = await parts.store.cache.search(words, known, limit * 2);
  return hits
    .filter((hit) => mayRead(person, hit.row))
    .slice(0, limit)
    .map((hit) => ({ ...hit, entry: hit.entry as EventId | null }));
}

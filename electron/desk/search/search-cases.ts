import { mayRead } from '#electron/desk/session/permissions.ts';
import type { Store } from '#electron/store/port.ts';
import type { Vault } from '#electron/wallet/port.ts';
import type { SearchHitView } from '#shared/contract/schemas.ts';
import type { Person } from '#shared/desk/person.ts';
import type { EventId, Token } from '#shared/lib/ids.ts';
import { findSensitive } from '#shared/wallet/find-sensitive.ts';

/** Beyond this many hits that others alone may see, a query is too wide to go on. */
const MOST_READ = 20_000;

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
  // What the person may not see is left out, so more is asked for until there is enough, or no more.
  for (let asked = limit * 2; ; asked *= 4) {
    const hits = await parts.store.cache.search(words, known, asked);
    const visible = hits.filter((hit) => mayRead(person, hit.row));
    if (visible.length < limit && hits.length >= asked && asked < MOST_READ) continue;
    return visible.slice(0, limit).map((hit) => ({ ...hit, entry: hit.entry as EventId | null }));
  }
}

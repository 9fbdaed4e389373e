import type { IncidentBook } from '#electron/desk/incidents/incident-book.ts';
import { mayRead } from '#electron/desk/session/permissions.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { Store } from '#electron/store/port.ts';
import type { Vault } from '#electron/wallet/port.ts';
import type { SearchHitView } from '#shared/contract/schemas.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import type { Person } from '#shared/desk/person.ts';
import { parseSearch, type SearchClause, type SearchQuery } from '#shared/desk/search-query.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { EventId, Token } from '#shared/lib/ids.ts';
import { findSensitive, type Sensitive } from '#shared/wallet/find-sensitive.ts';

/** Beyond this many hits that others alone may see, a query is too wide to go on. */
const MOST_READ = 20_000;

/** Reads what a person typed by the desk's names, or tells what is wrong with it. */
export function readSearch(
  parts: { readonly configuration: Topic<Configuration>; readonly incidents: { readonly book: Pick<IncidentBook, 'incidents'> }; readonly clock: Clock },
  person: Person,
  { text, timeZone }: { readonly text: string; readonly timeZone?: string | undefined },
): ReturnType<typeof parseSearch> {
  const { people, queues, tags } = parts.configuration.value;
  const incidents = [...parts.incidents.book.incidents.value.values()].map(({ id, title }) => ({ id, name: title }));
  const zone = timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return parseSearch(text, { me: person.id, people, queues, tags, incidents, now: parts.clock(), timeZone: zone });
}

interface Hidden {
  readonly values: readonly Sensitive[];
  /** The search without them. */
  readonly rest: SearchQuery;
}

/** The full numbers of a search's words and phrases: no text has them in the clear. */
function hiddenValues({ words, clauses }: SearchQuery): Hidden {
  const values = findSensitive(words);
  const rest = values.reduceRight((left, { at, length }) => `${left.slice(0, at)} ${left.slice(at + length)}`, words).trim();
  const inPhrase = (clause: SearchClause) => (clause.kind === 'phrase' && !clause.not ? findSensitive(clause.text) : []);
  return { values: [...values, ...clauses.flatMap(inPhrase)], rest: { words: rest, clauses: clauses.filter((clause) => inPhrase(clause).length === 0) } };
}

/**
 * Finds what a person may see. A full number in the query is looked up by its keyed hash and never leaves the host;
 * the rest of the query meets the masked texts.
 */
export async function searchCases(
  parts: { readonly store: Store; readonly vault: Vault },
  person: Person,
  query: SearchQuery,
  limit: number,
): Promise<SearchHitView[]> {
  const { values, rest } = hiddenValues(query);
  const tokens = await Promise.all(values.map((value) => parts.vault.match(value.kind, value.raw)));
  const known = tokens.filter((token): token is Token => token !== null);
  const search = { query: rest, tokens: values.length === 0 ? null : known };
  // What the person may not see is left out, so more is asked for until there is enough, or no more.
  for (let asked = limit * 2; ; asked *= 4) {
    const hits = await parts.store.cache.search(search, asked);
    const visible = hits.filter((hit) => mayRead(person, hit.row));
    if (visible.length < limit && hits.length >= asked && asked < MOST_READ) continue;
    return visible.slice(0, limit).map((hit) => ({ ...hit, marks: [...hit.marks], entry: hit.entry as EventId | null }));
  }
}

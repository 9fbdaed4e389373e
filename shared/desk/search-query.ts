import type { ChannelKind } from '#shared/case/channel.ts';
import type { CaseStatus } from '#shared/case/state.ts';
import { type SearchToken, type Stretch, searchTokens } from '#shared/desk/search-tokens.ts';
import { type AmountRange, amountRange, dayOf, duration } from '#shared/desk/search-values.ts';
import { channelsByWord, type SearchOperator, statusesByWord, thingsByWord, whoByWord } from '#shared/desk/search-words.ts';
import { assertNever } from '#shared/lib/assert.ts';
import { foldText } from '#shared/lib/fold-text.ts';
import type { IncidentId, PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Localized } from '#shared/lib/localized.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';

/**
 * The language of the search box:
 * - free words: all of them stand in one message (or in the name, subject and number of one case), the last by its beginning;
 *   a number is meant whole or from its first part on, never by what stands within it;
 * - `"…"`: stands there so, whatever its case and width;
 * - `-` before any part: what has it is left out;
 * - `from:` who wrote it; `to:` whom it reached: the desk's messages reach the customer, a customer's message reaches
 *   whoever had the case, or was handed it, when it came;
 * - `before:` a day begins, `after:` a day has begun (that day included), or so many days ago (`7d`);
 * - `tx:` a transaction's number, in a message or linked to the case; `amount:` a number in a message; `has:attachment`;
 * - `channel: queue: status: tag: incident: customer:` are the case's own, as it stands now; an incident is named by its
 *   number, its title, or a part of that.
 * Repeated, `from to channel queue status customer` mean any of them, the others all of them. A search of the case's own
 * alone finds cases; any other finds messages.
 */
export interface SearchQuery {
  /** Free words, as typed, with a blank between them. */
  readonly words: string;
  readonly clauses: readonly SearchClause[];
}

/** Who is meant by `from:` and `to:`. */
export interface Who {
  readonly people: readonly PersonId[];
  /** Whoever of the desk; whoever of the customers. */
  readonly anybody: 'desk' | 'customer' | null;
  /** A customer of this name or number; null where none is meant. */
  readonly contact: string | null;
}

interface ClauseValues {
  readonly words: { readonly text: string };
  readonly phrase: { readonly text: string };
  readonly from: { readonly who: Who };
  readonly to: { readonly who: Who };
  readonly channel: { readonly channel: ChannelKind };
  readonly queue: { readonly queue: QueueId };
  readonly status: { readonly status: CaseStatus };
  readonly tag: { readonly tag: string };
  /** Any of those that the name may mean. */
  readonly incident: { readonly incidents: readonly IncidentId[] };
  readonly before: { readonly at: Instant };
  readonly after: { readonly at: Instant };
  readonly customer: { readonly text: string };
  readonly tx: { readonly text: string };
  readonly amount: { readonly range: AmountRange };
  readonly attachment: object;
}

/** One part of a search beside its free words; `not` leaves out what has it. */
export type SearchClause = { [K in keyof ClauseValues]: { readonly kind: K; readonly not: boolean } & ClauseValues[K] }[keyof ClauseValues];

/** What is wrong with an operator, and where it stands in the text. */
export interface SearchFault extends Stretch {
  readonly code: 'value-missing' | 'value-unknown';
  readonly operator: SearchOperator;
  readonly value: string;
}

interface Named {
  readonly id: string;
  readonly name: Localized;
}

/** What the desk's names mean, and who asks, when and where. */
export interface SearchVocabulary {
  readonly me: PersonId;
  readonly people: readonly Named[];
  readonly queues: readonly Named[];
  readonly tags: readonly Named[];
  readonly incidents: readonly Named[];
  readonly now: Instant;
  /** Whose days are meant (IANA). */
  readonly timeZone: string;
}

const same = (a: string, b: string): boolean => foldText(a) === foldText(b);
const named = (things: readonly Named[], value: string): Named | undefined =>
  things.find(({ id }) => same(id, value)) ?? things.find(({ name }) => Object.values(name).some((spelling) => same(spelling, value)));

/** Whether a name is meant by a part of it: a word's beginning, or any piece of a Chinese name. */
function isCalled(name: string, value: string): boolean {
  const folded = foldText(name);
  return folded.startsWith(value) || folded.includes(` ${value}`) || (/\p{Script=Han}/u.test(value) && folded.includes(value));
}

function whoIs(value: string, { me, people }: SearchVocabulary): Who {
  const word = whoByWord.get(foldText(value));
  if (word === 'me') return { people: [me], anybody: null, contact: null };
  if (word !== undefined) return { people: [], anybody: word, contact: null };
  const folded = foldText(value);
  const exactly = people.filter(({ id, name }) => same(id, value) || Object.values(name).some((spelling) => same(spelling, value)));
  // A colleague's whole name means that colleague, not a customer who happens to have it.
  if (exactly.length > 0) return { people: exactly.map(({ id }) => id as PersonId), anybody: null, contact: null };
  const meant = people.filter(({ name }) => Object.values(name).some((spelling) => isCalled(spelling, folded)));
  return { people: meant.map(({ id }) => id as PersonId), anybody: null, contact: value };
}

/** The incidents of a number or title; where none has it whole, those whose titles have it in them. */
function incidentsNamed(incidents: readonly Named[], value: string): readonly IncidentId[] {
  const sought = foldText(value).trim();
  if (!/[\p{L}\p{N}]/u.test(sought)) return [];
  const titled = (fits: (title: string) => boolean) => incidents.filter(({ name }) => Object.values(name).some((title) => fits(foldText(title).trim())));
  const exactly = incidents.filter(({ id }) => same(id, value));
  const whole = exactly.length > 0 ? exactly : titled((title) => title === sought);
  return (whole.length > 0 ? whole : titled((title) => title.includes(sought))).map(({ id }) => id as IncidentId);
}

type OperatorToken = Extract<SearchToken, { kind: 'operator' }>;

/** What an operator asks for, or undefined where its value means nothing. */
function clauseOf({ operator, value, not }: OperatorToken, vocabulary: SearchVocabulary): SearchClause | undefined {
  const folded = foldText(value);
  switch (operator) {
    case 'from':
    case 'to':
      return { not, kind: operator, who: whoIs(value, vocabulary) };
    case 'customer':
    case 'tx':
      // Without a letter or a digit nothing could be looked up.
      return /[\p{L}\p{N}]/u.test(value) ? { not, kind: operator, text: value } : undefined;
    case 'channel': {
      const channel = channelsByWord.get(folded);
      return channel && { not, kind: 'channel', channel };
    }
    case 'status': {
      const status = statusesByWord.get(folded);
      return status && { not, kind: 'status', status };
    }
    case 'queue': {
      const queue = named(vocabulary.queues, value);
      return queue && { not, kind: 'queue', queue: queue.id as QueueId };
    }
    case 'tag': {
      const tag = named(vocabulary.tags, value);
      return tag && { not, kind: 'tag', tag: tag.id };
    }
    case 'incident': {
      const incidents = incidentsNamed(vocabulary.incidents, value);
      return incidents.length === 0 ? undefined : { not, kind: 'incident', incidents };
    }
    case 'before':
    case 'after': {
      const at = dayOf(folded, vocabulary) ?? duration(folded, vocabulary);
      return at === undefined ? undefined : { not, kind: operator, at };
    }
    case 'amount': {
      const range = amountRange(folded);
      return range && { not, kind: 'amount', range };
    }
    case 'has':
      return thingsByWord.has(folded) ? { not, kind: 'attachment' } : undefined;
    default:
      return assertNever(operator, 'operator');
  }
}

/** Reads a search, or tells everything that is wrong with it. */
export function parseSearch(text: string, vocabulary: SearchVocabulary): Result<SearchQuery, readonly [SearchFault, ...SearchFault[]]> {
  const words: string[] = [];
  const clauses: SearchClause[] = [];
  const faults: SearchFault[] = [];
  for (const token of searchTokens(text)) {
    if (token.kind === 'word' && !token.not) words.push(token.text);
    else if (token.kind === 'word') clauses.push({ not: true, kind: 'words', text: token.text });
    else if (token.kind === 'phrase') clauses.push({ not: token.not, kind: 'phrase', text: token.text });
    else {
      const clause = token.value === '' ? undefined : clauseOf(token, vocabulary);
      if (clause) clauses.push(clause);
      else {
        const { operator, value, at, length } = token;
        faults.push({ code: value === '' ? 'value-missing' : 'value-unknown', operator, value, at, length });
      }
    }
  }
  const [first, ...others] = faults;
  return first ? fail([first, ...others]) : ok({ words: words.join(' '), clauses });
}

/** A search for words alone, in which nothing else has a meaning. */
export const searchForWords = (words: string): SearchQuery => ({ words, clauses: [] });

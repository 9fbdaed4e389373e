import { addresseeTerm, amountTerm, attachmentTerm, authorTerm, CUSTOMER, channelTerm, NOBODY, SYSTEM } from '#electron/store/projections/search-facets.ts';
import { openingText, type SearchPlace } from '#electron/store/projections/search-index.ts';
import { type Sought, soughtPhrase, soughtWords } from '#electron/store/projections/search-terms.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { SearchClause, SearchQuery, Who } from '#shared/desk/search-query.ts';
import type { AmountRange } from '#shared/desk/search-values.ts';
import { foldText } from '#shared/lib/fold-text.ts';
import type { Instant } from '#shared/lib/time.ts';

type IsKnown = (contact: string) => boolean;

/** Whether one of a place's amounts lies in a range. */
export type HasAmount = (position: number, range: AmountRange) => boolean;

type Of<K extends SearchClause['kind']> = Extract<SearchClause, { kind: K }>;
type Positive = { [K in SearchClause['kind']]: readonly Of<K>[] };

/** A search made ready: what places and cases must be like, and which terms of the index all of them have. */
export interface Conditions {
  /** Whether it asks for messages; else it asks for cases. */
  readonly ofMessages: boolean;
  /** What is shown as found. */
  readonly sought: readonly Sought[];
  /** Whether it asks for a case by its number, beside or in its words. */
  readonly numberMeant: (caseId: string) => boolean;
  /** FTS5 questions that every fitting place answers. */
  readonly pieces: readonly string[];
  /** What a word of every fitting place begins with. */
  readonly begun: string | null;
  readonly before: Instant | null;
  readonly after: Instant | null;
  /** What is asked for, as opposed to left out. */
  readonly asked: Positive;
  readonly leftOut: readonly SearchClause[];
  readonly caseFits: (row: InboxRow) => boolean;
  /** Whether a place's text has all that is sought: to be asked first, since it needs no case. */
  readonly textFits: (place: SearchPlace) => boolean;
  /** Whether a place whose text fits does so in all else. */
  readonly placeFits: (place: SearchPlace, row: InboxRow, hasAmount: HasAmount) => boolean;
}

const ofCase: ReadonlySet<SearchClause['kind']> = new Set(['channel', 'queue', 'status', 'tag', 'incident', 'customer']);
/** What an opening has none of: it is found by its words. */
const ofEntry: ReadonlySet<SearchClause['kind']> = new Set(['from', 'to', 'tx', 'amount', 'attachment']);

/** The spellings in which the wallet's number of a customer may have been typed. */
export const customerIds = (value: string): readonly string[] => [...new Set([value, value.toUpperCase(), value.toLowerCase()])];

/** Whether a case's customer has this number, or its contact this name: whole words, the last by its beginning; Chinese in any piece. */
export function contactFits(row: Pick<InboxRow, 'customer' | 'contactName'>, value: string): boolean {
  if (row.customer !== null && customerIds(value).includes(row.customer)) return true;
  return row.contactName !== null && soughtWords(value, true)?.holds(foldText(row.contactName)) === true;
}

function whoFits(who: Who, side: string, row: InboxRow): boolean {
  if (side === CUSTOMER) return who.anybody === 'customer' || (who.contact !== null && contactFits(row, who.contact));
  if (side === NOBODY || side === SYSTEM) return false;
  return who.anybody === 'desk' || who.people.some((person) => person === side);
}

function clauseFits(clause: SearchClause, place: SearchPlace, row: InboxRow, folded: () => string, hasAmount: HasAmount): boolean {
  if (place.entry === null && ofEntry.has(clause.kind)) return false;
  switch (clause.kind) {
    case 'words':
      return soughtWords(clause.text, false)?.holds(folded()) === true;
    case 'phrase':
    case 'tx':
      return soughtPhrase(clause.text)?.holds(folded()) === true;
    case 'from':
      return whoFits(clause.who, place.author, row);
    case 'to':
      return whoFits(clause.who, place.addressee, row);
    case 'before':
      return place.at < clause.at;
    case 'after':
      return place.at >= clause.at;
    case 'attachment':
      return place.attached > 0;
    case 'amount':
      return hasAmount(place.position, clause.range);
    default:
      return caseClauseFits(clause, row);
  }
}

function caseClauseFits(clause: SearchClause, row: InboxRow): boolean {
  switch (clause.kind) {
    case 'channel':
      return row.channel === clause.channel;
    case 'queue':
      return row.queue === clause.queue;
    case 'status':
      return row.status === clause.status;
    case 'tag':
      return row.tags.includes(clause.tag);
    case 'incident':
      return clause.incidents.some((id) => row.incidents?.includes(id));
    case 'customer':
      return contactFits(row, clause.text);
    default:
      return true;
  }
}

const none: Positive = {
  words: [],
  phrase: [],
  from: [],
  to: [],
  channel: [],
  queue: [],
  status: [],
  tag: [],
  incident: [],
  before: [],
  after: [],
  customer: [],
  tx: [],
  amount: [],
  attachment: [],
};

const anyTerm = (terms: readonly string[]): readonly string[] => (terms.length === 0 ? [] : [`(${terms.map((term) => `"${term}"`).join(' OR ')})`]);

/** The terms of who may be meant, or none where too many may. */
function whoTerms(clauses: readonly { readonly who: Who }[], term: (side: string) => string, known: IsKnown): readonly string[] {
  if (clauses.some(({ who }) => who.anybody === 'desk')) return [];
  const byCustomer = ({ anybody, contact }: Who) => anybody === 'customer' || (contact !== null && known(contact));
  const sides = clauses.flatMap(({ who }) => [...who.people, ...(byCustomer(who) ? [CUSTOMER] : [])]);
  // Where it is nobody, no place has the term.
  return clauses.length === 0 ? [] : anyTerm([...new Set(sides.length > 0 ? sides : [NOBODY])].map(term));
}

const earliest = (times: readonly Instant[]): Instant | null => (times.length === 0 ? null : Math.min(...times));
const latest = (times: readonly Instant[]): Instant | null => (times.length === 0 ? null : Math.max(...times));

/** So much of a case's number may be its beginning: the first part of it. */
const LEAST_OF_NUMBER = 8;

/**
 * Whether a text names a case by its number: whole, or as far as it was typed. Parts from within it name none: the list
 * does not show numbers, so that the few digits somebody seeks would find cases for no reason they could see.
 */
function namesCase(text: string): (caseId: string) => boolean {
  const named = foldText(text)
    .split(/\s+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
    .filter((word) => word !== '');
  return (caseId) => named.some((word) => (word.length >= LEAST_OF_NUMBER || word.length === caseId.length) && foldText(caseId).startsWith(word));
}

const noNumber = (): boolean => false;

const foldedText = ({ entry, text, case_id: caseId }: SearchPlace, named: (caseId: string) => boolean): string =>
  foldText(entry === null && named(caseId) ? openingText(text, caseId) : text);

/** Makes a search ready; null where it asks for nothing that could be looked up. `hidden` says that a hidden value is sought too; `known` whether some case's customer may be meant by a name. */
export function conditionsOf({ words, clauses: given }: SearchQuery, hidden: boolean, known: IsKnown): Conditions | null {
  // Signs alone can neither be looked up nor left out.
  const clauses = given.filter(
    (clause) => (clause.kind !== 'words' || soughtWords(clause.text, false)) && (clause.kind !== 'phrase' || soughtPhrase(clause.text)),
  );
  const free = soughtWords(words, true);
  if (!free && !hidden && clauses.length === 0) return null;
  const leftOut = clauses.filter(({ not }) => not);
  const asked = Object.fromEntries(
    Object.keys(none).map((kind) => [kind, clauses.filter((clause) => !clause.not && clause.kind === kind)]),
  ) as unknown as Positive;
  const phrases = [...asked.phrase, ...asked.tx].flatMap(({ text }) => soughtPhrase(text) ?? []);
  const sought = [...(free ? [free] : []), ...phrases];
  const leftOutNumbers = new Map(leftOut.map((clause) => [clause, clause.kind === 'words' || clause.kind === 'phrase' ? namesCase(clause.text) : noNumber]));
  const numberMeant = namesCase([words, ...asked.phrase.map(({ text }) => text)].join(' '));
  const ofMessages = free !== null || hidden || clauses.some(({ kind }) => !ofCase.has(kind));
  const withOpenings = (free !== null || hidden || asked.phrase.length > 0) && ![...ofEntry].some((kind) => asked[kind].length > 0);
  const anyOf = [asked.channel, asked.queue, asked.status, asked.customer].filter((group) => group.length > 0);
  const someWho = [asked.from, asked.to].filter((group) => group.length > 0);
  const allOf = [asked.tag, asked.before, asked.after, asked.amount, asked.attachment].flat();
  const caseFits = (row: InboxRow): boolean =>
    anyOf.every((group) => group.some((clause) => caseClauseFits(clause, row))) &&
    [...asked.tag, ...asked.incident].every((clause) => caseClauseFits(clause, row)) &&
    !leftOut.some((clause) => ofCase.has(clause.kind) && caseClauseFits(clause, row));
  const textFits = (place: SearchPlace): boolean => {
    if (place.entry === null && !withOpenings) return false;
    const folded = foldedText(place, numberMeant);
    return sought.every(({ holds }) => holds(folded));
  };
  const placeFits: Conditions['placeFits'] = (place, row, hasAmount) => {
    const fits = (clause: SearchClause) => clauseFits(clause, place, row, () => foldedText(place, leftOutNumbers.get(clause) ?? noNumber), hasAmount);
    return someWho.every((group) => group.some(fits)) && allOf.every(fits) && !leftOut.some((clause) => !ofCase.has(clause.kind) && fits(clause));
  };
  return {
    ofMessages,
    sought,
    numberMeant,
    begun: free?.begun ?? null,
    pieces: [
      ...new Set(sought.flatMap(({ terms }) => terms.map((term) => `"${term}"`))),
      ...whoTerms(asked.from, authorTerm, known),
      ...whoTerms(asked.to, addresseeTerm, known),
      ...anyTerm(asked.channel.map(({ channel }) => channelTerm(channel))),
      ...(asked.attachment.length > 0 ? [`"${attachmentTerm}"`] : []),
      ...(asked.amount.length > 0 ? [`"${amountTerm}"`] : []),
    ],
    before: earliest([...asked.before, ...leftOut.filter((clause) => clause.kind === 'after')].map(({ at }) => at)),
    after: latest([...asked.after, ...leftOut.filter((clause) => clause.kind === 'before')].map(({ at }) => at)),
    asked,
    leftOut,
    caseFits,
    textFits,
    placeFits,
  };
}

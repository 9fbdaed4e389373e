import type { WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import {
  addresseeTerm,
  amountTerm,
  attachmentTerm,
  authorTerm,
  CUSTOMER,
  channelTerm,
  entryTerm,
  NOBODY,
  openingTerm,
  SYSTEM,
} from '#electron/store/projections/search-facets.ts';
import { indexTerms } from '#electron/store/projections/search-terms.ts';
import { positionOf, rewriteEvent } from '#electron/store/tables/event-table.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { AnyEvent, KnownEvent } from '#shared/case/envelope.ts';
import { type Recipients, recipientLists } from '#shared/case/recipients.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { namedAmounts } from '#shared/wallet/named-amounts.ts';
import type { MaskedText, TokenMark } from '#shared/wallet/tokens.ts';

/** A case's opening is found by its contact, its subject and its number. */
export const openingText = (text: string, caseId: string): string => `${text} ${caseId}`;

/** One place that can be found, as the table holds it: a message, note, call's number, link, or a case's opening (`entry` null). */
export interface SearchPlace {
  readonly position: number;
  readonly case_id: string;
  readonly entry: string | null;
  readonly at: number;
  readonly author: string;
  readonly addressee: string;
  readonly channel: string;
  readonly attached: number;
  readonly text: string;
}

/** The terms under which a place is indexed, but for that of amounts. */
export function indexedOf(found: SearchPlace): readonly string[] {
  const { entry, case_id: caseId, author, addressee, channel, attached, text } = found;
  const facets = [
    channelTerm(channel),
    ...(entry === null ? [openingTerm] : [entryTerm, authorTerm(author)]),
    ...(addressee === NOBODY ? [] : [addresseeTerm(addressee)]),
    ...(attached > 0 ? [attachmentTerm] : []),
  ];
  return [...indexTerms(entry === null ? openingText(text, caseId) : text), ...facets];
}

/** What is indexed of a place; it must be told again in the same words when the place is removed. */
const termsOf = (found: SearchPlace, amounts: boolean): string => [...indexedOf(found), ...(amounts ? [amountTerm] : [])].join(' ');

/** Amounts that the text itself names: what stands in place of a hidden value is none. */
function amountsIn({ text, marks }: MaskedText): readonly number[] {
  if (!/\d\d/.test(text)) return [];
  let shown = text;
  for (const { at, length } of marks) shown = `${shown.slice(0, at)}${'*'.repeat(length)}${shown.slice(at + length)}`;
  return namedAmounts(shown);
}

function add(db: WriteDb, found: SearchPlace, marks: readonly TokenMark[]): void {
  const { position, case_id, entry, at, author, addressee, channel, attached, text } = found;
  db.run(
    sql`INSERT INTO searchable (position, case_id, entry, at, author, addressee, channel, attached, text)
        VALUES (${position}, ${case_id}, ${entry}, ${at}, ${author}, ${addressee}, ${channel}, ${attached}, ${text})`,
  );
  const amounts = entry === null ? [] : amountsIn({ text, marks: [...marks] });
  db.run(sql`INSERT INTO word (rowid, terms) VALUES (${position}, ${termsOf(found, amounts.length > 0)})`);
  for (const minor of amounts) db.run(sql`INSERT INTO amount_place (minor, position) VALUES (${minor}, ${position})`);
  for (const mark of marks) {
    db.run(
      sql`INSERT INTO token_place (token, position, start, length) VALUES (${mark.token}, ${position}, ${mark.at}, ${mark.length}) ON CONFLICT DO NOTHING`,
    );
  }
}

/** Removes the words and tokens of one place; what was indexed is told again, as a contentless index asks. */
function remove(db: WriteDb, position: number): void {
  const found = db.get<SearchPlace>(sql`SELECT * FROM searchable WHERE position = ${position}`);
  if (!found) return;
  const amounts = db.run(sql`DELETE FROM amount_place WHERE position = ${position}`).changes > 0;
  db.run(sql`INSERT INTO word (word, rowid, terms) VALUES ('delete', ${position}, ${termsOf(found, amounts)})`);
  db.run(sql`DELETE FROM token_place WHERE position = ${position}`);
  db.run(sql`DELETE FROM searchable WHERE position = ${position}`);
}

/** Removes all words and tokens of a case; to be called while its events are there. */
export function removePlaces(db: WriteDb, caseId: string): void {
  const places = db.all<{ position: number }>(
    sql`SELECT searchable.position FROM event JOIN searchable ON searchable.position = event.position WHERE event.case_id = ${caseId}`,
  );
  for (const { position } of places) remove(db, position);
}

/** A message's plain text leaves the cache with its redaction: the words that find it, and the text in its event. */
function redact(db: WriteDb, event: KnownEvent<'message.redacted'>, caseId: CaseId): void {
  const position = rewriteEvent(db, caseId, event.body.message, (message) => ('content' in message ? ({ ...message, content: null } as AnyEvent) : message));
  if (position !== null) remove(db, position);
}

/** What an undone link was found by leaves the index: the case is not about that transaction. */
function unlink(db: WriteDb, event: KnownEvent<'transaction.unlinked'>, state: CaseState): void {
  for (const entry of state.entries) {
    if (entry.kind !== 'step' || entry.step.type !== 'transaction.linked' || entry.step.body.transaction !== event.body.transaction) continue;
    const position = positionOf(db, state.id, entry.id);
    if (position !== null) remove(db, position);
  }
}

/** What is said and, below it, to whom beside the customer: masked, so that a domain finds it, and a full address by its token. */
function withRecipients({ text, marks }: MaskedText, recipients: Recipients | undefined): MaskedText {
  const lists = recipientLists.flatMap((list) => recipients?.[list] ?? []);
  return lists.reduce<MaskedText>(
    (told, list) => {
      const begin = told.text.length + 1;
      return { text: `${told.text}\n${list.text}`, marks: [...told.marks, ...list.marks.map((mark) => ({ ...mark, at: mark.at + begin }))] };
    },
    { text, marks },
  );
}

const authorOf = ({ kind, id }: Actor): string => (kind === 'customer' ? CUSTOMER : kind === 'system' ? SYSTEM : id);

/** Keeps the index of what can be searched up with one new event of a case, which is given as it stands after it. */
export function indexEvent(db: WriteDb, event: AnyEvent, state: CaseState): void {
  const { position, at } = event;
  const { id, channel } = state;
  const place = { position, case_id: id, entry: event.id, at, author: authorOf(event.actor), addressee: NOBODY, channel, attached: 0 };
  switch (event.type) {
    case 'case.opened': {
      const text = [event.content?.contactName, event.content?.subject].filter((part) => part !== undefined).join(' ');
      add(db, { ...place, entry: null, text }, []);
      return;
    }
    case 'message.received':
    case 'message.sent': {
      if (!event.content) return;
      const { attachments } = event.content;
      const { text, marks } = withRecipients(event.content, event.content.recipients);
      // A customer's message reaches whoever had the case then, or was handed it.
      // What is sent on reaches neither of them.
      const forCustomer = event.type === 'message.sent' && event.body.forwards === undefined;
      const addressee = forCustomer ? CUSTOMER : event.type === 'message.sent' ? NOBODY : (state.owner ?? state.intendedFor ?? NOBODY);
      add(db, { ...place, addressee, attached: attachments.length, text }, marks);
      return;
    }
    case 'note.added':
    case 'survey.answered':
      if (event.content?.text) add(db, { ...place, text: event.content.text }, event.content.marks);
      return;
    case 'call.missed':
    case 'call.started': {
      if (!event.content?.number) return;
      const { text, marks } = event.content.number;
      const inbound = event.body.direction === 'inbound';
      add(db, { ...place, author: inbound ? CUSTOMER : place.author, addressee: inbound ? place.author : CUSTOMER, text }, marks);
      return;
    }
    case 'transaction.linked':
      add(db, { ...place, text: event.body.transaction }, []);
      return;
    case 'transaction.unlinked':
      unlink(db, event, state);
      return;
    case 'message.redacted':
      redact(db, event, id);
      return;
    case 'message.withdrawn': {
      // It stands in no conversation any more; a hit would lead nowhere.
      const withdrawn = positionOf(db, id, event.body.message);
      if (withdrawn !== null) remove(db, withdrawn);
      return;
    }
    default:
      // Nothing else holds words that a person wrote to be found by.
      return;
  }
}

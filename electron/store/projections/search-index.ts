import type { WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import { indexTerms } from '#electron/store/projections/search-terms.ts';
import { rewriteEvent } from '#electron/store/tables/event-table.ts';
import type { AnyEvent, KnownEvent } from '#shared/case/envelope.ts';
import type { CaseId, EventId } from '#shared/lib/ids.ts';
import type { TokenMark } from '#shared/wallet/tokens.ts';

/** A case's opening is found by its contact, its subject and its number. */
export const openingText = (text: string, caseId: string): string => `${text} ${caseId}`;

interface Entry {
  readonly position: number;
  readonly caseId: CaseId;
  readonly entry: EventId | null;
  readonly at: number;
  readonly text: string;
}

const termsOf = ({ entry, text, caseId }: Pick<Entry, 'entry' | 'text' | 'caseId'>) => indexTerms(entry === null ? openingText(text, caseId) : text);

function add(db: WriteDb, found: Entry, marks: readonly TokenMark[]): void {
  const { position, caseId, entry, at, text } = found;
  db.run(sql`INSERT INTO searchable (position, case_id, entry, at, text) VALUES (${position}, ${caseId}, ${entry}, ${at}, ${text})`);
  db.run(sql`INSERT INTO word (rowid, terms) VALUES (${position}, ${termsOf(found)})`);
  for (const mark of marks) {
    db.run(sql`INSERT INTO token_place (token, position, start) VALUES (${mark.token}, ${position}, ${mark.at}) ON CONFLICT DO NOTHING`);
  }
}

/** Removes the words and tokens of one place; what was indexed is told again, as a contentless index asks. */
function remove(db: WriteDb, position: number): void {
  const found = db.get<{ case_id: CaseId; entry: EventId | null; text: string }>(sql`SELECT case_id, entry, text FROM searchable WHERE position = ${position}`);
  if (!found) return;
  const terms = termsOf({ entry: found.entry, text: found.text, caseId: found.case_id });
  db.run(sql`INSERT INTO word (word, rowid, terms) VALUES ('delete', ${position}, ${terms})`);
  db.run(sql`DELETE FROM token_place WHERE position = ${position}`);
  db.run(sql`DELETE FROM searchable WHERE position = ${position}`);
}

/** A message's plain text leaves the cache with its redaction: the words that find it, and the text in its event. */
function redact(db: WriteDb, event: KnownEvent<'message.redacted'>, caseId: CaseId): void {
  const position = rewriteEvent(db, caseId, event.body.message, (message) => ('content' in message ? ({ ...message, content: null } as AnyEvent) : message));
  if (position !== null) remove(db, position);
}

/** Keeps the index of what can be searched up with one new event of a case. */
export function indexEvent(db: WriteDb, event: AnyEvent, caseId: CaseId): void {
  const { position, at } = event;
  switch (event.type) {
    case 'case.opened': {
      const text = [event.content?.contactName, event.content?.subject].filter((part) => part !== undefined).join(' ');
      add(db, { position, caseId, entry: null, at, text }, []);
      return;
    }
    case 'message.received':
    case 'message.sent':
    case 'note.added':
      if (event.content) add(db, { position, caseId, entry: event.id, at, text: event.content.text }, event.content.marks);
      return;
    case 'call.started':
      if (event.content?.number) add(db, { position, caseId, entry: event.id, at, text: event.content.number.text }, event.content.number.marks);
      return;
    case 'message.redacted':
      redact(db, event, caseId);
      return;
    default:
      // Nothing else holds words that a person wrote to be found by.
      return;
  }
}

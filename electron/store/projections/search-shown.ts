import type { ReadDb } from '#electron/sqlite/db.ts';
import type { Conditions } from '#electron/store/projections/search-conditions.ts';
import { type Excerpt, excerptOf } from '#electron/store/projections/search-excerpt.ts';
import { openingText, type SearchPlace } from '#electron/store/projections/search-index.ts';
import { typeAt } from '#electron/store/tables/event-table.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { SearchField } from '#shared/desk/search-field.ts';

/** What the number of a call or of a transaction looks like; of other places the event is not asked. */
const LIKE_NUMBER = /^(?=.*[\d*])(?:[^\p{L}]{1,64}|[!-~]{1,128})$/u;

/** What a hit shows of itself; `field` names what it was found in, null for a message or note. */
export interface Shown extends Excerpt {
  readonly field: SearchField | null;
}

type Meant = Pick<Conditions, 'sought' | 'numberMeant'>;

/** A case's opening shows which of its name, subject and number fits. */
export function shownOpening({ text, case_id: caseId }: SearchPlace, { subject: said }: Pick<InboxRow, 'subject'>, { sought, numberMeant }: Meant): Shown {
  const subject = said !== null && text.endsWith(said) ? said : '';
  const parts = { name: text.slice(0, text.length - subject.length).trim(), subject };
  const fitting = (['name', 'subject'] as const)
    .filter((field) => parts[field] !== '')
    .map((field) => ({ field, ...excerptOf(parts[field], sought) }))
    .filter(({ marks }) => marks.length > 0);
  if (numberMeant(caseId)) return { field: 'number', ...excerptOf(openingText(fitting.map(({ field }) => parts[field]).join(' '), caseId).trim(), sought) };
  const [one, other] = fitting;
  return one !== undefined && other === undefined ? one : { field: 'opening', ...excerptOf(text, sought) };
}

/** What an entry is that is no message: told by its event, which only those are asked for that look like it. */
export function fieldOf(db: ReadDb, { position, text }: SearchPlace): SearchField | null {
  if (!LIKE_NUMBER.test(text)) return null;
  switch (typeAt(db, position)) {
    case 'call.started':
    case 'call.missed':
      return 'phone';
    case 'transaction.linked':
      return 'transaction';
    default:
      return null;
  }
}

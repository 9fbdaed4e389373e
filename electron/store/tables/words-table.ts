import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { sql } from '#electron/sqlite/sql.ts';
import type { Draft, ExpectedDraft, KeptWords, RestingDraft, TakenDraft, Words } from '#electron/store/port.ts';
import type { Refusal } from '#shared/case/commands.ts';
import { isCustomerAlone } from '#shared/case/recipients.ts';

interface DraftRow {
  readonly case_id: string;
  readonly person: string;
  readonly kind: string;
  readonly text: string;
  readonly attachments: string;
  readonly saved_at: number;
  readonly version: number;
  readonly addressing: string | null;
}

/** The column in which words say whom they are to go to; null: the customer alone. */
const addressed = ({ addressing }: Words) => (addressing === undefined || isCustomerAlone(addressing) ? null : JSON.stringify(addressing));
const addressingIn = (column: string | null) => (column === null ? {} : { addressing: JSON.parse(column) });

const resting = (row: DraftRow): RestingDraft =>
  ({
    caseId: row.case_id,
    person: row.person,
    kind: row.kind,
    text: row.text,
    attachments: JSON.parse(row.attachments),
    savedAt: row.saved_at,
    version: row.version,
    ...addressingIn(row.addressing),
  }) as RestingDraft;

function draftOf(db: ReadDb, { person, caseId, kind }: Pick<Draft, 'person' | 'caseId' | 'kind'>): RestingDraft | null {
  const row = db.get<DraftRow>(sql`SELECT * FROM draft WHERE person = ${person} AND case_id = ${caseId} AND kind = ${kind}`);
  return row ? resting(row) : null;
}

const isEmpty = (words: Words) => words.text === '' && words.attachments.length === 0 && addressed(words) === null;
const says = (words: Words) => JSON.stringify([words.text, words.attachments, addressed(words)]);

/** Whether all that was said is in what is said now. */
const holds = (now: Words, before: Words) =>
  (addressed(before) === null || addressed(before) === addressed(now)) &&
  now.text.includes(before.text) &&
  before.attachments.every((file) => now.attachments.some((one) => one.blob === file.blob && one.name === file.name));

/** Saves a draft; see `Ledger.saveDraft`. To be run in a transaction. */
export function saveDraft(db: WriteDb, draft: Draft, expected: ExpectedDraft | null = null): { version: number; displaced: boolean } {
  const before = draftOf(db, draft);
  const displaced = expected !== null && before !== null && before.version !== expected.version && !holds(draft, before);
  if (displaced) keepWords(db, { ...before, id: expected.asideAs, refusal: null, at: draft.savedAt });
  // A version is never met again, not even by a draft that was dropped and begun anew.
  const version = Math.max(before?.version ?? 0, expected?.version ?? 0, draft.savedAt) + 1;
  if (isEmpty(draft)) dropDraft(db, draft.caseId, draft.person, draft.kind);
  else
    db.run(
      sql`INSERT INTO draft (case_id, person, kind, text, attachments, addressing, saved_at, version)
          VALUES (${draft.caseId}, ${draft.person}, ${draft.kind}, ${draft.text}, ${JSON.stringify(draft.attachments)},
            ${addressed(draft)}, ${draft.savedAt}, ${version})
          ON CONFLICT (person, case_id, kind) DO UPDATE
          SET text = excluded.text, attachments = excluded.attachments, addressing = excluded.addressing, saved_at = excluded.saved_at, version = excluded.version`,
    );
  return { version, displaced };
}

export function dropDraft(db: WriteDb, caseId: string, person: string, kind: string): void {
  db.run(sql`DELETE FROM draft WHERE person = ${person} AND case_id = ${caseId} AND kind = ${kind}`);
}

/** Drops the draft whose words a command has now; one that was changed since stays. */
export function takeDraft(db: WriteDb, caseId: string, person: string, { kind, version }: TakenDraft): void {
  if (version === null) dropDraft(db, caseId, person, kind);
  else db.run(sql`DELETE FROM draft WHERE person = ${person} AND case_id = ${caseId} AND kind = ${kind} AND version = ${version}`);
}

/** A person's drafts, newest first. */
export function drafts(db: ReadDb, person: string): RestingDraft[] {
  return db.all<DraftRow>(sql`SELECT * FROM draft WHERE person = ${person} ORDER BY saved_at DESC`).map(resting);
}

interface KeptRow {
  readonly id: string;
  readonly person: string;
  readonly case_id: string;
  readonly kind: string;
  readonly text: string;
  readonly attachments: string;
  readonly refusal: string | null;
  readonly at: number;
  readonly addressing: string | null;
}

/** Keeps words aside; the same again change nothing. */
export function keepWords(db: WriteDb, words: KeptWords): void {
  const { id, person, caseId, kind, text, attachments, refusal, at } = words;
  db.run(
    sql`INSERT INTO kept (id, person, case_id, kind, text, attachments, addressing, refusal, at)
        VALUES (${id}, ${person}, ${caseId}, ${kind}, ${text}, ${JSON.stringify(attachments)}, ${addressed(words)},
          ${refusal === null ? null : JSON.stringify(refusal)}, ${at})
        ON CONFLICT (id) DO NOTHING`,
  );
}

/** A person's words kept aside, newest first. */
export function keptWords(db: ReadDb, person: string): KeptWords[] {
  return db.all<KeptRow>(sql`SELECT * FROM kept WHERE person = ${person} ORDER BY at DESC`).map(
    (row) =>
      ({
        id: row.id,
        person: row.person,
        caseId: row.case_id,
        kind: row.kind,
        text: row.text,
        attachments: JSON.parse(row.attachments),
        refusal: row.refusal === null ? null : (JSON.parse(row.refusal) as Refusal),
        at: row.at,
        ...addressingIn(row.addressing),
      }) as KeptWords,
  );
}

export function dropKept(db: WriteDb, person: string, id: string): void {
  db.run(sql`DELETE FROM kept WHERE id = ${id} AND person = ${person}`);
}

/** Gives words back to their author: as the draft where there is none, else beside it. To be run in a transaction. */
export function returnWords(db: WriteDb, words: KeptWords): void {
  if (isEmpty(words)) return;
  const before = draftOf(db, words);
  if (before === null) saveDraft(db, { ...words, savedAt: words.at });
  else if (says(before) !== says(words)) keepWords(db, words);
}

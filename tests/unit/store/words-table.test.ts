import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { ledgerMigrations } from '#electron/store/migrations/ledger-migrations.ts';
import type { Draft } from '#electron/store/port.ts';
import { drafts, keptWords, returnWords, saveDraft } from '#electron/store/tables/words-table.ts';
import { customerAlone } from '#shared/case/recipients.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';

let db: WriteDb;
beforeEach(() => {
  db = openForWriting({ file: ':memory:', key: null, synchronous: 'FULL', logger: null });
  migrate(db, ledgerMigrations);
});
afterEach(() => db.close());

const person = 'lin' as PersonId;
const bank = { ...customerAlone, cc: [{ address: 'bank@partner.example' }] };
const boss = { ...customerAlone, bcc: [{ address: 'boss@head.example' }] };
const words: Draft = { caseId: 'c1' as CaseId, person, kind: 'reply', text: '您好', attachments: [], savedAt: 7 };

describe('Words in the ledger', () => {
  it('hold whom they are to go to, also where that is all there is; to the customer alone is nothing', () => {
    saveDraft(db, { ...words, addressing: bank });
    expect(drafts(db, person)).toMatchObject([{ text: '您好', addressing: bank }]);
    saveDraft(db, { ...words, text: '', addressing: bank });
    expect(drafts(db, person)).toMatchObject([{ text: '', addressing: bank }]);
    saveDraft(db, { ...words, addressing: customerAlone });
    expect(drafts(db, person)[0]).not.toHaveProperty('addressing');
    saveDraft(db, { ...words, text: '', addressing: customerAlone });
    expect(drafts(db, person)).toEqual([]);
  });

  it('of another window are kept aside where whom they were to go to was chosen there', () => {
    const { version } = saveDraft(db, { ...words, addressing: bank });
    const second = saveDraft(db, { ...words, text: '您好，李女士', addressing: boss }, { version: version - 1, asideAs: 'a1' });
    expect(second.displaced).toBe(true);
    expect(keptWords(db, person)).toMatchObject([{ id: 'a1', text: '您好', addressing: bank }]);
    expect(drafts(db, person)).toMatchObject([{ addressing: boss }]);
  });

  it('come back to their draft with it, or beside one that goes elsewhere', () => {
    const back = { ...words, id: 'cmd-1', addressing: bank, refusal: null, at: 9 };
    returnWords(db, back);
    expect(drafts(db, person)).toMatchObject([{ text: '您好', addressing: bank }]);
    returnWords(db, back);
    expect(keptWords(db, person)).toEqual([]);
    returnWords(db, { ...back, addressing: boss });
    expect(keptWords(db, person)).toMatchObject([{ id: 'cmd-1', text: '您好', addressing: boss }]);
  });
});

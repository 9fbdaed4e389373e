import { afterEach, expect, it } from 'vitest';
import type { WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { sql } from '#electron/sqlite/sql.ts';
import { ledgerMigrations } from '#electron/store/migrations/ledger-migrations.ts';
import { deferCommand, deferredCommands } from '#electron/store/tables/deferred-table.ts';
import { eraseFromLedger } from '#electron/store/tables/erase-tables.ts';
import { journaled, noteAppend, settleAppend } from '#electron/store/tables/journal-table.ts';
import { outboxEntry, putOutbox, quarantine, saveSetting, scopesUnder, setting, settleOutbox } from '#electron/store/tables/ledger-tables.ts';
import { drafts, keepWords, keptWords, saveDraft } from '#electron/store/tables/words-table.ts';

const open: WriteDb[] = [];
function book() {
  const db = openForWriting({ file: ':memory:', key: null, synchronous: 'FULL', logger: null });
  migrate(db, ledgerMigrations);
  open.push(db);
  return db;
}
afterEach(() => {
  for (const db of open.splice(0)) db.close();
});

const event = (id: string, caseId: string) => ({ id, about: { kind: 'case', id: caseId }, body: { kept: 1 }, sealed: { iv: 'iv', data: 'secret' } }) as never;

/** Everything that a ledger keeps of two cases, one of which is to go. */
function filled() {
  const db = book();
  for (const caseId of ['gone-case', 'kept-case']) {
    saveDraft(db, { caseId, person: 'lin', kind: 'reply', text: `draft ${caseId}`, attachments: [], savedAt: 1 } as never);
    const outbox = (commandId: string, state: string) =>
      putOutbox(db, {
        commandId,
        caseId,
        person: 'lin',
        events: [event(`e ${commandId}`, caseId)],
        expected: 3,
        state,
        answer: null,
        at: 1,
        asked: { role: 'agent', command: { type: 'addNote' }, typed: { text: 'typed', attachments: [] } },
      } as never);
    outbox(`queued ${caseId}`, 'queued');
    outbox(`done ${caseId}`, 'queued');
    settleOutbox(db, `done ${caseId}`, 'confirmed', '{"positions":[4]}');
    deferCommand(db, {
      commandId: `later ${caseId}`,
      caseId,
      actor: { kind: 'agent', id: 'lin' },
      command: { type: 'addNote' },
      at: 1,
      typed: null,
      refusal: null,
      doubtful: false,
    } as never);
    keepWords(db, { id: `kept ${caseId}`, person: 'lin', caseId, kind: 'note', text: 'kept', attachments: [], refusal: null, at: 1 } as never);
    saveSetting(db, `review lin ${caseId}`, 'draft of a review');
    saveSetting(db, `review lin note ${caseId}`, 'draft of a note');
    for (const kind of ['case', 'trail', 'review', 'agent'] as const) {
      const number = noteAppend(db, 'desk', { kind, id: caseId }, [event(`${kind} ${caseId}`, caseId)], 0, 1);
      if (kind === 'trail') settleAppend(db, number, 'recorded', 'engine');
    }
    quarantine(db, 'email', `attachment of ${caseId}`, 'AAAA', 1, caseId);
    quarantine(db, 'engine', 'a seal does not open', JSON.stringify({ about: { id: caseId } }), 1);
  }
  quarantine(db, 'email', 'no-sender', Buffer.from('please call 13911229977').toString('base64'), 1);
  quarantine(db, 'email', 'no-sender: Wang.Wei@Example.com', '', 1);
  quarantine(db, 'email', 'no-sender', Buffer.from('please call 13900000000').toString('base64'), 1);
  return db;
}

it('takes out what was written in a case, keeps receipts, and leaves other cases as they are', () => {
  const db = filled();
  const other = filled();
  db.transaction(() => eraseFromLedger(db, ['gone-case'], ['13911229977', 'wang.wei@example.com', '12345']));
  expect(drafts(db, 'lin').map(({ caseId }) => caseId)).toEqual(['kept-case']);
  expect(deferredCommands(db).map(({ caseId }) => caseId)).toEqual(['kept-case']);
  expect(outboxEntry(db, 'queued gone-case')).toMatchObject({ state: 'refused', events: [], answer: '{"code":"erased"}', asked: null });
  expect(outboxEntry(db, 'done gone-case')).toMatchObject({ state: 'confirmed', events: [], answer: '{"positions":[4]}' });
  expect(keptWords(db, 'lin').map(({ caseId }) => caseId)).toEqual(['kept-case']);
  for (const id of ['queued kept-case', 'done kept-case']) expect(outboxEntry(db, id)).toEqual(outboxEntry(other, id));
  expect([setting(db, 'review lin gone-case'), setting(db, 'review lin kept-case')]).toEqual([null, 'draft of a review']);
  expect([setting(db, 'review lin note gone-case'), setting(db, 'review lin note kept-case')]).toEqual([null, 'draft of a note']);
  const texts = db.all<{ text: string }>(sql`SELECT fault || raw AS text FROM quarantine ORDER BY id`).map(({ text }) => text);
  expect(texts).toEqual([
    'attachment of kept-caseAAAA',
    'a seal does not open{"about":{"id":"kept-case"}}',
    `no-sender${Buffer.from('please call 13900000000').toString('base64')}`,
  ]);
});

it('leaves appends in the journal, to be written again where a log lost them, without what was sealed in them', () => {
  const db = filled();
  db.transaction(() => eraseFromLedger(db, ['gone-case'], []));
  const noted = journaled(db, 'desk', 'all', 0, 100);
  expect(noted).toHaveLength(8);
  for (const { about, events } of noted) {
    const sealed = about.id === 'kept-case' || about.kind === 'agent';
    expect(
      events.map((one) => 'sealed' in one),
      `${about.kind} ${about.id}`,
    ).toEqual([sealed]);
    expect(events.map(({ body }) => body)).toEqual([{ kept: 1 }]);
  }
  const before = db.all(sql`SELECT * FROM journal`);
  // A second time it changes nothing.
  db.transaction(() => eraseFromLedger(db, ['gone-case'], []));
  db.transaction(() => eraseFromLedger(db, [], ['kept-case']));
  expect(db.all(sql`SELECT * FROM journal`)).toEqual(before);
});

it('names the settings that begin so, and no other', () => {
  const db = book();
  for (const scope of ['erased a', 'erased 贰', 'erase', 'erased', 'erasure a']) saveSetting(db, scope, 'done');
  expect(scopesUnder(db, 'erased ').toSorted()).toEqual(['erased a', 'erased 贰']);
  expect(scopesUnder(db, 'nothing ')).toEqual([]);
});

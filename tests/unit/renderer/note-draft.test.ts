import { expect, it } from 'vitest';
import { makeStore } from '#renderer/app/store.ts';
import { caseClosed, caseShown, customerShown, placeShown, replayChosen, selectReplayed } from '#renderer/app/workspace-slice.ts';
import { noNote, noteSaying, noteText, readNote } from '#renderer/features/replay/note-draft.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { CustomerSummary } from '#shared/wallet/account.ts';

it('a note belongs to the moment at which it was begun, until all of it is taken away', () => {
  const begun = noteSaying(noNote, 'H', 5_000.4);
  const grown = noteSaying({ ...begun, mark: 'poor' }, 'Half a thought', 9_000);
  expect(grown).toEqual({ at: 5_000, mark: 'poor', text: 'Half a thought' });
  expect(noteSaying(noteSaying(grown, '', 9_000), 'Another', 12_000).at).toBe(12_000);
});

it('a note is read as it was kept, and what is no note is none', () => {
  const note = noteSaying(noNote, 'Half a thought', 5_000);
  expect(readNote(noteText(note))).toEqual(note);
  expect(noteText(noteSaying(note, '', 9_000))).toBe('');
  for (const kept of [null, '', '{', '7', '{"at":1,"mark":"fine","text":"x"}', '{"at":null,"mark":"good","text":"x"}', '{"at":1,"mark":"good","text":""}'])
    expect(readNote(kept)).toEqual(noNote);
});

it('the case that is played again stays open, whatever is opened and closed elsewhere', () => {
  const store = makeStore();
  const played = 'played' as CaseId;
  store.dispatch(replayChosen(played));
  for (const action of [
    placeShown('inbox'),
    caseShown({ caseId: 'other' as CaseId }),
    caseClosed(),
    customerShown({ id: 'C1' } as CustomerSummary),
    placeShown('replay'),
  ]) {
    store.dispatch(action);
    expect(selectReplayed(store.getState())).toBe(played);
  }
});

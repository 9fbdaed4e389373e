import { configureStore } from '@reduxjs/toolkit';
import { describe, expect, it } from 'vitest';
import {
  composerSlice,
  draftSaved,
  draftsRestored,
  draftTyped,
  fileAttached,
  selectDraft,
  selectPending,
  sendBegun,
  sendReturned,
} from '#renderer/features/composer/composer-slice.ts';
import { casesForgotten, casesSlice, framesReceived } from '#renderer/features/conversation/cases-slice.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import type { CaseId, CommandId } from '#shared/lib/ids.ts';

const caseId = 'case-1' as CaseId;
const commandId = 'command-1' as CommandId;
const file = { blob: 'b', name: 'a.png', type: 'image/png', size: 1 } as unknown as Attachment;
const makeStore = () => configureStore({ reducer: { composer: composerSlice.reducer, cases: casesSlice.reducer } });
const typed = (text: string) => draftTyped({ caseId, kind: 'reply', text });
const message = { commandId, caseId, kind: 'reply', text: 'Hello', attachments: [file], at: 1, state: 'sending' } as const;

describe('a draft', () => {
  it('counts as saved only while it is what the ledger was told', () => {
    const store = makeStore();
    const draft = () => selectDraft(store.getState(), caseId, 'reply');
    store.dispatch(typed('Hel'));
    const { text, attachments } = draft();
    store.dispatch(typed('Hello'));
    store.dispatch(draftSaved({ caseId, kind: 'reply', text, attachments, savedAt: 1 }));
    expect(draft()).toMatchObject({ text: 'Hello', savedAt: null, dirty: true });
    store.dispatch(draftSaved({ caseId, kind: 'reply', text: 'Hello', attachments: draft().attachments, savedAt: 2 }));
    expect(draft()).toMatchObject({ savedAt: 2, dirty: false });
  });

  it('typed while the old ones were on their way is the newer', () => {
    const store = makeStore();
    store.dispatch(typed('new'));
    store.dispatch(
      draftsRestored([
        { caseId, kind: 'reply', text: 'old', attachments: [], savedAt: 1 },
        { caseId, kind: 'note', text: 'a note', attachments: [], savedAt: 1 },
      ]),
    );
    expect(selectDraft(store.getState(), caseId, 'reply').text).toBe('new');
    expect(selectDraft(store.getState(), caseId, 'note').text).toBe('a note');
  });

  it('that was sent and refused comes back before what was typed since', () => {
    const store = makeStore();
    store.dispatch(fileAttached({ caseId, attachment: file }));
    store.dispatch(typed('Hello'));
    store.dispatch(sendBegun(message));
    expect(selectDraft(store.getState(), caseId, 'reply')).toMatchObject({ text: '', attachments: [] });
    expect(selectPending(store.getState(), caseId)).toHaveLength(1);
    store.dispatch(typed('And more'));
    store.dispatch(sendReturned({ commandId }));
    expect(selectDraft(store.getState(), caseId, 'reply')).toMatchObject({ text: 'Hello\nAnd more', attachments: [file], dirty: true });
    expect(selectPending(store.getState(), caseId)).toEqual([]);
  });

  it('leaves the list of what is on its way when its event comes, and everything goes with the person', () => {
    const store = makeStore();
    store.dispatch(sendBegun(message));
    const event = { causedBy: commandId, type: 'message.sent' } as unknown as AnyEvent;
    store.dispatch(framesReceived({ caseId, frames: [{ kind: 'events', events: [event] }] }));
    expect(selectPending(store.getState(), caseId)).toEqual([]);
    store.dispatch(typed('left over'));
    store.dispatch(casesForgotten());
    expect(selectDraft(store.getState(), caseId, 'reply').text).toBe('');
  });
});

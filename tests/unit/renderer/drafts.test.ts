import { configureStore } from '@reduxjs/toolkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  composerSlice,
  draftSaved,
  draftsTold,
  draftTyped,
  fileAttached,
  keptEnded,
  lossTold,
  selectDraft,
  selectDraftCount,
  selectHasDraft,
  selectLost,
  selectPending,
  sendAdvanced,
  sendBegun,
  sendDeferred,
  sendReturned,
  wordsKept,
} from '#renderer/features/composer/composer-slice.ts';
import { casesForgotten, casesSlice, framesReceived } from '#renderer/features/conversation/cases-slice.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import type { DraftsFrameView } from '#shared/contract/schemas.ts';
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
    const { text, attachments, addressing } = draft();
    store.dispatch(typed('Hello'));
    store.dispatch(draftSaved({ caseId, kind: 'reply', text, attachments, addressing, savedAt: 1, version: 1 }));
    expect(draft()).toMatchObject({ text: 'Hello', savedAt: null, dirty: true });
    store.dispatch(draftSaved({ caseId, kind: 'reply', text: 'Hello', attachments: draft().attachments, addressing, savedAt: 2, version: 2 }));
    expect(draft()).toMatchObject({ savedAt: 2, dirty: false });
  });

  const resting = (kind: 'reply' | 'note', text: string, version: number, attachments: Attachment[] = []) => ({
    caseId,
    kind,
    text,
    attachments,
    savedAt: version,
    version,
  });
  const told = (drafts: readonly ReturnType<typeof resting>[], more: Partial<DraftsFrameView> = {}) =>
    draftsTold({ whole: false, asOf: 9, drafts: [...drafts], gone: [], kept: [], ...more });

  it('typed while the old ones were on their way is the newer, and is saved as made from none', () => {
    const store = makeStore();
    store.dispatch(typed('new'));
    store.dispatch(told([resting('reply', 'old', 1), resting('note', 'a note', 1)], { whole: true }));
    expect(selectDraft(store.getState(), caseId, 'reply')).toMatchObject({ text: 'new', base: null, dirty: true });
    expect(selectDraft(store.getState(), caseId, 'note').text).toBe('a note');
  });

  it('told again, or told of by its own save, changes nothing that is shown', () => {
    const store = makeStore();
    const slice = () => store.getState().composer;
    const words = { id: 'k', caseId, row: null, kind: 'reply', text: 'x', attachments: [file], refusal: null, at: 1 } as const;
    const kept = () => [{ ...words, attachments: [{ ...file }] }];
    store.dispatch(told([resting('reply', 'one', 1, [{ ...file }])], { whole: true, kept: kept() }));
    const first = slice();
    store.dispatch(told([], { kept: kept() }));
    expect(slice()).toBe(first);
    store.dispatch(told([resting('reply', 'one two', 2, [{ ...file }])], { kept: kept() }));
    expect(slice().kept).toBe(first.kept);
    expect(slice().asides).toBe(first.asides);
    // The words are others, its files are those.
    expect(selectDraft(store.getState(), caseId, 'reply')).toMatchObject({ text: 'one two', base: 2 });
    expect(selectDraft(store.getState(), caseId, 'reply').attachments).toBe(selectDraft({ composer: first }, caseId, 'reply').attachments);
    store.dispatch(typed('mine'));
    const { text, attachments, addressing } = selectDraft(store.getState(), caseId, 'reply');
    store.dispatch(draftSaved({ caseId, kind: 'reply', text, attachments, addressing, savedAt: 3, version: 3 }));
    const saved = slice();
    store.dispatch(told([resting('reply', 'mine', 3)], { kept: kept() }));
    expect(slice()).toBe(saved);
    expect(saved.kept).toBe(first.kept);
    // A late answer about words that are no longer there.
    store.dispatch(draftSaved({ caseId, kind: 'reply', text: 'min', attachments, addressing, savedAt: 3, version: 3 }));
    expect(slice()).toBe(saved);
  });

  it('that goes with an erased person is told to its author once, whether the case or the ledger told of it first, and an empty one is not', () => {
    const erased = { id: 'e', type: 'case.erased', body: {}, position: 9 } as unknown as AnyEvent;
    const events = framesReceived({ caseId, frames: [{ kind: 'events', events: [erased] }] });
    const gone = draftsTold({ whole: false, asOf: 9, drafts: [], gone: [{ caseId, kind: 'reply', erased: true }], kept: [] });
    for (const told of [
      [events, gone],
      [gone, events],
    ]) {
      const store = makeStore();
      for (const action of told) store.dispatch(action);
      expect(selectLost(store.getState())).toEqual([]);
      store.dispatch(typed('Half written'));
      const [first, then] = told;
      if (first) store.dispatch(first);
      expect([selectLost(store.getState()), selectHasDraft(store.getState(), caseId)]).toEqual([[caseId], false]);
      store.dispatch(lossTold({ caseId }));
      if (then) store.dispatch(then);
      expect(selectLost(store.getState())).toEqual([]);
    }
  });

  it('whose words were kept beside it is told of their loss too, once, and a draft that is another case’s stays', () => {
    const store = makeStore();
    const other = 'case-2' as CaseId;
    const words = { id: 'k', caseId, row: null, kind: 'note', text: 'Kept', attachments: [], refusal: null, at: 1 } as const;
    store.dispatch(draftTyped({ caseId: other, kind: 'reply', text: 'Still here' }));
    store.dispatch(told([], { kept: [{ ...words, attachments: [] }] }));
    const gone = told([], { gone: [{ caseId, kind: 'note', erased: true }] });
    store.dispatch(gone);
    expect([selectLost(store.getState()), selectHasDraft(store.getState(), caseId), selectHasDraft(store.getState(), other)]).toEqual([[caseId], false, true]);
    store.dispatch(lossTold({ caseId }));
    store.dispatch(gone);
    expect(selectLost(store.getState())).toEqual([]);
  });

  it('and what is beside it are left alone by what happens to other messages and by other events of its case', () => {
    const store = makeStore();
    const slice = () => store.getState().composer;
    store.dispatch(wordsKept({ id: 'k', caseId, row: null, kind: 'reply', text: 'x', attachments: [], refusal: null, at: 1 }));
    store.dispatch(sendBegun(message));
    store.dispatch(sendAdvanced({ commandId, state: 'held' }));
    const before = slice();
    store.dispatch(sendAdvanced({ commandId, state: 'held' }));
    store.dispatch(framesReceived({ caseId, frames: [{ kind: 'events', events: [{ type: 'case.tagged' } as unknown as AnyEvent] }] }));
    expect(slice()).toBe(before);
    store.dispatch(sendDeferred({ commandId: 'command-2' as CommandId }));
    store.dispatch(keptEnded({ id: 'another' }));
    for (const part of ['asides', 'kept', 'pending', 'drafts'] as const) expect(slice()[part]).toBe(before[part]);
    store.dispatch(framesReceived({ caseId, frames: [{ kind: 'events', events: [{ causedBy: commandId, type: 'message.sent' } as unknown as AnyEvent] }] }));
    expect(slice().asides).toBe(before.asides);
    expect(slice().drafts).toBe(before.drafts);
  });

  it('of another window is taken over where nothing was typed here since, and goes where it goes there', () => {
    const store = makeStore();
    const draft = () => selectDraft(store.getState(), caseId, 'reply');
    store.dispatch(told([resting('reply', 'one', 1)], { whole: true }));
    store.dispatch(told([resting('reply', 'one two', 2)]));
    expect(draft()).toMatchObject({ text: 'one two', base: 2, dirty: false });
    store.dispatch(typed('mine'));
    store.dispatch(told([resting('reply', 'one two three', 3)]));
    // Not overwritten, and still made from what it was made from: the ledger keeps the other beside it.
    expect(draft()).toMatchObject({ text: 'mine', base: 2, dirty: true });
    store.dispatch(
      draftSaved({ caseId, kind: 'reply', text: 'mine', attachments: draft().attachments, addressing: draft().addressing, savedAt: 4, version: 4 }),
    );
    store.dispatch(told([], { gone: [{ caseId, kind: 'reply' }] }));
    expect(draft()).toMatchObject({ text: '', base: null });
    expect(selectDraftCount(store.getState())).toBe(0);
  });

  it('is what its window typed, whatever came to it late', () => {
    const step = fc.constantFrom('type', 'type', 'type', 'save', 'save', 'read', 'answer', 'answer', 'frame', 'send');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.boolean(), (steps, firstIsWhole) => {
        const store = makeStore();
        const draft = () => selectDraft(store.getState(), caseId, 'reply');
        // The ledger, what it answered to saves, and what the followers were told of it: each comes in order, and when it comes.
        let inLedger: ReturnType<typeof resting> | null = null;
        let version = 0;
        let before: ReturnType<typeof resting> | null = null;
        const answers: Parameters<typeof draftSaved>[0][] = [];
        const frames: ReturnType<typeof told>[] = [];
        let written = '';
        const save = () => {
          if (!draft().dirty) return;
          const { text, attachments, addressing } = draft();
          version += 1;
          inLedger = text === '' ? null : resting('reply', text, version);
          answers.push({ caseId, kind: 'reply', text, attachments, addressing, savedAt: version, version });
        };
        const comes = () => {
          const answer = answers.shift();
          if (answer) store.dispatch(draftSaved(answer));
        };
        for (const taken of steps) {
          if (taken === 'type') {
            written += '谢';
            store.dispatch(typed(`${draft().text}谢`));
          } else if (taken === 'save') save();
          else if (taken === 'read') {
            const gone = before !== null && inLedger === null ? [{ caseId, kind: 'reply' as const }] : [];
            frames.push(told(inLedger === null ? [] : [inLedger], { whole: firstIsWhole && before === null && frames.length === 0, asOf: version, gone }));
            before = inLedger;
          } else if (taken === 'answer') comes();
          else if (taken === 'frame') {
            const frame = frames.shift();
            if (frame) store.dispatch(frame);
          } else {
            // Sending waits for the draft's own save, and the command takes that out of the ledger.
            save();
            while (answers.length > 0) comes();
            const { text, attachments, base } = draft();
            store.dispatch(sendBegun({ ...message, text, attachments }));
            if (inLedger !== null && (inLedger as { version: number }).version === base) inLedger = null;
            written = '';
          }
          expect(draft().text).toBe(written);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('is not seen again while its words are on their way out of this window', () => {
    const store = makeStore();
    store.dispatch(typed('Hello'));
    store.dispatch(sendBegun(message));
    store.dispatch(told([resting('reply', 'Hello', 5)]));
    expect(selectDraft(store.getState(), caseId, 'reply')).toMatchObject({ text: '', base: 5 });
    expect(selectHasDraft(store.getState(), caseId)).toBe(false);
  });

  it('that the ledger gave back is not doubled by the refusal that this window hears of', () => {
    const store = makeStore();
    store.dispatch(sendBegun({ ...message, text: 'Hello there' }));
    store.dispatch(told([resting('reply', 'Hello there', 6)]));
    store.dispatch(sendReturned({ commandId }));
    store.dispatch(told([resting('reply', 'Hello there', 7)]));
    expect(selectDraft(store.getState(), caseId, 'reply')).toMatchObject({ text: 'Hello there', attachments: [file] });
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

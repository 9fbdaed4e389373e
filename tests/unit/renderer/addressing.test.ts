import { configureStore } from '@reduxjs/toolkit';
import { describe, expect, it } from 'vitest';
import { addresseeFault, addressingFault } from '#renderer/features/composer/addressing-fault.ts';
import {
  composerSlice,
  draftAddressed,
  draftReplaced,
  draftSaved,
  draftsTold,
  draftTyped,
  fileAttached,
  forwardBegun,
  forwardEnded,
  keptEnded,
  selectAsides,
  selectDraft,
  selectDraftCount,
  selectHasDraft,
  selectKept,
  sendBegun,
  sendReturned,
  takenBack,
  wordsKept,
  wordsReturned,
} from '#renderer/features/composer/composer-slice.ts';
import { forwardFiles, withoutText } from '#renderer/features/composer/returned-words.ts';
import { casesSlice, framesReceived } from '#renderer/features/conversation/cases-slice.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { forwardable } from '#shared/case/recipient-rules.ts';
import { type Addressing, customerAlone, MAX_RECIPIENTS } from '#shared/case/recipients.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId, CommandId, EventId, Token } from '#shared/lib/ids.ts';

const caseId = 'case-1' as CaseId;
const commandId = 'command-1' as CommandId;
const sentId = 'sent-1' as EventId;
const original = 'message-1' as EventId;
const named = (blob: string) => ({ blob, name: `${blob}.png`, type: 'image/png', size: 1 }) as unknown as Attachment;
const bank: Addressing = { ...customerAlone, cc: [{ address: 'bank@partner.example' }] };
const makeStore = () => configureStore({ reducer: { composer: composerSlice.reducer, cases: casesSlice.reducer } });
type Store = ReturnType<typeof makeStore>;
const draftIn = (store: Store) => selectDraft(store.getState(), caseId, 'reply');

describe('Whom a draft is to go to', () => {
  it('is the customer alone at first, and is saved with its words', () => {
    const store = makeStore();
    expect(draftIn(store).addressing).toEqual(customerAlone);
    store.dispatch(draftAddressed({ caseId, addressing: bank }));
    const { text, attachments, addressing } = draftIn(store);
    store.dispatch(draftAddressed({ caseId, addressing: { ...bank, bcc: [{ address: 'boss@head.example' }] } }));
    store.dispatch(draftSaved({ caseId, kind: 'reply', text, attachments, addressing, savedAt: 1, version: 1 }));
    expect(draftIn(store)).toMatchObject({ dirty: true, savedAt: null });
    const now = draftIn(store);
    store.dispatch(draftSaved({ caseId, kind: 'reply', text, attachments, addressing: now.addressing, savedAt: 2, version: 2 }));
    expect(draftIn(store)).toMatchObject({ dirty: false, savedAt: 2, addressing: { bcc: [{ address: 'boss@head.example' }] } });
  });

  it('comes from the ledger, with words of other windows, and with what was kept', () => {
    const store = makeStore();
    const told = { caseId, kind: 'reply' as const, text: 'x', attachments: [], savedAt: 1, version: 1 };
    store.dispatch(draftsTold({ whole: true, asOf: 9, drafts: [{ ...told, addressing: bank }], gone: [], kept: [] }));
    expect(draftIn(store).addressing).toEqual(bank);
    store.dispatch(draftsTold({ whole: false, asOf: 9, drafts: [{ ...told, version: 2 }], gone: [], kept: [] }));
    expect(draftIn(store).addressing).toEqual(customerAlone);
    store.dispatch(wordsReturned({ caseId, kind: 'reply', text: 'y', attachments: [], addressing: bank }));
    expect(draftIn(store).addressing).toEqual(bank);
    store.dispatch(draftReplaced({ caseId, kind: 'reply', text: '', attachments: [] }));
    expect(draftIn(store).addressing).toEqual(customerAlone);
  });

  it('leaves with the words and comes back with them, unless others were chosen meanwhile', () => {
    const store = makeStore();
    const message = { commandId, caseId, kind: 'reply', text: 'Hello', attachments: [], addressing: bank, at: 1, state: 'sending' } as const;
    store.dispatch(draftAddressed({ caseId, addressing: bank }));
    store.dispatch(sendBegun(message));
    expect(draftIn(store).addressing).toEqual(customerAlone);
    store.dispatch(sendReturned({ commandId }));
    expect(draftIn(store)).toMatchObject({ text: 'Hello', addressing: bank });
    store.dispatch(sendBegun(message));
    const others = { ...customerAlone, bcc: [{ address: 'boss@head.example' }] };
    store.dispatch(draftAddressed({ caseId, addressing: others }));
    store.dispatch(sendReturned({ commandId }));
    expect(draftIn(store)).toMatchObject({ text: 'Hello', addressing: others });
  });

  it('comes back as it was typed where it was sent from here; from elsewhere masked, as the case has it', () => {
    const store = makeStore();
    const message = { commandId, caseId, kind: 'reply', text: 'Call 13800138000', attachments: [], addressing: bank, at: 1, state: 'sending' } as const;
    store.dispatch(sendBegun(message));
    const event = { id: sentId, type: 'message.sent', causedBy: commandId, body: {}, content: { text: 'x', marks: [] }, position: 2 } as unknown as AnyEvent;
    store.dispatch(framesReceived({ caseId, frames: [{ kind: 'events', events: [event] }] }));
    const chips = { ...customerAlone, cc: [{ token: 't' as Token, masked: 'b***@partner.example' }] };
    store.dispatch(takenBack({ caseId, message: sentId, text: 'Call 138****8000', attachments: [], addressing: chips, at: 1 }));
    expect(draftIn(store)).toMatchObject({ text: 'Call 13800138000', addressing: bank });
    const elsewhere = makeStore();
    elsewhere.dispatch(takenBack({ caseId, message: sentId, text: 'Call 138****8000', attachments: [], addressing: chips, at: 1 }));
    expect(draftIn(elsewhere)).toMatchObject({ text: 'Call 138****8000', addressing: chips });
  });
});

describe('Words that come back while others stand in the box', () => {
  const forward: Addressing = { ...customerAlone, forwards: original, to: [{ address: 'bank@partner.example' }] };
  const internal = {
    commandId,
    caseId,
    kind: 'reply',
    text: 'For the bank: the customer is under review',
    attachments: [],
    addressing: forward,
    at: 5,
  } as const;
  const keptIn = (store: Store) => selectKept(store.getState(), caseId);

  it('stand beside it where they go to others: a refused forward is in no mail to the customer, a reply in none to a bank', () => {
    const store = makeStore();
    store.dispatch(sendBegun({ ...internal, state: 'sending' }));
    store.dispatch(draftTyped({ caseId, kind: 'reply', text: 'Dear customer' }));
    store.dispatch(sendReturned({ commandId }));
    expect(draftIn(store)).toMatchObject({ text: 'Dear customer', addressing: customerAlone });
    expect(keptIn(store)).toMatchObject([{ id: commandId, kind: 'reply', text: internal.text, addressing: forward, at: 5 }]);
    expect(selectDraftCount(store.getState())).toBe(2);
    const other = makeStore();
    const message = { ...internal, text: 'Dear customer', addressing: undefined, state: 'sending' } as const;
    other.dispatch(sendBegun(message));
    other.dispatch(forwardBegun({ caseId, message: original, attachments: [], former: [] }));
    other.dispatch(sendReturned({ commandId }));
    expect(draftIn(other)).toMatchObject({ text: '', addressing: { forwards: original } });
    expect(keptIn(other)).toMatchObject([{ text: 'Dear customer', addressing: customerAlone }]);
  });

  it('stand beside it where they are taken back, too, and where a copy went to others', () => {
    const store = makeStore();
    store.dispatch(draftTyped({ caseId, kind: 'reply', text: 'Dear customer' }));
    store.dispatch(takenBack({ caseId, message: sentId, text: 'Internal', attachments: [], addressing: bank, at: 7 }));
    expect(draftIn(store)).toMatchObject({ text: 'Dear customer', addressing: customerAlone });
    expect(keptIn(store)).toMatchObject([{ id: sentId, text: 'Internal', addressing: bank, at: 7 }]);
  });

  it('are joined where they go to the same people, in whatever order these were named', () => {
    const store = makeStore();
    const two = [{ address: 'bank@partner.example' }, { address: 'boss@head.example' }];
    store.dispatch(draftTyped({ caseId, kind: 'reply', text: 'More' }));
    store.dispatch(draftAddressed({ caseId, addressing: { ...customerAlone, cc: two } }));
    store.dispatch(takenBack({ caseId, message: sentId, text: 'First', attachments: [], addressing: { ...customerAlone, cc: [...two].reverse() }, at: 7 }));
    expect(draftIn(store).text).toBe('First\nMore');
    expect(keptIn(store)).toEqual([]);
  });

  it('are told once when the ledger has them too, and go with what was erased or discarded', () => {
    const store = makeStore();
    const words = { id: 'k', caseId, row: null, kind: 'reply', text: 'x', attachments: [], refusal: null, at: 1 } as const;
    const kept = { ...words, attachments: [] };
    store.dispatch(wordsKept(kept));
    store.dispatch(draftsTold({ whole: false, asOf: 9, drafts: [], gone: [], kept: [kept] }));
    expect([keptIn(store).length, selectAsides(store.getState()).length]).toEqual([1, 0]);
    store.dispatch(keptEnded({ id: 'k' }));
    expect(selectHasDraft(store.getState(), caseId)).toBe(false);
    store.dispatch(wordsKept(kept));
    const erased = { id: 'e', type: 'case.erased', body: {}, position: 9 } as unknown as AnyEvent;
    store.dispatch(framesReceived({ caseId, frames: [{ kind: 'events', events: [erased] }] }));
    expect(keptIn(store)).toEqual([]);
  });
});

it('A draft that has recipients alone is one: it is counted, and its case shows it', () => {
  const store = makeStore();
  store.dispatch(draftAddressed({ caseId, addressing: bank }));
  expect([selectHasDraft(store.getState(), caseId), selectDraftCount(store.getState())]).toEqual([true, 1]);
  store.dispatch(draftAddressed({ caseId, addressing: customerAlone }));
  expect([selectHasDraft(store.getState(), caseId), selectDraftCount(store.getState())]).toEqual([false, 0]);
});

describe('A forward', () => {
  const files = ['a', 'b', 'c', 'd', 'e', 'f'].map(named);
  const names = (store: Store) => draftIn(store).attachments.map(({ name }) => name);

  it('begins with the files of its message as far as there is room, keeps the words, and can be an answer again', () => {
    const store = makeStore();
    store.dispatch(draftTyped({ caseId, kind: 'reply', text: 'Please look' }));
    store.dispatch(draftAddressed({ caseId, addressing: bank }));
    store.dispatch(forwardBegun({ caseId, message: original, attachments: files, former: [] }));
    expect(draftIn(store)).toMatchObject({ text: 'Please look', addressing: { forwards: original, to: [], cc: [], bcc: [] }, dirty: true });
    expect(names(store)).toEqual(['a.png', 'b.png', 'c.png', 'd.png', 'e.png']);
    expect(forwardFiles([], [], files).leftOut.map(({ name }) => name)).toEqual(['f.png']);
    store.dispatch(forwardEnded({ caseId, attachments: files }));
    expect(draftIn(store)).toMatchObject({ text: 'Please look', attachments: [], addressing: customerAlone });
  });

  it('of another message leaves the files and the recipients of the former one, and keeps one’s own files', () => {
    const store = makeStore();
    store.dispatch(fileAttached({ caseId, attachment: named('own') }));
    store.dispatch(forwardBegun({ caseId, message: original, attachments: files.slice(0, 2), former: [] }));
    const to = { ...customerAlone, forwards: original, to: [{ address: 'bank@partner.example' }] };
    store.dispatch(draftAddressed({ caseId, addressing: to }));
    // Pressed once more on the same message: nothing was chosen anew.
    store.dispatch(forwardBegun({ caseId, message: original, attachments: files.slice(0, 2), former: [] }));
    expect(draftIn(store).addressing).toEqual(to);
    store.dispatch(forwardBegun({ caseId, message: 'message-2' as EventId, attachments: [named('b'), named('x')], former: files.slice(0, 2) }));
    expect(draftIn(store).addressing).toEqual({ ...customerAlone, forwards: 'message-2' });
    expect(names(store)).toEqual(['own.png', 'b.png', 'x.png']);
  });

  it('whose words go into a note keeps whom its files were to go to, while there are files', () => {
    const addressing = { ...customerAlone, forwards: original, to: [{ address: 'bank@partner.example' }] };
    expect(withoutText({ text: 'x', attachments: files, addressing })).toEqual({ text: '', attachments: files, addressing });
    expect(withoutText({ text: 'x', attachments: [], addressing })).toEqual({ text: '', attachments: [], addressing: customerAlone });
  });

  it('of a forward is one of the message that it began with, as long as that is there', () => {
    const entry = (id: string, kind: string, text: string | null, forwards?: string) => ({ id, kind, text, ...(forwards === undefined ? {} : { forwards }) });
    const state = (text: string | null) =>
      ({ entries: [entry('m', 'received', text), entry('f', 'sent', '', 'm'), entry('g', 'sent', 'FYI', 'f')] }) as unknown as CaseState;
    expect(['m', 'f', 'g'].map((id) => forwardable(state('Hello'), id as EventId)?.id)).toEqual(['m', 'm', 'm']);
    expect(forwardable(state(null), 'g' as EventId)).toBeNull();
  });
});

describe('The composer', () => {
  const mail = { own: 'Service@wallet.example', byFile: false };
  const to = (...addresses: readonly string[]) => addresses.map((address) => ({ address }));

  it('names the address that is at fault', () => {
    expect(addresseeFault({ address: 'nobody' }, mail)).toBe('bad');
    expect(addresseeFault({ address: 'service@wallet.example' }, mail)).toBe('own');
    expect(addresseeFault({ address: 'li@example.com' }, mail)).toBeNull();
    expect(addresseeFault({ token: 't' as Token, masked: 'l***@example.com' }, mail)).toBeNull();
  });

  it('lets nothing leave that the desk would refuse', () => {
    const forwards = original;
    expect(addressingFault(customerAlone, mail)).toBeNull();
    expect(addressingFault(bank, null)).toBeNull();
    expect(addressingFault({ ...bank, bcc: to('nobody') }, mail)).toBe('faulty');
    expect(addressingFault({ ...customerAlone, forwards }, mail)).toBe('nobody');
    expect(addressingFault({ ...customerAlone, forwards, to: to('li@example.com') }, mail)).toBeNull();
    expect(addressingFault({ ...customerAlone, bcc: to('li@example.com') }, { ...mail, byFile: true })).toBe('blind-by-file');
    const many = to(...Array.from({ length: MAX_RECIPIENTS }, (_, at) => `p${at}@example.com`));
    expect(addressingFault({ ...customerAlone, cc: many }, mail)).toBe('too-many');
    expect(addressingFault({ ...customerAlone, forwards, to: many }, mail)).toBeNull();
  });
});

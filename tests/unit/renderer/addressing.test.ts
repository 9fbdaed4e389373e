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
  forwardBegun,
  forwardEnded,
  selectDraft,
  sendBegun,
  sendReturned,
  takenBack,
  wordsReturned,
} from '#renderer/features/composer/composer-slice.ts';
import { casesSlice, framesReceived } from '#renderer/features/conversation/cases-slice.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { type Addressing, customerAlone, MAX_RECIPIENTS } from '#shared/case/recipients.ts';
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
    store.dispatch(draftsTold({ whole: true, drafts: [{ ...told, addressing: bank }], gone: [], kept: [] }));
    expect(draftIn(store).addressing).toEqual(bank);
    store.dispatch(draftsTold({ whole: false, drafts: [{ ...told, version: 2 }], gone: [], kept: [] }));
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
    store.dispatch(takenBack({ caseId, message: sentId, text: 'Call 138****8000', attachments: [], addressing: chips }));
    expect(draftIn(store)).toMatchObject({ text: 'Call 13800138000', addressing: bank });
    const elsewhere = makeStore();
    elsewhere.dispatch(takenBack({ caseId, message: sentId, text: 'Call 138****8000', attachments: [], addressing: chips }));
    expect(draftIn(elsewhere)).toMatchObject({ text: 'Call 138****8000', addressing: chips });
  });
});

describe('A forward', () => {
  it('begins with the files of its message as far as there is room, keeps the words, and can be an answer again', () => {
    const store = makeStore();
    store.dispatch(draftTyped({ caseId, kind: 'reply', text: 'Please look' }));
    store.dispatch(draftAddressed({ caseId, addressing: bank }));
    const files = ['a', 'b', 'c', 'd', 'e', 'f'].map(named);
    store.dispatch(forwardBegun({ caseId, message: original, attachments: files }));
    expect(draftIn(store)).toMatchObject({ text: 'Please look', addressing: { forwards: original, to: [], cc: [], bcc: [] }, dirty: true });
    expect(draftIn(store).attachments.map(({ name }) => name)).toEqual(['a.png', 'b.png', 'c.png', 'd.png', 'e.png']);
    // Another message is chosen: whom it goes to was typed already.
    store.dispatch(draftAddressed({ caseId, addressing: { ...customerAlone, forwards: original, to: [{ address: 'bank@partner.example' }] } }));
    store.dispatch(forwardBegun({ caseId, message: 'message-2' as EventId, attachments: [] }));
    expect(draftIn(store).addressing).toMatchObject({ forwards: 'message-2', to: [{ address: 'bank@partner.example' }] });
    store.dispatch(forwardEnded({ caseId, attachments: files }));
    expect(draftIn(store)).toMatchObject({ text: 'Please look', attachments: [], addressing: customerAlone });
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

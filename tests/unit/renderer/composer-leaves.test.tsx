import { configureStore } from '@reduxjs/toolkit';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import { Provider, shallowEqual } from 'react-redux';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deskSlice } from '#renderer/app/desk-slice.ts';
import { composerSlice, draftAddressed, draftTyped, fileAttached, selectDraft } from '#renderer/features/composer/composer-slice.ts';
import { draftFacts } from '#renderer/features/composer/draft-facts.ts';
import { DraftText } from '#renderer/features/composer/draft-text.tsx';
import { KeyHint } from '#renderer/features/composer/key-hint.tsx';
import { MaskHint } from '#renderer/features/composer/mask-hint.tsx';
import { ReplyLimits } from '#renderer/features/composer/reply-limits.tsx';
import { mailSeen, mailSlice } from '#renderer/features/mail/mail-slice.ts';
import { composer as english } from '#renderer/i18n/en/composer.ts';
import { makeI18n } from '#renderer/i18n/i18n.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import { customerAlone } from '#shared/case/recipients.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { MailState } from '#shared/contract/mail-schemas.ts';
import type { CaseId } from '#shared/lib/ids.ts';

const caseId = 'case-1' as CaseId;
const makeStore = () => configureStore({ reducer: { composer: composerSlice.reducer, desk: deskSlice.reducer, mail: mailSlice.reducer } });
const drawn = (part: ReactNode, store = makeStore()) =>
  renderToStaticMarkup(
    <Provider store={store}>
      <I18nextProvider i18n={makeI18n('en')}>{part}</I18nextProvider>
    </Provider>,
  );
const typed = (text: string) => draftTyped({ caseId, kind: 'reply', text });

describe('The hint of the keys', () => {
  beforeAll(() => {
    vi.stubGlobal('navigator', { platform: 'Linux x86_64' });
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });
  const hint = (left: number | null, open: boolean, byEnter = true, scarce = false) =>
    drawn(<KeyHint left={left} open={open} byEnter={byEnter} scarce={scarce} />).replaceAll(/<[^>]+>/g, '');

  it('names the keys that send', () => {
    expect(hint(null, true)).toBe(english.hintEnter);
    expect(hint(null, true, false)).toBe('Ctrl+Enter sends');
    expect(hint(2, true, true, true)).toBe('Few left: Enter starts a line, Ctrl+Enter sends');
  });

  it('names none while the channel takes nothing', () => {
    expect(hint(0, false, true, true)).toBe(english.hintNoneLeft);
    expect(hint(null, false)).toBe('');
    expect(hint(3, false, false)).toBe('');
  });
});

describe('What stands in a draft', () => {
  it('is in the text area of its kind', () => {
    const store = makeStore();
    store.dispatch(typed('Hello <there>'));
    expect(drawn(<DraftText caseId={caseId} kind="reply" onTyped={null} aria-label="Reply" />, store)).toContain('>Hello &lt;there&gt;</textarea>');
    expect(drawn(<DraftText caseId={caseId} kind="note" onTyped={null} aria-label="Note" />, store)).toContain('></textarea>');
  });

  it('is told where it will be masked, each value once; the desk’s own addresses are not', () => {
    const told = (text: string) => {
      const store = makeStore();
      store.dispatch(mailSeen({ addresses: ['service@wallet.example'] } as unknown as MailState));
      store.dispatch(typed(text));
      return drawn(<MaskHint caseId={caseId} />, store).replaceAll(/<[^>]+>/g, '');
    };
    expect(told('Write to service@wallet.example about your 200')).toBe('');
    expect(told('Call 13800138000, yes, 13800138000, or write to li@customer.example')).toBe(
      'Masked when it is sent: the customer reads 138****8000, l***@customer.example.',
    );
  });

  it('is counted from 85 of 100 characters on', () => {
    const state = { id: caseId, channel: 'chat', visibility: 'private' } as unknown as CaseState;
    const counted = (length: number) => {
      const store = makeStore();
      store.dispatch(typed('x'.repeat(length)));
      return drawn(<ReplyLimits state={state} mode="reply" limit={100} />, store).replaceAll(/<[^>]+>/g, '');
    };
    expect(counted(85)).toBe('');
    expect(counted(86)).toContain('14');
    expect(counted(103)).toContain('3');
  });

  it('changes what its box takes from it with few letters', () => {
    const store = makeStore();
    const facts = () => draftFacts(selectDraft(store.getState(), caseId, 'reply'), 5);
    const same = (change: Parameters<typeof store.dispatch>[0]) => {
      const before = facts();
      store.dispatch(change);
      return shallowEqual(before, facts());
    };
    expect(facts()).toMatchObject({ blank: true, tooLong: false });
    expect(['H', 'He', 'Hello', 'Hello!', 'Hello!!', ' '].map((text) => same(typed(text)))).toEqual([false, true, true, false, true, false]);
    expect(same(fileAttached({ caseId, attachment: { blob: 'b', name: 'a.png' } as unknown as Attachment }))).toBe(false);
    expect(same(draftAddressed({ caseId, addressing: { ...customerAlone, cc: [{ address: 'a@b.example' }] } }))).toBe(false);
  });
});

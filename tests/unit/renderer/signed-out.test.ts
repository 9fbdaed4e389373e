import { expect, test } from 'vitest';
import { signedOut } from '#renderer/app/session-slice.ts';
import { makeStore } from '#renderer/app/store.ts';
import { customerSought } from '#renderer/app/workspace-slice.ts';
import { alertsTold } from '#renderer/features/access/access-slice.ts';
import { dialogOpened } from '#renderer/features/account-actions/account-actions-slice.ts';
import { callNoteAsked } from '#renderer/features/calls/calls-slice.ts';
import { formOpened } from '#renderer/features/case-actions/case-actions-slice.ts';
import { draftTyped } from '#renderer/features/composer/composer-slice.ts';
import { caseOpened, casesForgotten } from '#renderer/features/conversation/cases-slice.ts';
import { accountSeen } from '#renderer/features/customer/customer-slice.ts';
import { deferredShown } from '#renderer/features/deferred/deferred-slice.ts';
import { draftsShown } from '#renderer/features/drafts/drafts-slice.ts';
import { viewChosen } from '#renderer/features/inbox/inbox-slice.ts';
import { noticeDismissed } from '#renderer/features/incidents/incidents-slice.ts';
import { suggestionsSeen } from '#renderer/features/linked/linked-slice.ts';
import { mailSeen } from '#renderer/features/mail/mail-slice.ts';
import { workAdvanced } from '#renderer/features/routing/routing-slice.ts';
import type { SupervisorAlert } from '#shared/contract/guard-schemas.ts';
import type { MailState } from '#shared/contract/mail-schemas.ts';
import type { WorkFrame } from '#shared/contract/schemas.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';
import type { Account } from '#shared/wallet/account.ts';

/** What the host tells of itself, and of who works here and how, is no person's. */
const nobodys = ['desk', 'session'];

test('nothing of who signed out stays in the window', () => {
  const store = makeStore();
  const first = store.getState();
  const caseId = 'case' as CaseId;
  store.dispatch(alertsTold([{ id: 'alert' } as SupervisorAlert]));
  store.dispatch(dialogOpened({ kind: 'verify', caseId }));
  store.dispatch(callNoteAsked(null));
  store.dispatch(formOpened('resolve'));
  store.dispatch(draftTyped({ caseId, kind: 'reply', text: 'half a word' }));
  store.dispatch(caseOpened({ caseId }));
  store.dispatch(accountSeen({ customer: 'C1' as CustomerId, asOf: 1, fault: null, account: {} as Account }));
  store.dispatch(deferredShown(true));
  store.dispatch(draftsShown(true));
  store.dispatch(viewChosen('mine'));
  store.dispatch(noticeDismissed('lot'));
  store.dispatch(suggestionsSeen({ caseId, suggested: [] }));
  store.dispatch(mailSeen({} as MailState));
  store.dispatch(workAdvanced({ ring: null, load: { call: 1, chat: 0, message: 0, email: 0 }, call: null } as unknown as WorkFrame));
  store.dispatch(customerSought('Lin'));
  const untouched = Object.entries(store.getState()).filter(([name, slice]) => slice === first[name as keyof typeof first]);
  expect(untouched.map(([name]) => name).toSorted()).toEqual(nobodys);
  store.dispatch(signedOut());
  store.dispatch(casesForgotten());
  for (const [name, slice] of Object.entries(store.getState())) {
    if (!nobodys.includes(name)) expect([name, slice]).toEqual([name, first[name as keyof typeof first]]);
  }
});

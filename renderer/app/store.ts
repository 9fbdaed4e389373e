import { configureStore } from '@reduxjs/toolkit';
import { deskSlice } from '#renderer/app/desk-slice.ts';
import { sessionSlice } from '#renderer/app/session-slice.ts';
import { workspaceSlice } from '#renderer/app/workspace-slice.ts';
import { accessSlice } from '#renderer/features/access/access-slice.ts';
import { accountActionsSlice } from '#renderer/features/account-actions/account-actions-slice.ts';
import { callsSlice } from '#renderer/features/calls/calls-slice.ts';
import { caseActionsSlice } from '#renderer/features/case-actions/case-actions-slice.ts';
import { composerSlice } from '#renderer/features/composer/composer-slice.ts';
import { casesSlice } from '#renderer/features/conversation/cases-slice.ts';
import { customersSlice } from '#renderer/features/customer/customer-slice.ts';
import { deferredSlice } from '#renderer/features/deferred/deferred-slice.ts';
import { draftsSlice } from '#renderer/features/drafts/drafts-slice.ts';
import { inboxSlice } from '#renderer/features/inbox/inbox-slice.ts';
import { incidentsSlice } from '#renderer/features/incidents/incidents-slice.ts';
import { linkedSlice } from '#renderer/features/linked/linked-slice.ts';
import { mailSlice } from '#renderer/features/mail/mail-slice.ts';
import { routingSlice } from '#renderer/features/routing/routing-slice.ts';

/** The window's state: what was told by the host, and what stands on the screen. */
export function makeStore() {
  return configureStore({
    reducer: {
      session: sessionSlice.reducer,
      desk: deskSlice.reducer,
      workspace: workspaceSlice.reducer,
      calls: callsSlice.reducer,
      routing: routingSlice.reducer,
      inbox: inboxSlice.reducer,
      cases: casesSlice.reducer,
      customers: customersSlice.reducer,
      accountActions: accountActionsSlice.reducer,
      caseActions: caseActionsSlice.reducer,
      composer: composerSlice.reducer,
      deferred: deferredSlice.reducer,
      drafts: draftsSlice.reducer,
      incidents: incidentsSlice.reducer,
      linked: linkedSlice.reducer,
      mail: mailSlice.reducer,
      access: accessSlice.reducer,
    },
    // Walks the whole state after each action: 10 to 40 ms on a long case, even in a development build too much.
    middleware: (defaults) => defaults({ immutableCheck: false, serializableCheck: false }),
  });
}

export type AppStore = ReturnType<typeof makeStore>;
export type RootState = ReturnType<AppStore['getState']>;
export type AppDispatch = AppStore['dispatch'];

import { configureStore } from '@reduxjs/toolkit';
import { deskSlice } from '#renderer/app/desk-slice.ts';
import { sessionSlice } from '#renderer/app/session-slice.ts';
import { workspaceSlice } from '#renderer/app/workspace-slice.ts';
import { callsSlice } from '#renderer/features/calls/calls-slice.ts';
import { caseActionsSlice } from '#renderer/features/case-actions/case-actions-slice.ts';
import { composerSlice } from '#renderer/features/composer/composer-slice.ts';
import { casesSlice } from '#renderer/features/conversation/cases-slice.ts';
import { customersSlice } from '#renderer/features/customer/customer-slice.ts';
import { inboxSlice } from '#renderer/features/inbox/inbox-slice.ts';
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
      caseActions: caseActionsSlice.reducer,
      composer: composerSlice.reducer,
      mail: mailSlice.reducer,
    },
    // Walks the whole state after each action: 10 to 40 ms on a long case, even in a development build too much.
    middleware: (defaults) => defaults({ immutableCheck: false, serializableCheck: false }),
  });
}

export type AppStore = ReturnType<typeof makeStore>;
export type RootState = ReturnType<AppStore['getState']>;
export type AppDispatch = AppStore['dispatch'];

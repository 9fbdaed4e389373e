import { createSelector, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { signedOut } from '#renderer/app/session-slice.ts';
import type { DeferredCommandView, UndeliveredView } from '#shared/contract/schemas.ts';
import type { CaseId } from '#shared/lib/ids.ts';

export interface DeferredSlice {
  /** One's own, oldest first. */
  readonly commands: readonly DeferredCommandView[];
  /** One's own messages that did not arrive, or may not have. */
  readonly undelivered: readonly UndeliveredView[];
  readonly shown: boolean;
}

const initialState: DeferredSlice = { commands: [], undelivered: [], shown: false };

/** What waits for the queue engine, or was refused when it was back. */
export const deferredSlice = createSlice({
  name: 'deferred',
  initialState,
  reducers: {
    deferredSeen: (slice, { payload }: PayloadAction<readonly DeferredCommandView[]>) => ({
      ...slice,
      commands: payload,
      shown: slice.shown && payload.length + slice.undelivered.length > 0,
    }),
    undeliveredSeen: (slice, { payload }: PayloadAction<readonly UndeliveredView[]>) => ({
      ...slice,
      undelivered: payload,
      shown: slice.shown && payload.length + slice.commands.length > 0,
    }),
    deferredShown: (slice, { payload }: PayloadAction<boolean>) => ({ ...slice, shown: payload }),
  },
  extraReducers: (builder) => {
    builder.addCase(signedOut, () => initialState);
  },
});

export const { deferredSeen, undeliveredSeen, deferredShown } = deferredSlice.actions;

interface WithDeferred {
  readonly deferred: DeferredSlice;
}

export const selectDeferred = (root: WithDeferred): readonly DeferredCommandView[] => root.deferred.commands;
export const selectUndelivered = (root: WithDeferred): readonly UndeliveredView[] => root.deferred.undelivered;
export const selectDeferredShown = (root: WithDeferred): boolean => root.deferred.shown;

/** The replies and notes of a case that wait. */
export const selectDeferredWords = createSelector([selectDeferred, (_: WithDeferred, caseId: CaseId) => caseId], (commands, caseId) =>
  commands.filter((one) => one.caseId === caseId && one.words !== null && (one.state === 'queued' || one.state === 'sent')),
);

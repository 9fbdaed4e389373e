import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { signedOut } from '#renderer/app/session-slice.ts';
import type { CustomerId } from '#shared/lib/ids.ts';

/** Whom a call note is begun about, where it is known. */
export interface CallSubject {
  readonly customer: CustomerId;
  readonly name: string;
}

export interface CallsSlice {
  /** The form for a new call note stands open. */
  readonly noting: { readonly subject: CallSubject | null } | null;
  /** The form that ends the running call stands open. */
  readonly ending: boolean;
}

const initialState: CallsSlice = { noting: null, ending: false };

/** Which form about calls stands open. */
export const callsSlice = createSlice({
  name: 'calls',
  initialState: initialState as CallsSlice,
  reducers: {
    callNoteAsked: (_, { payload }: PayloadAction<CallSubject | null>): CallsSlice => ({ noting: { subject: payload }, ending: false }),
    callEndAsked: (): CallsSlice => ({ noting: null, ending: true }),
    callFormClosed: () => initialState,
  },
  extraReducers: (builder) => builder.addCase(signedOut, () => initialState),
});

export const { callNoteAsked, callEndAsked, callFormClosed } = callsSlice.actions;

interface WithCalls {
  readonly calls: CallsSlice;
}

export const selectNoting = (root: WithCalls): CallsSlice['noting'] => root.calls.noting;
export const selectEnding = (root: WithCalls): boolean => root.calls.ending;

import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { signedOut } from '#renderer/app/session-slice.ts';
import type { CallLink } from '#shared/contract/call-link.ts';
import type { CallBacksFrame, RingingCall } from '#shared/contract/phone-schemas.ts';
import type { CustomerId } from '#shared/lib/ids.ts';

/** Whom a call note is begun about, where it is known. */
export interface CallSubject {
  readonly customer: CustomerId;
  readonly name: string;
}

export interface CallsSlice {
  /** The form for a new call note stands open; `number` stands in its field to begin with. */
  readonly noting: { readonly subject: CallSubject | null; readonly number: string } | null;
  /** The form that ends the running call stands open. */
  readonly ending: boolean;
  /** Calls that a telephone on this machine told of, to be taken or let go. */
  readonly pops: readonly CallLink[];
  /** What rings by the telephone system's word. */
  readonly ringing: readonly RingingCall[];
  readonly callBacks: CallBacksFrame;
  readonly callBacksShown: boolean;
}

const initialState: CallsSlice = { noting: null, ending: false, pops: [], ringing: [], callBacks: { rows: [], total: 0 }, callBacksShown: false };

/** More than that nobody can have on hold; of more the newest count. */
const MOST_POPS = 3;

const without = (pops: readonly CallLink[], call: string) => pops.filter((pop) => pop.call !== call);

/** Which form about calls stands open, what rings, and whom to call back. */
export const callsSlice = createSlice({
  name: 'calls',
  initialState: initialState as CallsSlice,
  reducers: {
    callNoteAsked: (slice, { payload }: PayloadAction<CallSubject | null>): CallsSlice => ({
      ...slice,
      noting: { subject: payload, number: '' },
      ending: false,
    }),
    callEndAsked: (slice): CallsSlice => ({ ...slice, noting: null, ending: true }),
    callFormClosed: (slice): CallsSlice => ({ ...slice, noting: null, ending: false }),
    callPopped: (slice, { payload }: PayloadAction<CallLink>): CallsSlice => ({
      ...slice,
      pops: [...without(slice.pops, payload.call), payload].slice(-MOST_POPS),
    }),
    popTaken: (slice, { payload }: PayloadAction<CallLink>): CallsSlice => ({
      ...slice,
      noting: { subject: null, number: payload.from ?? '' },
      ending: false,
      pops: without(slice.pops, payload.call),
    }),
    popLetGo: (slice, { payload }: PayloadAction<string>): CallsSlice => ({ ...slice, pops: without(slice.pops, payload) }),
    ringingSeen: (slice, { payload }: PayloadAction<readonly RingingCall[]>): CallsSlice => ({ ...slice, ringing: payload }),
    callBacksSeen: (slice, { payload }: PayloadAction<CallBacksFrame>): CallsSlice => ({ ...slice, callBacks: payload }),
    callBacksShown: (slice, { payload }: PayloadAction<boolean>): CallsSlice => ({ ...slice, callBacksShown: payload }),
  },
  extraReducers: (builder) => builder.addCase(signedOut, () => initialState),
});

export const { callNoteAsked, callEndAsked, callFormClosed, callPopped, popTaken, popLetGo, ringingSeen, callBacksSeen, callBacksShown } = callsSlice.actions;

interface WithCalls {
  readonly calls: CallsSlice;
}

export const selectNoting = (root: WithCalls): CallsSlice['noting'] => root.calls.noting;
export const selectEnding = (root: WithCalls): boolean => root.calls.ending;
export const selectPops = (root: WithCalls): CallsSlice['pops'] => root.calls.pops;
export const selectRinging = (root: WithCalls): CallsSlice['ringing'] => root.calls.ringing;
export const selectCallBacks = (root: WithCalls): CallBacksFrame => root.calls.callBacks;
export const selectCallBacksShown = (root: WithCalls): boolean => root.calls.callBacksShown;

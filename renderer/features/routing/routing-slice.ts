import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { signedOut } from '#renderer/app/session-slice.ts';
import type { WorkFrame } from '#shared/contract/schemas.ts';

export interface RoutingSlice {
  /** What rings at whoever works in this window. */
  readonly ring: WorkFrame['ring'];
  /** How many contacts of each kind they have open. */
  readonly load: WorkFrame['load'];
  /** The case about which they are on the phone. */
  readonly call: WorkFrame['call'];
}

const initialState: RoutingSlice = { ring: null, load: { call: 0, chat: 0, message: 0, email: 0 }, call: null };

/** What the desk hands to the person in this window, and how much they have already. */
export const routingSlice = createSlice({
  name: 'routing',
  initialState,
  reducers: {
    workAdvanced: (_slice, { payload: { ring, load, call } }: PayloadAction<WorkFrame>) => ({ ring, load, call }),
  },
  extraReducers: (builder) => builder.addCase(signedOut, () => initialState),
});

export const { workAdvanced } = routingSlice.actions;

interface WithRouting {
  readonly routing: RoutingSlice;
}

export const selectRing = (root: WithRouting): WorkFrame['ring'] => root.routing.ring;
export const selectLoad = (root: WithRouting): WorkFrame['load'] => root.routing.load;
export const selectRunningCall = (root: WithRouting): WorkFrame['call'] => root.routing.call;

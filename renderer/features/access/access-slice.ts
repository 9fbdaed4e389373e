import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { signedOut } from '#renderer/app/session-slice.ts';
import type { SupervisorAlert } from '#shared/contract/guard-schemas.ts';

/** What a supervisor is told of. */
export interface AccessSlice {
  readonly alerts: readonly SupervisorAlert[];
}

const initialState: AccessSlice = { alerts: [] };

/** What supervisors are told of at once. */
export const accessSlice = createSlice({
  name: 'access',
  initialState,
  reducers: {
    alertsTold: (_slice, { payload }: PayloadAction<readonly SupervisorAlert[]>) => ({ alerts: payload }),
  },
  extraReducers: (builder) => {
    builder.addCase(signedOut, () => initialState);
  },
});

export const { alertsTold } = accessSlice.actions;

export const selectAlerts = (root: { readonly access: AccessSlice }): readonly SupervisorAlert[] => root.access.alerts;

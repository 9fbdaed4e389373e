import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { SupervisorAlert } from '#shared/contract/guard-schemas.ts';

/** What a supervisor is told of. */
export interface AccessSlice {
  readonly alerts: readonly SupervisorAlert[];
}

/** What supervisors are told of at once. */
export const accessSlice = createSlice({
  name: 'access',
  initialState: { alerts: [] } as AccessSlice,
  reducers: {
    alertsTold: (_slice, { payload }: PayloadAction<readonly SupervisorAlert[]>) => ({ alerts: payload }),
  },
});

export const { alertsTold } = accessSlice.actions;

export const selectAlerts = (root: { readonly access: AccessSlice }): readonly SupervisorAlert[] => root.access.alerts;

import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { signedOut } from '#renderer/app/session-slice.ts';

/** A form over the open case; opened by its button and by its command alike. */
export type CaseForm = 'transfer' | 'snooze' | 'resolve' | 'tags' | 'priority' | 'movePrivate' | 'assign' | 'merge' | 'lines' | 'split';

export interface CaseActionsSlice {
  readonly form: CaseForm | null;
}

const initialState: CaseActionsSlice = { form: null };

/** Which form of the open case stands open. */
export const caseActionsSlice = createSlice({
  name: 'caseActions',
  initialState,
  reducers: {
    formOpened: (_, { payload }: PayloadAction<CaseForm>) => ({ form: payload }),
    formClosed: () => initialState,
  },
  extraReducers: (builder) => {
    builder.addCase(signedOut, () => initialState);
  },
});

export const { formOpened, formClosed } = caseActionsSlice.actions;

/** The form that stands open. */
export const selectForm = (root: { readonly caseActions: CaseActionsSlice }): CaseForm | null => root.caseActions.form;

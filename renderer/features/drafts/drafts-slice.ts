import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { signedOut } from '#renderer/app/session-slice.ts';

/** Whether the list of one's drafts is shown. */
export const draftsSlice = createSlice({
  name: 'drafts',
  initialState: { shown: false },
  reducers: {
    draftsShown: (_slice, { payload }: PayloadAction<boolean>) => ({ shown: payload }),
  },
  extraReducers: (builder) => {
    builder.addCase(signedOut, () => ({ shown: false }));
  },
});

export const { draftsShown } = draftsSlice.actions;

export const selectDraftsShown = (root: { readonly drafts: { readonly shown: boolean } }): boolean => root.drafts.shown;

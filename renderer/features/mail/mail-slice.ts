import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { signedOut } from '#renderer/app/session-slice.ts';
import type { MailState } from '#shared/contract/mail-schemas.ts';

export interface MailSlice {
  /** Null until the host told. */
  readonly state: MailState | null;
}

const initialState: MailSlice = { state: null };

/** Mail on this desk: whether it can be answered, and how the watched folder is. */
export const mailSlice = createSlice({
  name: 'mail',
  initialState,
  reducers: {
    mailSeen: (_slice, { payload }: PayloadAction<MailState>) => ({ state: payload }),
  },
  extraReducers: (builder) => {
    builder.addCase(signedOut, () => initialState);
  },
});

export const { mailSeen } = mailSlice.actions;

interface WithMail {
  readonly mail: MailSlice;
}

export const selectMail = (root: WithMail): MailState | null => root.mail.state;

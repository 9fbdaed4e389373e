import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Me, Preferences } from '#shared/contract/schemas.ts';

export interface SessionSlice {
  /** Who is signed in; null before, undefined while the host was not asked yet. */
  readonly me: Me | null | undefined;
  readonly preferences: Preferences;
  /** Whether the preferences are the person's own and not just the ones to begin with. */
  readonly preferencesRead: boolean;
}

/** The choices of somebody who has made none. */
export const firstPreferences: Preferences = { theme: 'auto', sounds: true, notifications: true, keys: {}, sendOnEnter: false };

const initialState: SessionSlice = { me: undefined, preferences: firstPreferences, preferencesRead: false };

/** Who works in this window, and how they like it. */
export const sessionSlice = createSlice({
  name: 'session',
  initialState: initialState as SessionSlice,
  reducers: {
    signedIn: (slice, { payload }: PayloadAction<Me>) => ({ ...slice, me: payload }),
    signedOut: () => ({ ...initialState, me: null }),
    preferencesSeen: (slice, { payload }: PayloadAction<Preferences>) => ({ ...slice, preferences: payload, preferencesRead: true }),
  },
});

export const { signedIn, signedOut, preferencesSeen } = sessionSlice.actions;

interface WithSession {
  readonly session: SessionSlice;
}

export const selectMe = (root: WithSession): Me | null => root.session.me ?? null;
export const selectSessionKnown = (root: WithSession): boolean => root.session.me !== undefined;
export const selectPreferences = (root: WithSession): Preferences => root.session.preferences;
export const selectPreferencesRead = (root: WithSession): boolean => root.session.preferencesRead;

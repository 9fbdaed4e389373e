import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Me, Preferences } from '#shared/contract/schemas.ts';
import type { Language } from '#shared/lib/localized.ts';

export interface SessionSlice {
  /** Who is signed in; null before, undefined while the host was not asked yet. */
  readonly me: Me | null | undefined;
  readonly preferences: Preferences;
  /** Chosen in this window before anybody signed in; a person's own language goes before it. */
  readonly language: Language | null;
  /** The login last used in this window, so that it need not be typed again; never a password. */
  readonly login: string;
  /** Why somebody who was at work is not any longer, without having signed out. */
  readonly ended: 'by-desk' | 'restarted' | null;
  /** They are signing out themselves. */
  readonly leaving: boolean;
}

/** The choices of somebody who has made none. */
export const firstPreferences: Preferences = { theme: 'auto', sounds: true, notifications: true, keys: {}, sendOnEnter: false };

const initialState: SessionSlice = { me: undefined, preferences: firstPreferences, language: null, login: '', ended: null, leaving: false };

/** Who works in this window, and how they like it. */
export const sessionSlice = createSlice({
  name: 'session',
  initialState: initialState as SessionSlice,
  reducers: {
    signedIn: (slice, { payload }: PayloadAction<Me>) => ({ ...slice, me: payload, ended: null, leaving: false }),
    signedOut: ({ language, login, ended }) => ({ ...initialState, me: null, language, login, ended }),
    /** The host says that nobody is signed in here any more. */
    sessionEnded: (slice, { payload }: PayloadAction<'by-desk' | 'restarted'>) => ({ ...slice, ended: slice.me && !slice.leaving ? payload : slice.ended }),
    signingOut: (slice) => ({ ...slice, leaving: true }),
    loginUsed: (slice, { payload }: PayloadAction<string>) => ({ ...slice, login: payload }),
    languageChosen: (slice, { payload }: PayloadAction<Language>) => ({ ...slice, language: payload }),
    preferencesSeen: (slice, { payload }: PayloadAction<Preferences>) => ({ ...slice, preferences: payload }),
  },
});

export const { signedIn, signedOut, sessionEnded, signingOut, loginUsed, languageChosen, preferencesSeen } = sessionSlice.actions;

interface WithSession {
  readonly session: SessionSlice;
}

export const selectMe = (root: WithSession): Me | null => root.session.me ?? null;
export const selectSessionKnown = (root: WithSession): boolean => root.session.me !== undefined;
export const selectLogin = (root: WithSession): string => root.session.login;
export const selectEnded = (root: WithSession): SessionSlice['ended'] => root.session.ended;
export const selectPreferences = (root: WithSession): Preferences => root.session.preferences;
/** The language that somebody chose, here or at another time; null where nobody did. */
export const selectLanguage = (root: WithSession): Language | null => root.session.preferences.language ?? root.session.language;

import { createSelector, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { signedOut } from '#renderer/app/session-slice.ts';
import type { CaseId, CustomerId, EventId } from '#shared/lib/ids.ts';
import type { CustomerSummary } from '#shared/wallet/account.ts';

/** The places of the rail. */
export type Place = 'inbox' | 'supervise' | 'replay' | 'admin' | 'settings';

export interface WorkspaceSlice {
  readonly place: Place;
  readonly openCase: CaseId | null;
  /** Whose case it was by the list it was opened from: the customer's page is fetched before the case itself is known. */
  readonly openCustomer: CustomerId | null;
  /** Who is opened on a page of their own, without a case; as the search named them, masked. */
  readonly alone: CustomerSummary | null;
  /** The text with which the form that finds customers stands open; null while it does not. */
  readonly seeking: string | null;
  /** The entry to be shown in the open case: where a search or the time axis points to. */
  readonly focusEntry: Focus | null;
  /** Whether the open case is looked at without its people being told. */
  readonly silent: boolean;
  /** Whether the customer's account is folded to what matters most, to leave the time axis its room. */
  readonly accountFolded: boolean;
  /** The closed case that is played again; it stays open while its person is elsewhere. */
  readonly replayed: CaseId | null;
  /** The part of the settings that is to be shown, by its heading's id; null once it is, and where none was sought. */
  readonly settingsPart: string | null;
}

/** An entry that is sought; the turn tells a second wish for the same one. */
export interface Focus {
  readonly entry: EventId;
  readonly turn: number;
}

const initialState: WorkspaceSlice = {
  place: 'inbox',
  openCase: null,
  openCustomer: null,
  alone: null,
  seeking: null,
  focusEntry: null,
  silent: false,
  accountFolded: false,
  replayed: null,
  settingsPart: null,
};

const focusOn = (slice: WorkspaceSlice, entry: EventId): Focus => ({ entry, turn: (slice.focusEntry?.turn ?? 0) + 1 });

/** What this window shows. */
export const workspaceSlice = createSlice({
  name: 'workspace',
  initialState: initialState as WorkspaceSlice,
  reducers: {
    placeShown: (slice, { payload }: PayloadAction<Place>) => ({ ...slice, place: payload, settingsPart: null }),
    settingsSought: (slice, { payload }: PayloadAction<string>) => ({ ...slice, place: 'settings' as const, settingsPart: payload }),
    settingsFound: (slice) => ({ ...slice, settingsPart: null }),
    caseShown: (slice, { payload }: PayloadAction<{ caseId: CaseId; customer?: CustomerId | null; entry?: EventId | null; silent?: boolean }>) => ({
      ...slice,
      place: 'inbox' as const,
      openCase: payload.caseId,
      openCustomer: payload.customer ?? null,
      alone: null,
      seeking: null,
      focusEntry: payload.entry ? focusOn(slice, payload.entry) : null,
      silent: payload.silent === true,
    }),
    customerSought: (slice, { payload }: PayloadAction<string | null>) => ({ ...slice, seeking: payload }),
    customerShown: ({ accountFolded, replayed }, { payload }: PayloadAction<CustomerSummary>): WorkspaceSlice => ({
      ...initialState,
      alone: payload,
      accountFolded,
      replayed,
    }),
    caseClosed: ({ place, accountFolded, replayed }) => ({ ...initialState, place, accountFolded, replayed }),
    replayChosen: (slice, { payload }: PayloadAction<CaseId>) => ({ ...slice, replayed: payload }),
    accountFoldedAs: (slice, { payload }: PayloadAction<boolean>) => ({ ...slice, accountFolded: payload }),
    entryFocused: (slice, { payload }: PayloadAction<EventId>) => ({ ...slice, focusEntry: focusOn(slice, payload) }),
  },
  extraReducers: (builder) => {
    builder.addCase(signedOut, () => initialState);
  },
});

export const { placeShown, settingsSought, settingsFound, caseShown, customerSought, customerShown, caseClosed, replayChosen, accountFoldedAs, entryFocused } =
  workspaceSlice.actions;

interface WithWorkspace {
  readonly workspace: WorkspaceSlice;
}

/** The part of the settings that is still to be shown. */
export const selectSettingsPart = (root: WithWorkspace): string | null => root.workspace.settingsPart;
export const selectPlace = (root: WithWorkspace): Place => root.workspace.place;
export const selectOpenCaseId = (root: WithWorkspace): CaseId | null => root.workspace.openCase;
export const selectOpenCustomer = (root: WithWorkspace): CustomerId | null => root.workspace.openCustomer;
export const selectAlone = (root: WithWorkspace): CustomerSummary | null => root.workspace.alone;
/** With which text the form that finds customers stands open. */
export const selectSeeking = (root: WithWorkspace): string | null => root.workspace.seeking;
export const selectSilent = (root: WithWorkspace): boolean => root.workspace.silent;
export const selectAccountFolded = (root: WithWorkspace): boolean => root.workspace.accountFolded;
/** The case that Replay has open. */
export const selectReplayed = (root: WithWorkspace): CaseId | null => root.workspace.replayed;
/** The open case, whose it is by the list, and how it is looked at; the same object while these stay. */
export const selectShownCase = createSelector([selectOpenCaseId, selectOpenCustomer, selectSilent], (caseId, customer, silent) =>
  caseId === null ? null : { caseId, customer, silent },
);
export type ShownCase = NonNullable<ReturnType<typeof selectShownCase>>;
export const selectFocusEntry = (root: WithWorkspace): Focus | null => root.workspace.focusEntry;

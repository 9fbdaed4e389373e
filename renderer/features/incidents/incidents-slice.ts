import { createSelector, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { casesForgotten } from '#renderer/features/conversation/cases-slice.ts';
import { type CustomersSlice, selectCustomer } from '#renderer/features/customer/customer-slice.ts';
import type { IncidentWords } from '#shared/case/incident.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { BulkKind, IncidentWatch, SimilarView } from '#shared/contract/incident-schemas.ts';
import { factsOf } from '#shared/desk/incidents/case-facts.ts';
import type { Incident } from '#shared/desk/incidents/incident.ts';
import { matchesIncident } from '#shared/desk/incidents/matches-incident.ts';
import type { IncidentId, TransactionId } from '#shared/lib/ids.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

/** The keys that link the case to the incident it fits, and insert its answer, until a person chooses others. */
export const INCIDENT_KEY = 'alt+I';
export const INCIDENT_ANSWER_KEY = 'alt+shift+I';

/** The dialog that stands open: what is said of an incident, that it is over, or a turn over its cases. */
export type IncidentDialog =
  | { readonly kind: 'form'; readonly incident: IncidentId | null; readonly from: SimilarView | null }
  | { readonly kind: 'close'; readonly incident: IncidentId }
  | { readonly kind: 'bulk'; readonly incident: IncidentId; readonly bulk: BulkKind };

export interface IncidentsSlice {
  readonly incidents: readonly Incident[];
  /** For those who direct; null until it was told. */
  readonly watch: IncidentWatch | null;
  readonly dialog: IncidentDialog | null;
  /** Notices that were put away here. */
  readonly dismissed: readonly string[];
}

const initialState: IncidentsSlice = { incidents: [], watch: null, dialog: null, dismissed: [] };

/** Names a notice: the same lot with more cases is the same, one that begins anew is not. */
export const noticeKey = ({ kind, bank, since }: SimilarView): string => `${kind} ${bank} ${since}`;

/** What befalls many customers at once, as far as this window is told. */
export const incidentsSlice = createSlice({
  name: 'incidents',
  initialState: initialState as IncidentsSlice,
  reducers: {
    incidentsSeen: (slice, { payload }: PayloadAction<readonly Incident[]>) => ({ ...slice, incidents: payload }),
    /** What a change made of one; the stream may have told it already, and more. */
    incidentSeen(slice, { payload }: PayloadAction<Incident>) {
      const known = slice.incidents.find(({ id }) => id === payload.id);
      if (known !== undefined && known.position >= payload.position) return slice;
      return { ...slice, incidents: [payload, ...slice.incidents.filter(({ id }) => id !== payload.id)] };
    },
    watchAdvanced: (slice, { payload }: PayloadAction<IncidentWatch>) => ({ ...slice, watch: payload }),
    dialogOpened: (slice, { payload }: PayloadAction<IncidentDialog>) => ({ ...slice, dialog: payload }),
    dialogClosed: (slice) => ({ ...slice, dialog: null }),
    noticeDismissed: (slice, { payload }: PayloadAction<string>) => ({ ...slice, dismissed: [...slice.dismissed, payload] }),
  },
  extraReducers: (builder) => {
    builder.addCase(casesForgotten, () => initialState);
  },
});

export const { incidentsSeen, incidentSeen, watchAdvanced, dialogOpened, dialogClosed, noticeDismissed } = incidentsSlice.actions;

interface WithIncidents {
  readonly incidents: IncidentsSlice;
}

export const selectIncidents = (root: WithIncidents): readonly Incident[] => root.incidents.incidents;
export const selectIncidentWatch = (root: WithIncidents): IncidentWatch | null => root.incidents.watch;
export const selectIncidentDialog = (root: WithIncidents): IncidentDialog | null => root.incidents.dialog;

/** The largest lot of like cases that nobody put away here. */
export const selectNotice = ({ incidents: { watch, dismissed } }: WithIncidents): SimilarView | null =>
  watch?.alike.find((lot) => !dismissed.includes(noticeKey(lot))) ?? null;

/** What the open case is one of the many of, and what its customer may be told now. */
export interface IncidentOfCase {
  readonly incident: Incident;
  readonly linked: boolean;
  readonly words: IncidentWords;
}

const NONE: readonly Transaction[] = [];

/**
 * The incident of a case: the one it is linked to, also once that is over, else the newest that goes on and fits it. It is
 * reckoned here by the same rule as in the host, so that the banner comes with the very message that makes it fit.
 */
export const selectIncidentOf = createSelector(
  [
    selectIncidents,
    (_: WithIncidents & { readonly customers: CustomersSlice }, state: CaseState | null) => state,
    (root, state): readonly Transaction[] => selectCustomer(root, state?.customer ?? null)?.transactions ?? NONE,
  ],
  (incidents, state, transactions): IncidentOfCase | null => {
    if (state === null || state.status === 'resolved' || state.erasedAt !== null || incidents.length === 0) return null;
    const linked = incidents.find(({ id }) => state.incidents.includes(id));
    if (linked) return { incident: linked, linked: true, words: linked.closed?.closing ?? linked.answer };
    const open = incidents.filter(({ closed }) => closed === null);
    if (open.length === 0) return null;
    const facts = factsOf(state, new Map(transactions.map((one) => [one.id as TransactionId, one])));
    const fitting = open.find((one) => matchesIncident(one, facts));
    return fitting ? { incident: fitting, linked: false, words: fitting.answer } : null;
  },
);

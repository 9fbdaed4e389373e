import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { signedOut } from '#renderer/app/session-slice.ts';
import type { InboxRow, InboxView } from '#shared/case/inbox-row.ts';
import type { InboxFrame } from '#shared/contract/schemas.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** The orders that the list offers, each with the contract's own sort. */
export const inboxOrders = {
  newest: { by: 'activeAt', descending: true },
  arrival: { by: 'openedAt', descending: true },
  longestWait: { by: 'waitingSince', descending: false },
  priority: { by: 'priority', descending: true },
  windowCloses: { by: 'windowEnds', descending: false },
} as const;
export type InboxOrder = keyof typeof inboxOrders;

export interface InboxSlice {
  readonly view: InboxView;
  readonly order: InboxOrder;
  /** How many cases each view holds; null until the host told. */
  readonly counts: InboxFrame['counts'] | null;
  /** What the newest turn changed; whoever needs every turn listens to the store, since a turn may be over before it is drawn. */
  readonly changed: readonly InboxRow[];
  /** Cases that the newest turn took out of sight. */
  readonly gone: readonly CaseId[];
  /** More may have changed than the newest turn tells. */
  readonly anew: boolean;
  readonly turn: number;
}

const initialState: InboxSlice = { view: 'active', order: 'newest', counts: null, changed: [], gone: [], anew: false, turn: 0 };

/** The list on the left: which view, in which order, and what is new in it. */
export const inboxSlice = createSlice({
  name: 'inbox',
  initialState: initialState as InboxSlice,
  reducers: {
    viewChosen: (slice, { payload }: PayloadAction<InboxView>) => ({ ...slice, view: payload }),
    orderChosen: (slice, { payload }: PayloadAction<InboxOrder>) => ({ ...slice, order: payload }),
    inboxAdvanced: (slice, { payload }: PayloadAction<Pick<InboxFrame, 'rows' | 'gone' | 'anew' | 'counts'>>) => ({
      ...slice,
      counts: payload.counts,
      changed: payload.rows,
      gone: payload.gone,
      anew: payload.anew,
      turn: slice.turn + 1,
    }),
  },
  extraReducers: (builder) => {
    builder.addCase(signedOut, () => initialState);
  },
});

export const { viewChosen, orderChosen, inboxAdvanced } = inboxSlice.actions;

interface WithInbox {
  readonly inbox: InboxSlice;
}

export const selectView = (root: WithInbox): InboxView => root.inbox.view;
export const selectOrder = (root: WithInbox): InboxOrder => root.inbox.order;
export const selectCounts = (root: WithInbox): InboxSlice['counts'] => root.inbox.counts;
export const selectChanged = (root: WithInbox): readonly InboxRow[] => root.inbox.changed;
export const selectGone = (root: WithInbox): readonly CaseId[] => root.inbox.gone;
export const selectAnew = (root: WithInbox): boolean => root.inbox.anew;
export const selectTurn = (root: WithInbox): number => root.inbox.turn;

/** How many cases wait for anybody; null until the host told. */
export const selectWaiting = (root: WithInbox): number | null => {
  const { counts } = root.inbox;
  return counts === null ? null : counts.active - counts.mine;
};

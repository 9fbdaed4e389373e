import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { casesForgotten } from '#renderer/features/conversation/cases-slice.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId, TransactionId } from '#shared/lib/ids.ts';
import type { MatchReason } from '#shared/wallet/match-reason.ts';

/** The key that links the suggested transaction, until a person chooses another. */
export const LINK_KEY = 'alt+M';

/** A transaction that the customer's words may be about, with what speaks for it. */
export interface SuggestedTransaction {
  readonly transaction: TransactionId;
  readonly reasons: readonly MatchReason[];
}

export interface LinkedSlice {
  readonly suggested: Readonly<Record<CaseId, readonly SuggestedTransaction[]>>;
}

const initialState: LinkedSlice = { suggested: {} };

/** What the open cases' words may be about; which transactions a case has is in its own state. */
export const linkedSlice = createSlice({
  name: 'linked',
  initialState,
  reducers: {
    suggestionsSeen: (slice, { payload }: PayloadAction<{ caseId: CaseId; suggested: readonly SuggestedTransaction[] }>): LinkedSlice => ({
      suggested: { ...slice.suggested, [payload.caseId]: payload.suggested },
    }),
    suggestionsLeft: (slice, { payload }: PayloadAction<CaseId>): LinkedSlice => {
      const { [payload]: _, ...suggested } = slice.suggested;
      return { suggested };
    },
  },
  extraReducers: (builder) => {
    builder.addCase(casesForgotten, () => initialState);
  },
});

export const { suggestionsSeen, suggestionsLeft } = linkedSlice.actions;

interface WithLinked {
  readonly linked: LinkedSlice;
}

const NONE: readonly never[] = [];

/** All that was suggested for a case, linked meanwhile or not. */
export const selectSuggested = (root: WithLinked, caseId: CaseId): readonly SuggestedTransaction[] => root.linked.suggested[caseId] ?? NONE;

/** What the link key links: the first suggestion that is not linked yet. */
export const selectFirstSuggested = (root: WithLinked, state: CaseState | null): TransactionId | null =>
  state === null ? null : (selectSuggested(root, state.id).find(({ transaction }) => !state.transactions.includes(transaction))?.transaction ?? null);

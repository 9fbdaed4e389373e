import { createSelector, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { signedOut } from '#renderer/app/session-slice.ts';
import type { ComposerMode, Draft, PendingMessage, WithComposer } from '#renderer/features/composer/composer-slice.ts';
import type { CaseId } from '#shared/lib/ids.ts';

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

/** A draft as this window has it. */
export interface DraftHere extends Draft {
  readonly caseId: CaseId;
  readonly kind: ComposerMode;
}

/** What this window has written and not sent, saved or not. */
export const selectDraftsHere = createSelector([({ composer }: WithComposer) => composer.drafts], (drafts): readonly DraftHere[] =>
  Object.entries(drafts).flatMap(([key, draft]) => {
    const [kind, caseId] = key.split(' ') as [ComposerMode, CaseId];
    return draft.text.trim() === '' && draft.attachments.length === 0 ? [] : [{ ...draft, kind, caseId }];
  }),
);

/** Where a message stands of which the desk has not said that it has it. */
const ON_THE_WAY: ReadonlySet<PendingMessage['state']> = new Set(['sending', 'held', 'unsure']);

/** Whether this window holds words that nothing else may have: they would be lost with it. */
export const selectHoldsUnsaved = (root: WithComposer): boolean =>
  root.composer.pending.some(({ state }) => ON_THE_WAY.has(state)) || root.composer.asides.length > 0 || selectDraftsHere(root).some(({ dirty }) => dirty);

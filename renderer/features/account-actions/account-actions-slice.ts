import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { signedOut } from '#renderer/app/session-slice.ts';
import type { ActionView } from '#shared/contract/action-contract.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { ActionName } from '#shared/wallet/actions.ts';

/** What stands open over the customer's pane. */
export type ActionDialog =
  | { readonly kind: 'verify'; readonly caseId: CaseId }
  | { readonly kind: 'act'; readonly caseId: CaseId; readonly action: ActionName }
  | { readonly kind: 'tell'; readonly caseId: CaseId; readonly key: string };

export interface AccountActionsSlice {
  readonly dialog: ActionDialog | null;
  /** What waits for a second person; null before it was told, and for who may not approve. */
  readonly approvals: readonly ActionView[] | null;
  /** The list may be out of date. */
  readonly behind: boolean;
}

const initialState: AccountActionsSlice = { dialog: null, approvals: null, behind: false };

/** What is done on customers' accounts, as far as this window shows it. */
export const accountActionsSlice = createSlice({
  name: 'accountActions',
  initialState,
  reducers: {
    dialogOpened: (slice, { payload }: PayloadAction<ActionDialog>) => ({ ...slice, dialog: payload }),
    dialogClosed: (slice) => ({ ...slice, dialog: null }),
    approvalsSeen: (slice, { payload }: PayloadAction<readonly ActionView[]>) => ({ ...slice, approvals: payload, behind: false }),
    approvalsLost: (slice) => ({ ...slice, behind: true }),
  },
  extraReducers: (builder) => {
    builder.addCase(signedOut, () => initialState);
  },
});

export const { dialogOpened, dialogClosed, approvalsSeen, approvalsLost } = accountActionsSlice.actions;

interface WithAccountActions {
  readonly accountActions: AccountActionsSlice;
}

/** What stands open over a case's customer. */
export const selectDialog = (root: WithAccountActions, caseId: CaseId): ActionDialog | null =>
  root.accountActions.dialog?.caseId === caseId ? root.accountActions.dialog : null;

export const selectApprovals = (root: WithAccountActions): readonly ActionView[] | null => root.accountActions.approvals;
export const selectApprovalsBehind = (root: WithAccountActions): boolean => root.accountActions.behind;

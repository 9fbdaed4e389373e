import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import { dialogOpened } from '#renderer/features/account-actions/account-actions-slice.ts';
import { noLimits, previewFor } from '#renderer/features/account-actions/preview-action.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { Person } from '#shared/desk/person.ts';
import type { ActionName } from '#shared/wallet/actions.ts';

/** Registers one action in the palette. */
function useActionCommand(state: CaseState | null, me: Person | null, action: ActionName): void {
  const { t } = useTranslation('accountActions');
  const dispatch = useAppDispatch();
  const enabled = state !== null && me !== null && previewFor(state, me, null, noLimits, { action, amount: null }, Date.now()).verdict !== 'refused';
  useCommand({
    id: `account.${action}`,
    label: t(`action_${action}`),
    group: t('group'),
    defaultKey: null,
    run: () => {
      if (state) dispatch(dialogOpened({ kind: 'act', caseId: state.id, action }));
    },
    enabled,
  });
}

/** Registers verifying the customer and every action on their account in the palette; keys can be given to each. */
export function useActionCommands(state: CaseState | null, me: Person | null): void {
  const { t } = useTranslation('accountActions');
  const dispatch = useAppDispatch();
  useCommand({
    id: 'account.verify',
    label: t('howVerify'),
    group: t('group'),
    defaultKey: 'alt+shift+V',
    run: () => {
      if (state) dispatch(dialogOpened({ kind: 'verify', caseId: state.id }));
    },
    enabled: state !== null && state.status !== 'resolved',
  });
  useActionCommand(state, me, 'send-reset-link');
  useActionCommand(state, me, 'resend-code');
  useActionCommand(state, me, 'change-phone');
  useActionCommand(state, me, 'raise-limit');
  useActionCommand(state, me, 'close-account');
  useActionCommand(state, me, 'freeze');
  useActionCommand(state, me, 'unfreeze');
  useActionCommand(state, me, 'unbind-device');
  useActionCommand(state, me, 'unbind-card');
  useActionCommand(state, me, 'trace-top-up');
  useActionCommand(state, me, 'refund');
  useActionCommand(state, me, 'reverse-payment');
  useActionCommand(state, me, 'credit-coupon');
}

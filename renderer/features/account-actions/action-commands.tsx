import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import { dialogOpened } from '#renderer/features/account-actions/account-actions-slice.ts';
import { actionGroups } from '#renderer/features/account-actions/action-groups.ts';
import { noLimits, previewFor } from '#renderer/features/account-actions/preview-action.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { Person } from '#shared/desk/person.ts';
import type { ActionName } from '#shared/wallet/actions.ts';

interface Props {
  /** Null where nothing can be done on an account. */
  readonly state: CaseState | null;
  readonly me: Person | null;
}

const actions = Object.values(actionGroups).flat();

function ActionCommand({ state, me, action }: Props & { readonly action: ActionName }) {
  const { t } = useTranslation('accountActions');
  const dispatch = useAppDispatch();
  useCommand({
    id: `account.${action}`,
    label: t(`action_${action}`),
    group: t('group'),
    defaultKey: null,
    run: () => {
      if (state) dispatch(dialogOpened({ kind: 'act', caseId: state.id, action }));
    },
    enabled: state !== null && me !== null && previewFor(state, me, null, noLimits, { action, amount: null }, Date.now()).verdict !== 'refused',
  });
  return null;
}

/** Offers verifying the customer and every action on their account in the palette; keys can be given to each. */
export function ActionCommands({ state, me }: Props) {
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
  return actions.map((action) => <ActionCommand key={action} state={state} me={me} action={action} />);
}

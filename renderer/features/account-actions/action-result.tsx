import { Alert, Button, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { whyText } from '#renderer/i18n/action-text.ts';
import { momentText, timeText } from '#renderer/i18n/date-text.ts';
import { focusHere } from '#renderer/ui/focus-here.ts';
import type { AccountAction, AccountActionState } from '#shared/case/account-action.ts';
import type { CaseState } from '#shared/case/state.ts';

interface Props {
  readonly caseState: CaseState;
  readonly actionKey: string;
  /** How it stood when the wallet had been asked; the case tells how it goes on. */
  readonly first: AccountActionState;
  readonly onClose: () => void;
}

const colours: Readonly<Record<AccountActionState, string>> = {
  completed: 'green',
  begun: 'green',
  waiting: 'yellow',
  sent: 'blue',
  unknown: 'yellow',
  failed: 'red',
  rejected: 'red',
};

/** How an action ended, or what it waits for. */
export function ActionResult({ caseState, actionKey, first, onClose }: Props) {
  const { t, i18n } = useTranslation('accountActions');
  const { t: anyT } = useTranslation();
  const action: AccountAction | undefined = caseState.actions.find(({ key }) => key === actionKey);
  const state = action?.state ?? first;
  const text = () => {
    switch (state) {
      case 'begun':
        return action?.expectedBy == null ? t('result_begunPlain') : t('result_begun', { time: momentText(action.expectedBy, i18n.language, Date.now()) });
      case 'waiting':
        return t('result_waiting', { time: action?.approvalUntil == null ? '' : timeText(action.approvalUntil, i18n.language) });
      case 'failed':
      case 'rejected':
        return t('result_failed', { why: action?.failure == null ? t(`state_${state}`) : whyText(anyT, action.failure) });
      default:
        return t(`result_${state}`);
    }
  };
  return (
    <Stack gap="sm">
      <Alert color={colours[state]} role="status">
        {text()}
      </Alert>
      <Button ref={focusHere} onClick={onClose}>
        {t('done')}
      </Button>
    </Stack>
  );
}

import { Alert, Button, Loader, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { selectHost } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/account-actions/account-actions.module.css';
import { ActionForm } from '#renderer/features/account-actions/action-form.tsx';
import { useActionFacts } from '#renderer/features/account-actions/use-action-facts.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { focusHere } from '#renderer/ui/focus-here.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { Person } from '#shared/desk/person.ts';
import type { ActionName } from '#shared/wallet/actions.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

interface Props {
  readonly state: CaseState;
  readonly me: Person;
  readonly action: ActionName;
  readonly transactions: readonly Transaction[];
  readonly onVerify: () => void;
  readonly onClose: () => void;
}

/** One action on the customer's account: what it is done to, why, what it takes, what is said of it. */
export function ActionDialog({ state, me, action, transactions, onVerify, onClose }: Props) {
  const { t } = useTranslation('accountActions');
  const connected = useAppSelector(selectHost)?.wallet ?? true;
  const { facts, fault, reload } = useActionFacts(state.id);
  return (
    <FormDialog title={t(`action_${action}`)} onClose={onClose}>
      {facts !== null ? (
        <ActionForm state={state} me={me} action={action} facts={facts} transactions={transactions} onVerify={onVerify} onClose={onClose} onReload={reload} />
      ) : fault ? (
        <Stack gap="sm">
          <Alert color="red" role="alert">
            {t(connected ? 'loadFault' : 'customer:noWalletHere')}
          </Alert>
          <Button ref={focusHere} variant="light" onClick={reload}>
            {t('retry')}
          </Button>
        </Stack>
      ) : (
        <p role="status" className={classes.loading}>
          <Loader size="xs" aria-hidden /> {t('loading')}
        </p>
      )}
    </FormDialog>
  );
}

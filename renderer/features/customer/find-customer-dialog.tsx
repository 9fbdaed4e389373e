import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { customerShown, customerSought, selectSeeking } from '#renderer/app/workspace-slice.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { FindCustomer } from '#renderer/features/customer/find-customer.tsx';

/** The command that finds a customer in the wallet, whether or not they have a case, and opens their page. */
export function FindCustomerDialog() {
  const { t } = useTranslation('customer');
  const dispatch = useAppDispatch();
  const text = useAppSelector(selectSeeking);
  useCommand({
    id: 'customer.find',
    label: t('findOpen'),
    group: t('shell:groupGeneral'),
    defaultKey: null,
    run: () => dispatch(customerSought('')),
    enabled: true,
  });
  if (text === null) return null;
  return (
    <FormDialog title={t('findOpen')} onClose={() => dispatch(customerSought(null))}>
      <Text size="sm" mb="sm">
        {t('findOpenHint')}
      </Text>
      {/* The list of what was found would keep Escape to itself, and the dialog stay: it goes with the dialog. */}
      <div
        onKeyDownCapture={(event) => {
          if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
          event.stopPropagation();
          dispatch(customerSought(null));
        }}
      >
        <FindCustomer initial={text} inDialog onChosen={(customer) => dispatch(customerShown(customer))} />
      </div>
    </FormDialog>
  );
}

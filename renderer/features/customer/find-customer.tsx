import { Combobox, Loader, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { safe } from '@orpc/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/customer/customer.module.css';
import type { CustomerId } from '#shared/lib/ids.ts';
import type { CustomerSummary } from '#shared/wallet/account.ts';

type Found = { readonly text: string; readonly customers: readonly CustomerSummary[] | null };

/** A field that finds customers by name, number, phone, card or ID; choosing one confirms them. */
export function FindCustomer({ onChosen }: { readonly onChosen: (customer: CustomerId) => void }) {
  const { t } = useTranslation('customer');
  const client = useClient();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text.trim(), 200);
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (wanted === '') return setFound(null);
    let current = true;
    void safe(client.customers.find({ text: wanted })).then(([error, customers]) => {
      if (current) setFound({ text: wanted, customers: error ? null : customers });
    });
    return () => {
      current = false;
    };
  }, [client, wanted]);
  const busy = text.trim() !== '' && found?.text !== text.trim();
  return (
    <Combobox
      store={combobox}
      withinPortal
      onOptionSubmit={(id) => {
        combobox.closeDropdown();
        setText('');
        onChosen(id as CustomerId);
      }}
    >
      <Combobox.Target>
        <TextInput
          size="sm"
          aria-label={t('find')}
          placeholder={t('findPlaceholder')}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          rightSection={busy ? <Loader size={14} /> : null}
          autoComplete="off"
          spellCheck={false}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={found === null}>
        <Combobox.Options aria-label={t('find')}>
          {found?.customers?.map((customer) => (
            <Combobox.Option key={customer.id} value={customer.id}>
              <strong>{customer.name}</strong> <span className={classes.number}>{customer.phone}</span>
              <div className={classes.hint}>
                {customer.id} · {t(`state_${customer.state}`)} · {t(`kyc_${customer.kyc}`)}
              </div>
            </Combobox.Option>
          ))}
          {found !== null && (found.customers?.length ?? 0) === 0 && (
            <Combobox.Empty>{found.customers === null ? t('findFault') : t('findNone')}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

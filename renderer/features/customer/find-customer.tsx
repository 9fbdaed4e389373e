import { Combobox, Loader, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { safe } from '@orpc/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectHost } from '#renderer/app/desk-slice.ts';
import { useAppSelector, useClient } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/customer/customer.module.css';
import { NoWallet } from '#renderer/features/customer/no-wallet.tsx';
import type { CustomerSummary } from '#shared/wallet/account.ts';

type Found = { readonly text: string; readonly customers: readonly CustomerSummary[] | null };

interface Props {
  readonly initial?: string;
  /** What is found stands inside the dialog then, and not behind it. */
  readonly inDialog?: boolean;
  readonly onChosen: (customer: CustomerSummary) => void;
}

/** A field that finds customers by name, number, phone, card or ID; what choosing one does is told by who asks. */
export function FindCustomer({ initial = '', inDialog = false, onChosen }: Props) {
  const { t } = useTranslation('customer');
  const client = useClient();
  const connected = useAppSelector(selectHost)?.wallet ?? true;
  const combobox = useCombobox({ defaultOpened: initial !== '', onDropdownClose: () => combobox.resetSelectedOption() });
  const [text, setText] = useState(initial);
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
  // A field that can find nobody would only raise hopes; before the host said how it stands, it is taken to have one.
  if (!connected) return <NoWallet />;
  const busy = text.trim() !== '' && found?.text !== text.trim();
  return (
    <Combobox
      store={combobox}
      withinPortal={!inDialog}
      {...(inDialog && { floatingStrategy: 'fixed' as const, hideDetached: false })}
      onOptionSubmit={(id) => {
        const chosen = found?.customers?.find((customer) => customer.id === id);
        combobox.closeDropdown();
        setText('');
        if (chosen) onChosen(chosen);
      }}
    >
      <Combobox.Target>
        <TextInput
          size="sm"
          data-autofocus={inDialog || undefined}
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
        {found !== null && (found.customers?.length ?? 0) === 0 ? (
          <div role="status">
            <Combobox.Empty>{found.customers === null ? t('findFault') : t('findNone')}</Combobox.Empty>
          </div>
        ) : (
          <Combobox.Options aria-label={t('find')}>
            {found?.customers?.map((customer) => (
              <Combobox.Option key={customer.id} value={customer.id}>
                <strong>{customer.name}</strong> <span className={classes.number}>{customer.phone}</span>
                <div className={classes.hint}>
                  {customer.id} · {t(`state_${customer.state}`)} · {t(`kyc_${customer.kyc}`)}
                </div>
              </Combobox.Option>
            ))}
          </Combobox.Options>
        )}
      </Combobox.Dropdown>
    </Combobox>
  );
}

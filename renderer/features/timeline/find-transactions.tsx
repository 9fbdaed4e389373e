import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundTransactions, PanelStanding as Standing } from '#renderer/features/customer/customer-slice.ts';
import { searchBegun } from '#renderer/features/customer/customer-slice.ts';
import { type LoadParts, loadFound, searchTransactions, type Whose } from '#renderer/features/customer/load-customer.ts';
import classes from '#renderer/features/timeline/axis-bar.module.css';
import { type FindFault, type FindFields, filterOf, noFields } from '#renderer/features/timeline/find-fields.ts';
import { statusChoice } from '#renderer/i18n/status-word.ts';
import { focusHere } from '#renderer/ui/focus-here.ts';
import { PanelStanding } from '#renderer/ui/panel-standing.tsx';
import { useFocusBack } from '#renderer/ui/use-focus-back.ts';
import { transactionKind, transactionStatus } from '#shared/wallet/transaction.ts';

interface Props {
  readonly parts: LoadParts;
  readonly whose: Whose;
  /** In which amounts are typed. */
  readonly currency: string;
  readonly found: FoundTransactions | null;
  readonly standing: Standing | undefined;
  readonly onClose: () => void;
}

/** How many were found, or why none are shown. */
function Outcome({ parts, whose, found, standing }: Pick<Props, 'parts' | 'whose' | 'found' | 'standing'>) {
  const { t } = useTranslation('panels');
  const words = () => {
    if (found === null) return t('foundAsk');
    if (found.transactions === null) return standing?.fault ? '' : t('finding');
    if (found.transactions.length === 0) return t('foundNone');
    return t(found.next === null ? 'found' : 'foundMore', { count: found.transactions.length });
  };
  return (
    <div className={classes.outcome}>
      <span role="status">{words()}</span>
      {found && standing?.fault && <PanelStanding at={null} fault={standing.fault} onRetry={() => void loadFound(parts, whose, found.filter, found.next)} />}
    </div>
  );
}

/** Fields that the wallet is asked by, as one types: amount, reference, counterparty, day, kind, state. */
export function FindTransactions({ parts, whose, currency, found, standing, onClose }: Props) {
  const { t } = useTranslation(['panels', 'timeline']);
  const [fields, setFields] = useState<FindFields>(noFields);
  const [settled] = useDebouncedValue(fields, 250);
  const { customer, caseId } = whose;
  useFocusBack();
  const { faults } = filterOf(fields, currency);
  useEffect(() => {
    const { filter } = filterOf(settled, currency);
    if (filter) void searchTransactions(parts, { customer, caseId }, filter);
    else parts.dispatch(searchBegun({ customer, filter: null }));
  }, [settled, currency, parts, customer, caseId]);
  const field = (name: keyof FindFields) => ({
    size: 'xs',
    value: fields[name],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      const { value } = event.currentTarget;
      setFields((before) => ({ ...before, [name]: value }));
    },
  });
  const wrong = (...names: readonly FindFault[]) => names.some((name) => faults.includes(name));
  return (
    <form
      className={classes.find}
      aria-label={t('findTransactions')}
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <TextInput
        ref={focusHere}
        className={classes.wide ?? ''}
        label={t('findText')}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        {...field('text')}
      />
      <TextInput label={t('findFrom')} inputMode="decimal" autoComplete="off" error={wrong('from') && t('findAmountFault')} {...field('from')} />
      <TextInput
        label={t('findTo')}
        inputMode="decimal"
        autoComplete="off"
        error={wrong('to') ? t('findAmountFault') : wrong('amounts') && t('findRangeFault')}
        {...field('to')}
      />
      <TextInput label={t('findSince')} type="date" {...field('since')} />
      <TextInput label={t('findUntil')} type="date" error={wrong('days') && t('findRangeFault')} {...field('until')} />
      <NativeSelect label={t('findKind')} {...field('kind')}>
        <option value="">{t('findAny')}</option>
        {transactionKind.options.map((kind) => (
          <option key={kind} value={kind}>
            {t(`timeline:kind_${kind}`)}
          </option>
        ))}
      </NativeSelect>
      <NativeSelect label={t('findStatus')} {...field('status')}>
        <option value="">{t('findAny')}</option>
        {transactionStatus.options.map((status) => (
          <option key={status} value={status}>
            {t(`timeline:status_${statusChoice(fields.kind, status)}`)}
          </option>
        ))}
      </NativeSelect>
      <Outcome parts={parts} whose={whose} found={found} standing={standing} />
    </form>
  );
}

import { Button, Loader, Text } from '@mantine/core';
import { safe } from '@orpc/client';
import { IconEraser, IconUserQuestion } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectHost } from '#renderer/app/desk-slice.ts';
import { useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import { AlsoWrote } from '#renderer/features/customer/also-wrote.tsx';
import classes from '#renderer/features/customer/customer.module.css';
import { CustomerCommands, noWays } from '#renderer/features/customer/customer-commands.tsx';
import { EraseForm } from '#renderer/features/customer/erase-form.tsx';
import { FindCustomer } from '#renderer/features/customer/find-customer.tsx';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { type CaseState, isOfCustomer } from '#shared/case/state.ts';
import { may } from '#shared/desk/powers.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import type { CustomerSummary } from '#shared/wallet/account.ts';
import type { SensitiveKind } from '#shared/wallet/tokens.ts';

interface Suggestion {
  readonly customer: CustomerSummary;
  readonly reason: SensitiveKind | 'amount' | 'contact';
  /** Where else this customer wrote, as far as that is this person's to read. */
  readonly wrote: readonly InboxRow[];
}

/** Whom the case's words point to; asked again with each message of the customer. Null while nothing was answered. */
function useSuggestions(state: CaseState): readonly Suggestion[] | null {
  const client = useClient();
  const [suggestions, setSuggestions] = useState<readonly Suggestion[] | null>(null);
  const newest = state.entries.findLast(isOfCustomer)?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message of the customer may point to somebody.
  useEffect(() => {
    let wanted = true;
    void safe(client.customers.suggest({ caseId: state.id })).then(([error, found]) => {
      if (wanted) setSuggestions((before) => (error ? (before ?? []) : found));
    });
    return () => {
      wanted = false;
    };
  }, [client, state.id, newest]);
  return suggestions;
}

/** A customer nobody has confirmed yet: who it may be, and a way to find them. */
export function StrangerCard({ state }: { readonly state: CaseState }) {
  const { t } = useTranslation('customer');
  const act = useAct();
  const suggestions = useSuggestions(state);
  const connected = useAppSelector(selectHost)?.wallet ?? true;
  const [busy, setBusy] = useState(false);
  const [erasing, setErasing] = useState(false);
  const role = useAppSelector(selectMe)?.person.role;
  const erase = role !== undefined && may(role, 'erase') ? () => setErasing(true) : null;
  const confirm = async (customer: CustomerId) => {
    setBusy(true);
    await act(state.id, { type: 'identify', customer });
    setBusy(false);
  };
  return (
    <div className={classes.card}>
      <CustomerCommands {...noWays} erase={erase} />
      <div className={classes.head}>
        <IconUserQuestion size={26} stroke={1.5} aria-hidden />
        <div>
          <h3 className={classes.name}>{t('stranger')}</h3>
          {state.contactName && (
            <Text size="sm">
              <bdi>{state.contactName}</bdi>
            </Text>
          )}
        </div>
      </div>
      <p className={classes.hint}>{t('strangerHint')}</p>
      <div role="group" aria-live="polite" aria-label={t('suggestions')}>
        {suggestions === null && (
          <span className={classes.hint}>
            <Loader size={12} /> {t('suggesting')}
          </span>
        )}
        {suggestions?.length === 0 && connected && <p className={classes.hint}>{t('noSuggestions')}</p>}
        {suggestions?.map(({ customer, reason, wrote }) => (
          <div key={customer.id} className={classes.suggestion}>
            <div className={classes.suggestionWords}>
              <strong>{t('mayBe', { name: customer.name })}</strong> <span className={classes.number}>{customer.phone}</span>
              <div className={classes.hint}>{t(`reason_${reason}`)}</div>
              <AlsoWrote rows={wrote} />
            </div>
            <Button size="compact-sm" variant="light" disabled={busy} onClick={() => void confirm(customer.id)}>
              {t('confirm', { name: customer.name })}
            </Button>
          </div>
        ))}
      </div>
      {erase && (
        <Button size="compact-sm" variant="subtle" color="red" leftSection={<IconEraser size={15} aria-hidden />} onClick={erase}>
          {t('erase')}
        </Button>
      )}
      {erasing && <EraseForm caseId={state.id} onClose={() => setErasing(false)} />}
      <FindCustomer onChosen={({ id }) => void confirm(id)} />
    </div>
  );
}

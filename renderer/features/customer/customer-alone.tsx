import { Button } from '@mantine/core';
import { safe } from '@orpc/client';
import { IconPhone, IconUser } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { BreakGlass } from '#renderer/features/access/break-glass.tsx';
import { callNoteAsked } from '#renderer/features/calls/calls-slice.ts';
import { useCaseCommands } from '#renderer/features/case-actions/use-case-commands.ts';
import classes from '#renderer/features/customer/customer-alone.module.css';
import { CustomerCommands, noWays } from '#renderer/features/customer/customer-commands.tsx';
import { earlierSeen, selectCustomer } from '#renderer/features/customer/customer-slice.ts';
import { EarlierCases } from '#renderer/features/customer/earlier-cases.tsx';
import { LookPane } from '#renderer/features/customer/look-pane.tsx';
import { useLeave } from '#renderer/features/customer/use-leave.ts';
import { may } from '#shared/desk/powers.ts';
import type { CustomerSummary } from '#shared/wallet/account.ts';

/** A customer who was found in the wallet, without a case: the ways to them, and their account once it was opened for a reason. */
export function CustomerAlone({ summary }: { readonly summary: CustomerSummary }) {
  useCaseCommands(null, null);
  const { t } = useTranslation(['customer', 'guard', 'calls', 'panels']);
  const client = useClient();
  const dispatch = useAppDispatch();
  const role = useAppSelector(selectMe)?.person.role;
  const { id: customer, name, phone, state, kyc } = summary;
  const { look, ask } = useLeave(customer);
  const known = useAppSelector((root) => selectCustomer(root, customer));
  useEffect(() => {
    void safe(client.cases.earlier({ customer })).then(([error, answer]) => {
      if (!error) dispatch(earlierSeen({ customer, ...answer }));
    });
  }, [client, dispatch, customer]);
  const note = role !== undefined && may(role, 'work') ? () => dispatch(callNoteAsked({ customer, name })) : null;
  const earlier = known?.earlier ?? [];
  return (
    <div className={classes.split} data-customer={customer}>
      {look == null && <CustomerCommands {...noWays} callNote={note} />}
      <section className={classes.middle} aria-label={t('alone')}>
        <IconUser size={44} stroke={1.3} aria-hidden />
        <h2>
          <bdi>{name}</bdi>
        </h2>
        <p>
          {phone} · {customer} · {t(`state_${state}`)} · {t(`kyc_${kyc}`)}
        </p>
        <p>{t(earlier.length > 0 ? 'aloneCases' : 'aloneHint')}</p>
        <div className={classes.ways}>
          {look === null && <BreakGlass closed={{ customer }} onOpened={ask} />}
          {note && (
            <Button size="compact-sm" variant="default" leftSection={<IconPhone size={15} aria-hidden />} onClick={note}>
              {t('calls:callNote')}
            </Button>
          )}
        </div>
        {earlier.length > 0 && (
          <section className={classes.cases} aria-label={t('panels:section_cases')}>
            <h3>{t('panels:section_cases')}</h3>
            <EarlierCases rows={earlier} older={known?.older ?? 0} />
          </section>
        )}
      </section>
      <LookPane summary={summary} look={look ?? null} onEnd={ask} />
    </div>
  );
}

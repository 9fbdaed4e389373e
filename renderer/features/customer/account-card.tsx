import { ActionIcon, Button, Menu, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { IconAlertTriangle, IconDots, IconExternalLink, IconPhone, IconRefresh, IconUserOff } from '@tabler/icons-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectDemo } from '#renderer/app/desk-slice.ts';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { callNoteAsked } from '#renderer/features/calls/calls-slice.ts';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import { AccountDetails } from '#renderer/features/customer/account-details.tsx';
import classes from '#renderer/features/customer/customer.module.css';
import type { KnownCustomer } from '#renderer/features/customer/customer-slice.ts';
import { Limits } from '#renderer/features/customer/limits.tsx';
import { loadCustomer } from '#renderer/features/customer/load-customer.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import type { CaseState } from '#shared/case/state.ts';
import { may } from '#shared/desk/powers.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import { moneyText } from '#shared/lib/money.ts';
import type { Account, AccountState } from '#shared/wallet/account.ts';

/** How much an account's state asks for attention. */
export function toneOf(state: AccountState): 'good' | 'limited' | 'bad' {
  switch (state) {
    case 'active':
      return 'good';
    case 'restricted-in':
    case 'restricted-out':
    case 'dormant':
    case 'minor-protection':
      return 'limited';
    default:
      return 'bad';
  }
}

function Summary({ account }: { readonly account: Account }) {
  const { t, i18n } = useTranslation('customer');
  const [more, setMore] = useState(false);
  const tone = toneOf(account.state);
  return (
    <>
      <div className={classes.stateLine}>
        <span className={classes.pill} data-tone={tone}>
          {t(`state_${account.state}`)}
        </span>
        <span className={classes.pill} data-tone={account.kyc === 'none' ? 'limited' : 'plain'} title={t(`kycHint_${account.kyc}`)}>
          {t(`kyc_${account.kyc}`)}
        </span>
        {account.riskFlags.map((flag) => (
          <span key={flag} className={classes.pill} data-tone="bad">
            <IconAlertTriangle size={12} aria-hidden /> {t(`risk_${flag}`)}
          </span>
        ))}
      </div>
      {tone !== 'good' && <p className={classes.stateHint}>{t(`stateHint_${account.state}`)}</p>}
      <div className={classes.money}>
        <span className={classes.label}>{t('balance')}</span>
        <span className={classes.balance}>{moneyText(account.balance, i18n.language)}</span>
        {account.pendingBalance.minor !== 0 && (
          <span className={classes.hint}>{t('pendingBalance', { amount: moneyText(account.pendingBalance, i18n.language) })}</span>
        )}
        <Button className={classes.more} size="compact-xs" variant="subtle" aria-expanded={more} onClick={() => setMore((was) => !was)}>
          {t('details')}
        </Button>
      </div>
      <Limits limits={account.limits} />
      {more && <AccountDetails account={account} />}
    </>
  );
}

interface Props {
  readonly state: CaseState;
  readonly customer: CustomerId;
  readonly known: KnownCustomer | undefined;
}

/** The account of the case's customer: how it stands in plain words, what it holds, what it may still do. */
export const AccountCard = memo(function AccountCard({ state, customer, known }: Props) {
  const { t, i18n } = useTranslation('customer');
  const client = useClient();
  const dispatch = useAppDispatch();
  const act = useAct();
  const demo = useAppSelector(selectDemo);
  const role = useAppSelector(selectMe)?.person.role;
  const works = role !== undefined && may(role, 'work');
  const account = known?.account ?? null;
  const reload = () => void loadCustomer({ client, dispatch, now: Date.now }, customer, state.id);
  const openChat = async () => {
    // A browser opens pages only in answer to a press, so before the address is known; the desktop edition opens none that is blank.
    const page = location.protocol === 'app:' ? null : window.open('about:blank', '_blank');
    if (page) page.opener = null;
    const [error, answer] = await safe(client.customers.demoChatLink({ customer }));
    if (!error && page) page.location.href = answer.url;
    else if (!error && location.protocol === 'app:') window.open(answer.url, '_blank');
    else {
      page?.close();
      notifications.show({ color: 'red', message: t('openChatFault') });
    }
  };
  return (
    <section className={classes.card} aria-label={t('account')}>
      <div className={classes.head}>
        <div className={classes.who}>
          <h3 className={classes.name}>
            <bdi>{account?.name ?? state.contactName ?? customer}</bdi>
          </h3>
          <div className={classes.hint}>
            <span className={classes.number}>{account?.phone}</span> {customer}
          </div>
        </div>
        <Menu position="bottom-end" withinPortal shadow="md">
          <Menu.Target>
            <ActionIcon variant="subtle" aria-label={t('more')}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {works && (
              <Menu.Item
                leftSection={<IconPhone size={15} aria-hidden />}
                onClick={() => dispatch(callNoteAsked({ customer, name: account?.name ?? state.contactName ?? customer }))}
              >
                {t('calls:callNote')}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconRefresh size={15} aria-hidden />} onClick={reload}>
              {t('refresh')}
            </Menu.Item>
            {demo && (
              <Menu.Item leftSection={<IconExternalLink size={15} aria-hidden />} onClick={() => void openChat()}>
                {t('openChat')}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconUserOff size={15} aria-hidden />} onClick={() => void act(state.id, { type: 'identify', customer: null })}>
              {t('unidentify')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {known?.fault && (
        <div className={classes.fault} role="alert">
          {account ? `${t('loadFault')} ${known.at === null ? '' : t('asOf', { time: momentText(known.at, i18n.language, Date.now()) })}` : t('loadFaultEmpty')}
          <Button size="compact-xs" variant="subtle" onClick={reload}>
            {t('retry')}
          </Button>
        </div>
      )}
      {account ? <Summary account={account} /> : !known?.fault && <Skeleton height={96} aria-label={t('loading')} />}
    </section>
  );
});

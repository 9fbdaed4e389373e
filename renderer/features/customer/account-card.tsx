import { ActionIcon, Button, Menu, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { IconDots, IconExternalLink, IconPhone, IconRefresh, IconUserOff } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { selectDemo } from '#renderer/app/desk-slice.ts';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { callNoteAsked } from '#renderer/features/calls/calls-slice.ts';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import { AccountSummary } from '#renderer/features/customer/account-summary.tsx';
import classes from '#renderer/features/customer/customer.module.css';
import type { KnownCustomer } from '#renderer/features/customer/customer-slice.ts';
import { loadCustomer } from '#renderer/features/customer/load-customer.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import type { CaseState } from '#shared/case/state.ts';
import { may } from '#shared/desk/powers.ts';
import type { CustomerId } from '#shared/lib/ids.ts';

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
      {account ? <AccountSummary account={account} /> : !known?.fault && <Skeleton height={96} aria-label={t('loading')} />}
    </section>
  );
});

import { ActionIcon, Menu, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { IconChevronDown, IconChevronUp, IconDots, IconEraser, IconExternalLink, IconPhone, IconRefresh, IconUserOff } from '@tabler/icons-react';
import { memo, useCallback, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectDemo } from '#renderer/app/desk-slice.ts';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { accountFoldedAs, selectAccountFolded } from '#renderer/app/workspace-slice.ts';
import { callNoteAsked } from '#renderer/features/calls/calls-slice.ts';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import { AccountSummary } from '#renderer/features/customer/account-summary.tsx';
import { AlsoWrote } from '#renderer/features/customer/also-wrote.tsx';
import classes from '#renderer/features/customer/customer.module.css';
import { CustomerCommands, type CustomerWays } from '#renderer/features/customer/customer-commands.tsx';
import type { KnownCustomer } from '#renderer/features/customer/customer-slice.ts';
import { EraseForm } from '#renderer/features/customer/erase-form.tsx';
import { loadCustomer, loadPanel } from '#renderer/features/customer/load-customer.ts';
import { Sections } from '#renderer/features/customer/sections.tsx';
import { panelsToAsk } from '#renderer/features/customer/use-customer.ts';
import { useLoadParts } from '#renderer/features/customer/use-load-parts.ts';
import { PanelStanding } from '#renderer/ui/panel-standing.tsx';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { may } from '#shared/desk/powers.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';

interface Props {
  /** The case that the account is seen from, or what stands for it where there is none. */
  readonly caseId: CaseId;
  readonly alone?: boolean;
  /** Nothing can be done on the case. */
  readonly readOnly?: boolean;
  /** As the channel, or the list it was chosen from, names them. */
  readonly contactName: string | null;
  readonly customer: CustomerId;
  readonly known: KnownCustomer | undefined;
  /** Where else they wrote, and whether that may go on in the open case. */
  readonly wrote?: readonly InboxRow[];
  readonly mayMerge?: boolean;
}

const NONE: readonly InboxRow[] = [];

/** The account of a customer: how it stands in plain words, what it holds, what it may still do. */
export const AccountCard = memo(function AccountCard({
  caseId,
  alone = false,
  readOnly = false,
  contactName,
  customer,
  known,
  wrote = NONE,
  mayMerge = false,
}: Props) {
  const { t } = useTranslation('customer');
  const client = useClient();
  const dispatch = useAppDispatch();
  const act = useAct();
  const demo = useAppSelector(selectDemo);
  const role = useAppSelector(selectMe)?.person.role;
  const works = role !== undefined && may(role, 'work');
  const account = known?.account ?? null;
  const [erasing, setErasing] = useState(false);
  const parts = useLoadParts();
  const whose = useMemo(() => ({ customer, caseId }), [customer, caseId]);
  const reload = useCallback(() => void loadPanel(parts, whose, 'account'), [parts, whose]);
  const folded = useAppSelector(selectAccountFolded);
  const rest = useId();
  const reloadAll = () => void loadCustomer(parts, whose, panelsToAsk(known, Date.now()));
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
  const ways: CustomerWays = {
    callNote: works ? () => dispatch(callNoteAsked({ customer, name: account?.name ?? contactName ?? customer })) : null,
    refresh: reloadAll,
    openChat: demo ? () => void openChat() : null,
    unidentify: works && !alone && !readOnly ? () => void act(caseId, { type: 'identify', customer: null }) : null,
    erase: !alone && role !== undefined && may(role, 'erase') ? () => setErasing(true) : null,
  };
  return (
    <section className={classes.account} aria-label={t('account')}>
      <CustomerCommands {...ways} />
      <div className={classes.head}>
        <div className={classes.who}>
          <h3 className={classes.name}>
            <bdi>{account?.name ?? contactName ?? customer}</bdi>
          </h3>
          <div className={classes.hint}>
            <span className={classes.number}>{account?.phone}</span> {customer}
          </div>
        </div>
        <ActionIcon
          variant="subtle"
          aria-label={t('fold')}
          title={t(folded ? 'unfoldHint' : 'foldHint')}
          aria-expanded={!folded}
          aria-controls={folded ? undefined : rest}
          onClick={() => dispatch(accountFoldedAs(!folded))}
        >
          {folded ? <IconChevronDown size={16} /> : <IconChevronUp size={16} />}
        </ActionIcon>
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon variant="subtle" aria-label={t('more')}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {ways.callNote && (
              <Menu.Item leftSection={<IconPhone size={15} aria-hidden />} onClick={ways.callNote}>
                {t('calls:callNote')}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconRefresh size={15} aria-hidden />} onClick={reloadAll}>
              {t('refresh')}
            </Menu.Item>
            {ways.openChat && (
              <Menu.Item leftSection={<IconExternalLink size={15} aria-hidden />} onClick={ways.openChat}>
                {t('openChat')}
              </Menu.Item>
            )}
            {ways.unidentify && (
              <Menu.Item leftSection={<IconUserOff size={15} aria-hidden />} onClick={ways.unidentify}>
                {t('unidentify')}
              </Menu.Item>
            )}
            {ways.erase && (
              <Menu.Item color="red" leftSection={<IconEraser size={15} aria-hidden />} onClick={ways.erase}>
                {t('erase')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </div>
      <div className={classes.card}>
        <AlsoWrote rows={wrote} mayMerge={mayMerge} />
        <div className={classes.standing}>{known && <PanelStanding at={known.panels.account.at} fault={known.panels.account.fault} onRetry={reload} />}</div>
        {erasing && <EraseForm caseId={caseId} onClose={() => setErasing(false)} />}
        {account ? <AccountSummary account={account} folded={folded} /> : !known?.panels.account.fault && <Skeleton height={132} aria-label={t('loading')} />}
        {known && !folded && (
          <div id={rest} className={classes.rest}>
            <Sections whose={whose} known={known} />
          </div>
        )}
      </div>
    </section>
  );
});

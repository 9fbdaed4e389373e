import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconArrowsSort, IconCheck, IconPlayerTrackNext } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { ImportMails, MailDrop } from '#renderer/features/inbox/import-mails.tsx';
import classes from '#renderer/features/inbox/inbox.module.css';
import { InboxGrid } from '#renderer/features/inbox/inbox-grid.tsx';
import {
  type InboxOrder,
  inboxOrders,
  orderChosen,
  selectCounts,
  selectOrder,
  selectView,
  selectWaiting,
  viewChosen,
} from '#renderer/features/inbox/inbox-slice.ts';
import { OlderCases } from '#renderer/features/inbox/older-cases.tsx';
import { useTakeNext } from '#renderer/features/inbox/use-take-next.ts';
import { type InboxView, inboxView } from '#shared/case/inbox-row.ts';
import { may } from '#shared/desk/powers.ts';

const views = inboxView.options;

/** The views with their counts, one of which is shown; arrow keys go from one to the next. */
function Views() {
  const { t, i18n } = useTranslation('inbox');
  const dispatch = useAppDispatch();
  const view = useAppSelector(selectView);
  const counts = useAppSelector(selectCounts);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const index = (views.indexOf(view) + step + views.length) % views.length;
    const next = views[index];
    if (next) dispatch(viewChosen(next));
    event.currentTarget.querySelectorAll('button')[index]?.focus();
  };
  return (
    <div role="radiogroup" aria-label={t('views')} className={classes.views} onKeyDown={onKeyDown}>
      {views.map((option: InboxView) => (
        <button
          key={option}
          type="button"
          role="radio"
          aria-checked={option === view}
          tabIndex={option === view ? 0 : -1}
          className={classes.view}
          data-chosen={option === view || undefined}
          onClick={() => dispatch(viewChosen(option))}
        >
          <span>{t(`view_${option}`)}</span>
          {counts !== null && <span className={classes.count}>{counts[option].toLocaleString(i18n.language)}</span>}
        </button>
      ))}
    </div>
  );
}

const orders = Object.keys(inboxOrders) as InboxOrder[];

/** An order of the list as a command, so that the palette and a key of one's own reach it. */
function OrderCommand({ order, enabled }: { readonly order: InboxOrder; readonly enabled: boolean }) {
  const { t } = useTranslation('inbox');
  const dispatch = useAppDispatch();
  const label = t('orderIs', { order: t(`order_${order}`) });
  useCommand({ id: `inbox.order.${order}`, label, group: t('group'), defaultKey: null, run: () => dispatch(orderChosen(order)), enabled });
  return null;
}

/** The order of the list. */
function Orders() {
  const { t } = useTranslation('inbox');
  const dispatch = useAppDispatch();
  const order = useAppSelector(selectOrder);
  const label = t('orderIs', { order: t(`order_${order}`) });
  return (
    <Menu position="bottom-end" shadow="md">
      {orders.map((one) => (
        <OrderCommand key={one} order={one} enabled={one !== order} />
      ))}
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={label} title={label}>
          <IconArrowsSort size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('order')}</Menu.Label>
        {orders.map((option) => (
          <Menu.Item
            key={option}
            leftSection={option === order ? <IconCheck size={14} aria-hidden /> : <span className={classes.noCheck} />}
            onClick={() => dispatch(orderChosen(option))}
          >
            {t(`order_${option}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The left pane: views, order, the next case at one press, and the list. */
export function InboxPane() {
  const { t } = useTranslation('inbox');
  const dispatch = useAppDispatch();
  const role = useAppSelector(selectMe)?.person.role;
  const waiting = useAppSelector(selectWaiting);
  const view = useAppSelector(selectView);
  const { takeNext, busy } = useTakeNext();
  const works = role !== undefined && may(role, 'work');
  const group = t('group');
  useCommand({ id: 'inbox.takeNext', label: t('takeNext'), group, defaultKey: 'alt+Enter', run: takeNext, enabled: works && !busy && waiting !== 0 });
  useViewCommands((view) => dispatch(viewChosen(view)), group);
  return (
    <MailDrop enabled={works}>
      {(importing) => (
        <>
          <div className={classes.head}>
            <h1 className={classes.title}>{t('pane')}</h1>
            {works && (
              <Button
                size="xs"
                variant="light"
                disabled={waiting === 0}
                loading={busy}
                onClick={takeNext}
                leftSection={<IconPlayerTrackNext size={14} aria-hidden />}
              >
                {t('takeNext')}
              </Button>
            )}
            {works && <ImportMails importing={importing} />}
            <Orders />
          </div>
          <Views />
          <InboxGrid />
          {view === 'resolved' && <OlderCases />}
        </>
      )}
    </MailDrop>
  );
}

/** A command for each view, so that the palette and keys reach them. */
function useViewCommands(show: (view: InboxView) => void, group: string): void {
  const { t } = useTranslation('inbox');
  const view = (name: InboxView, key: string) => ({
    id: `inbox.${name}`,
    label: t(`show_${name}`),
    group,
    defaultKey: key,
    run: () => show(name),
    enabled: true,
  });
  useCommand(view('active', 'alt+1'));
  useCommand(view('mine', 'alt+2'));
  useCommand(view('all', 'alt+3'));
  useCommand(view('snoozed', 'alt+4'));
  useCommand(view('resolved', 'alt+5'));
}

import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconCoin, IconShieldLock, IconUserCog } from '@tabler/icons-react';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import classes from '#renderer/features/account-actions/account-actions.module.css';
import { dialogClosed, dialogOpened, selectDialog } from '#renderer/features/account-actions/account-actions-slice.ts';
import { ActionCommands } from '#renderer/features/account-actions/action-commands.tsx';
import { ActionDialog } from '#renderer/features/account-actions/action-dialog.tsx';
import { type ActionGroup, actionGroups, groupNames } from '#renderer/features/account-actions/action-groups.ts';
import { ActionList } from '#renderer/features/account-actions/action-list.tsx';
import { noLimits, previewFor, previewText } from '#renderer/features/account-actions/preview-action.ts';
import { TellDialog } from '#renderer/features/account-actions/tell-dialog.tsx';
import { selectCustomer } from '#renderer/features/customer/customer-slice.ts';
import { loadCustomer } from '#renderer/features/customer/load-customer.ts';
import { useLoadParts } from '#renderer/features/customer/use-load-parts.ts';
import { VerifyDialog } from '#renderer/features/verification/verify-dialog.tsx';
import type { CaseState } from '#shared/case/state.ts';
import type { Person } from '#shared/desk/person.ts';
import { may } from '#shared/desk/powers.ts';

const icons = { account: IconUserCog, security: IconShieldLock, money: IconCoin } as const;
const NONE: readonly never[] = [];

interface GroupProps {
  readonly state: CaseState;
  readonly me: Person;
  readonly group: ActionGroup;
}

/** Weighed when the menu is open, and not with each event of a case. */
function GroupItems({ state, me, group }: GroupProps) {
  const { t, i18n } = useTranslation('accountActions');
  const { t: anyT } = useTranslation();
  const dispatch = useAppDispatch();
  const account = useAppSelector((root) => selectCustomer(root, state.customer))?.account ?? null;
  return actionGroups[group].map((action) => {
    const said = previewFor(state, me, account, noLimits, { action, amount: null }, Date.now());
    return (
      <Menu.Item key={action} disabled={said.verdict === 'refused'} onClick={() => dispatch(dialogOpened({ kind: 'act', caseId: state.id, action }))}>
        {t(`action_${action}`)}
        <span className={classes.itemHint}>{previewText(anyT, i18n.language, said)}</span>
      </Menu.Item>
    );
  });
}

/** The actions of one kind, each with what it would take now. */
function GroupMenu(props: GroupProps) {
  const { group } = props;
  const { t } = useTranslation('accountActions');
  const Icon = icons[group];
  return (
    <Menu position="bottom-start" shadow="md" width={300}>
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t('openGroup', { group: t(`group_${group}`) })}
          leftSection={<Icon size={14} aria-hidden />}
          rightSection={<IconChevronDown size={12} aria-hidden />}
        >
          {t(`group_${group}`)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <GroupItems {...props} />
      </Menu.Dropdown>
    </Menu>
  );
}

function OpenDialog({ state, me }: { readonly state: CaseState; readonly me: Person }) {
  const dispatch = useAppDispatch();
  const dialog = useAppSelector((root) => selectDialog(root, state.id));
  const transactions = useAppSelector((root) => selectCustomer(root, state.customer))?.transactions ?? NONE;
  const close = () => dispatch(dialogClosed());
  if (dialog === null) return null;
  switch (dialog.kind) {
    case 'verify':
      return <VerifyDialog state={state} onClose={close} />;
    case 'act':
      return (
        <ActionDialog
          key={dialog.action}
          state={state}
          me={me}
          action={dialog.action}
          transactions={transactions}
          onVerify={() => dispatch(dialogOpened({ kind: 'verify', caseId: state.id }))}
          onClose={close}
        />
      );
    case 'tell':
      return <TellDialog state={state} actionKey={dialog.key} onClose={close} />;
  }
}

/** Asks for the customer's page anew once something more was done on their account; what was done before is in the page as it is opened. */
function useFreshAccount({ id, customer, actions }: CaseState): void {
  const parts = useLoadParts();
  const done = actions.filter(({ state }) => state === 'completed' || state === 'begun').length;
  const seen = useRef({ id, done });
  useEffect(() => {
    const more = seen.current.id === id && done > seen.current.done;
    seen.current = { id, done };
    if (customer !== null && more) void loadCustomer(parts, { customer, caseId: id }, ['account', 'transactions', 'security']);
  }, [parts, customer, id, done]);
}

/** What can be done on the account of the case's customer, and what was asked for in this case; for who may. */
export const ActionsPanel = memo(function ActionsPanel({ state }: { readonly state: CaseState }) {
  const { t } = useTranslation('accountActions');
  const me = useAppSelector(selectMe)?.person ?? null;
  const acts = me !== null && may(me.role, 'account') && state.customer !== null && state.erasedAt === null && state.readOnlyBecause === null;
  useFreshAccount(state);
  if (!acts) return <ActionCommands state={null} me={me} />;
  return (
    <section className={classes.panel} aria-label={t('panel')}>
      <ActionCommands state={state} me={me} />
      <div className={classes.bar}>
        {groupNames.map((group) => (
          <GroupMenu key={group} state={state} me={me} group={group} />
        ))}
      </div>
      <ActionList state={state} me={me} />
      <OpenDialog state={state} me={me} />
    </section>
  );
});

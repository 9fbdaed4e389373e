import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { IconCheck, IconChevronDown, IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import { signedIn, signedOut } from '#renderer/app/session-slice.ts';
import classes from '#renderer/app/shell.module.css';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import type { AgentState } from '#shared/case/agent-state.ts';
import type { Me } from '#shared/contract/schemas.ts';

const states = ['available', 'busy', 'break'] as const;

/** Who is signed in and whether they take cases; a state is changed at one press, signing out stands below. */
export function PersonMenu({ me }: { readonly me: Me }) {
  const { t, i18n } = useTranslation('shell');
  const client = useClient();
  const dispatch = useAppDispatch();
  const setState = async (state: AgentState) => {
    const [error, next] = await safe(client.session.setState({ state }));
    if (error) notifications.show({ color: 'red', message: t('stateFault'), role: 'alert' });
    else dispatch(signedIn(next));
  };
  const signOut = async () => {
    await safe(client.session.signOut());
    dispatch(signedOut());
  };
  const group = t('groupGeneral');
  const command = (state: AgentState, key: string | null) => ({
    id: `state.${state}`,
    label: t('setState', { state: t(`state_${state}`) }),
    group,
    defaultKey: key,
    run: () => void setState(state),
    enabled: me.state !== state,
  });
  useCommand(command('available', 'alt+shift+A'));
  useCommand(command('busy', 'alt+shift+B'));
  useCommand(command('break', null));
  useCommand({ id: 'session.signOut', label: t('signOut'), group, defaultKey: null, run: () => void signOut(), enabled: true });
  const { role, name } = me.person;
  return (
    <Menu position="bottom-end" withinPortal shadow="md">
      <Menu.Target>
        <button type="button" className={classes.person}>
          <span className={classes.dot} data-state={me.state} aria-hidden />
          <span>
            <strong>{name[screenLanguage(i18n)]}</strong>
            <span className={classes.role}>
              {t(`role_${role}`)} · {t(`state_${me.state}`)}
            </span>
          </span>
          <IconChevronDown size={15} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('stateTitle')}</Menu.Label>
        {states.map((state) => (
          <Menu.Item
            key={state}
            leftSection={<span className={classes.dot} data-state={state} aria-hidden />}
            rightSection={me.state === state ? <IconCheck size={14} aria-hidden /> : null}
            onClick={() => void setState(state)}
          >
            {t(`state_${state}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} aria-hidden />} onClick={() => void signOut()}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

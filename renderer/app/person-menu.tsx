import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { IconCheck, IconChevronDown, IconKey, IconLogout } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { selectConfiguration, selectDemo } from '#renderer/app/desk-slice.ts';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { signedIn, signedOut, signingOut } from '#renderer/app/session-slice.ts';
import classes from '#renderer/app/shell.module.css';
import { selectLoad } from '#renderer/features/routing/routing-slice.ts';
import { ChangePasswordDialog } from '#renderer/features/sign-in/change-password.tsx';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import type { Me } from '#shared/contract/schemas.ts';
import { type Capacity, loadKind } from '#shared/desk/person.ts';
import { may } from '#shared/desk/powers.ts';
import { clockText, type Instant, SECOND } from '#shared/lib/time.ts';

const states = ['available', 'busy', 'break'] as const;
type Chosen = (typeof states)[number];

/** How long a state lasts by now: a clock of its own, so that the menu is not drawn anew each second. */
function Since({ at }: { readonly at: Instant }) {
  return (
    <span className={classes.since} aria-hidden>
      {clockText(useNow(SECOND) - at)}
    </span>
  );
}

/** How much one has open of each kind; apart, since it changes while the menu is closed. */
function Loads({ most }: { readonly most: Capacity }) {
  const { t } = useTranslation('routing');
  const load = useAppSelector(selectLoad);
  return (
    <div className={classes.load}>
      {loadKind.options.map((kind) => (
        <span key={kind}>{t(`load_${kind}`, { open: load[kind], most: most[kind] })}</span>
      ))}
    </div>
  );
}

/** Who is signed in and whether they take cases; a state is changed at one press, signing out stands below. */
export function PersonMenu({ me }: { readonly me: Me }) {
  const { t, i18n } = useTranslation('shell');
  const client = useClient();
  const dispatch = useAppDispatch();
  const reasons = useAppSelector(selectConfiguration)?.stateReasons ?? [];
  const language = screenLanguage(i18n);
  const setState = async (state: Chosen, reason: string | null = null) => {
    const [error, next] = await safe(client.session.setState({ state, reason }));
    if (error) notifications.show({ color: 'red', message: t('stateFault'), role: 'alert' });
    else dispatch(signedIn(next));
  };
  const signOut = async () => {
    dispatch(signingOut());
    await safe(client.session.signOut());
    dispatch(signedOut());
  };
  const demo = useAppSelector(selectDemo);
  const [changing, setChanging] = useState(false);
  const group = t('groupGeneral');
  const command = (state: Chosen, key: string | null) => ({
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
  useCommand({ id: 'session.changePassword', label: t('changePassword'), group, defaultKey: null, run: () => setChanging(true), enabled: !demo });
  const { role, name } = me.person;
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <button type="button" className={classes.person}>
          <span className={classes.dot} data-state={me.state} aria-hidden />
          <span>
            <strong>{name[language]}</strong>
            <span className={classes.role}>
              {t(`role_${role}`)} · {reasons.find(({ id }) => id === me.reason)?.name[language] ?? t(`state_${me.state}`)} <Since at={me.since} />
            </span>
          </span>
          <IconChevronDown size={15} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('stateTitle')}</Menu.Label>
        {states.flatMap((state) => [
          <Menu.Item
            key={state}
            leftSection={<span className={classes.dot} data-state={state} aria-hidden />}
            rightSection={me.state === state && me.reason === null ? <IconCheck size={14} aria-hidden /> : null}
            onClick={() => void setState(state)}
          >
            {t(`state_${state}`)}
          </Menu.Item>,
          ...reasons
            .filter((reason) => reason.state === state)
            .map((reason) => (
              <Menu.Item
                key={reason.id}
                pl={34}
                leftSection={<span className={classes.dot} data-state={state} aria-hidden />}
                rightSection={me.reason === reason.id ? <IconCheck size={14} aria-hidden /> : null}
                onClick={() => void setState(state, reason.id)}
              >
                {reason.name[language]}
              </Menu.Item>
            )),
        ])}
        {may(role, 'work') && (
          <>
            <Menu.Divider />
            <Menu.Label>{t('loadTitle')}</Menu.Label>
            <Loads most={me.person.capacity} />
          </>
        )}
        <Menu.Divider />
        {!demo && (
          <Menu.Item leftSection={<IconKey size={15} aria-hidden />} onClick={() => setChanging(true)}>
            {t('changePassword')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLogout size={15} aria-hidden />} onClick={() => void signOut()}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
      {changing && <ChangePasswordDialog onClose={() => setChanging(false)} />}
    </Menu>
  );
}

import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectLogin } from '#renderer/app/session-slice.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { doorFaultText } from '#renderer/features/sign-in/door-fault.ts';
import { isGood, NewPassword } from '#renderer/features/sign-in/new-password.tsx';
import { PasswordField } from '#renderer/features/sign-in/password-field.tsx';
import classes from '#renderer/features/sign-in/sign-in.module.css';
import { useEntering } from '#renderer/features/sign-in/use-entering.ts';

interface Props {
  /** Known already where somebody has just signed in; else it is asked for. */
  readonly login?: string;
  readonly current?: string;
  readonly onDone?: () => void;
}

/** Takes another password for the one that is proved with it. */
export function ChangePassword({ login: known, current: proved, onDone }: Props) {
  const { t, i18n } = useTranslation('signIn');
  const client = useClient();
  const before = useAppSelector(selectLogin);
  const [login, setLogin] = useState(known ?? before);
  const [current, setCurrent] = useState(proved ?? '');
  const [chosen, setChosen] = useState({ password: '', repeated: '' });
  const [tried, setTried] = useState(false);
  const { busy, fault, enter } = useEntering();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isGood(chosen, login)) return;
    const done = await enter(login, () => client.session.changePassword({ login, current, next: chosen.password }));
    if (!done) return;
    notifications.show({ message: t('changed'), role: 'status' });
    onDone?.();
  };
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        {fault && (
          <Alert color="red" role="alert">
            {doorFaultText(t, i18n.language, fault)}
          </Alert>
        )}
        {known === undefined && (
          <TextInput
            label={t('login')}
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
            autoComplete="username"
            required
            withAsterisk={false}
          />
        )}
        {proved === undefined && <PasswordField label={t('current')} value={current} onChange={setCurrent} kind="current-password" />}
        <NewPassword chosen={chosen} onChange={setChosen} login={login} tried={tried} />
        <Button type="submit" loading={busy}>
          {t('changeSubmit')}
        </Button>
      </Stack>
    </form>
  );
}

/** The same for somebody at work. */
export function ChangePasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('signIn');
  return (
    <FormDialog title={t('changeTitle')} onClose={onClose}>
      <ChangePassword onDone={onClose} />
    </FormDialog>
  );
}

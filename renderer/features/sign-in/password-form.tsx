import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectLogin } from '#renderer/app/session-slice.ts';
import { ChangePassword } from '#renderer/features/sign-in/change-password.tsx';
import { doorFaultText } from '#renderer/features/sign-in/door-fault.ts';
import { PasswordField } from '#renderer/features/sign-in/password-field.tsx';
import classes from '#renderer/features/sign-in/sign-in.module.css';
import { useEntering } from '#renderer/features/sign-in/use-entering.ts';

/** Login and password; a one-time password leads on to choosing one's own. */
export function PasswordForm() {
  const { t, i18n } = useTranslation('signIn');
  const client = useClient();
  const before = useAppSelector(selectLogin);
  const [login, setLogin] = useState(before);
  const [password, setPassword] = useState('');
  const { busy, fault, enter } = useEntering();
  if (fault?.kind === 'sign-in' && fault.fault.code === 'must-change') {
    return (
      <>
        <h2 className={classes.subtitle}>{t('changeTitle')}</h2>
        <p className={classes.lead}>{t('changeLead')}</p>
        <ChangePassword login={login} current={password} />
      </>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void enter(login, () => client.session.signInWithPassword({ login, password }));
  };
  return (
    <>
      <p className={classes.lead}>{t('passwordLead')}</p>
      <form className={classes.form} onSubmit={submit}>
        <Stack gap="sm">
          {fault && (
            <Alert color="red" role="alert">
              {doorFaultText(t, i18n.language, fault)}
            </Alert>
          )}
          <TextInput
            label={t('login')}
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus={before === ''}
            required
            withAsterisk={false}
          />
          <PasswordField label={t('password')} value={password} onChange={setPassword} kind="current-password" focused={before !== ''} />
          <Button type="submit" loading={busy}>
            {t('submit')}
          </Button>
        </Stack>
      </form>
    </>
  );
}

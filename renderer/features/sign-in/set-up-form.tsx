import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import { doorFaultText } from '#renderer/features/sign-in/door-fault.ts';
import { isGood, NewPassword } from '#renderer/features/sign-in/new-password.tsx';
import classes from '#renderer/features/sign-in/sign-in.module.css';
import { useEntering } from '#renderer/features/sign-in/use-entering.ts';
import { login as loginSchema } from '#shared/desk/password-rules.ts';

/** The first start of a desk: makes its administrator. `onClosed` is called where somebody else was faster. */
export function SetUpForm({ onClosed }: { readonly onClosed: () => void }) {
  const { t, i18n } = useTranslation('signIn');
  const client = useClient();
  const [zh, setZh] = useState('');
  const [en, setEn] = useState('');
  const [login, setLogin] = useState('');
  const [chosen, setChosen] = useState({ password: '', repeated: '' });
  const [tried, setTried] = useState(false);
  const { busy, fault, enter } = useEntering();
  const name = { 'zh-CN': zh.trim() || en.trim(), en: en.trim() || zh.trim() };
  const loginFits = loginSchema.safeParse(login).success;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.en === '' || !loginFits || !isGood(chosen, login)) return;
    void enter(login, () => client.session.setUp({ name, login, password: chosen.password }));
  };
  const nameFault = tried && name.en === '' ? t('nameMissing') : null;
  const fields = [
    <TextInput key="zh" label={t('nameZh')} value={zh} maxLength={200} onChange={(event) => setZh(event.currentTarget.value)} error={nameFault} />,
    <TextInput key="en" label={t('nameEn')} value={en} maxLength={200} onChange={(event) => setEn(event.currentTarget.value)} error={nameFault} />,
  ];
  return (
    <>
      <h2 className={classes.subtitle}>{t('setUpTitle')}</h2>
      <p className={classes.lead}>{t('setUpLead')}</p>
      <form className={classes.form} onSubmit={submit} noValidate>
        <Stack gap="sm">
          {fault && (
            <Alert color="red" role="alert">
              {doorFaultText(t, i18n.language, fault)}
              {fault.kind === 'closed' && (
                <Button mt="xs" size="compact-sm" variant="default" onClick={onClosed}>
                  {t('submit')}
                </Button>
              )}
            </Alert>
          )}
          <div className={classes.pair}>{i18n.language === 'zh-CN' ? fields : fields.toReversed()}</div>
          <p className={classes.hint}>{t('nameHint')}</p>
          <TextInput
            label={t('login')}
            description={t('loginHint')}
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
            error={tried && !loginFits ? t('fault_badLogin') : null}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
          />
          <NewPassword chosen={chosen} onChange={setChosen} login={login} tried={tried} />
          <Button type="submit" loading={busy}>
            {t('setUpSubmit')}
          </Button>
        </Stack>
      </form>
    </>
  );
}

import { Alert, Button, Loader, SegmentedControl } from '@mantine/core';
import { safe } from '@orpc/client';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { languageChosen, selectEnded } from '#renderer/app/session-slice.ts';
import { ChoosePerson } from '#renderer/features/sign-in/choose-person.tsx';
import { PasswordForm } from '#renderer/features/sign-in/password-form.tsx';
import { SetUpForm } from '#renderer/features/sign-in/set-up-form.tsx';
import classes from '#renderer/features/sign-in/sign-in.module.css';
import { languageNames, screenLanguage } from '#renderer/i18n/i18n.ts';
import { type Language, language } from '#shared/lib/localized.ts';

type Entrance = 'people' | 'password' | 'set-up';

/** Before the work: who somebody is, by the way in that the desk has. */
export function SignIn() {
  const { t, i18n } = useTranslation('signIn');
  const client = useClient();
  const dispatch = useAppDispatch();
  const ended = useAppSelector(selectEnded);
  const [entrance, setEntrance] = useState<Entrance | null>(null);
  const [fault, setFault] = useState(false);
  const ask = useCallback(async () => {
    setFault(false);
    const [error, found] = await safe(client.session.entrance());
    setFault(error !== null);
    if (!error) setEntrance(found);
  }, [client]);
  useEffect(() => void ask(), [ask]);
  return (
    <main className={classes.screen}>
      <div className={classes.box} data-wide={entrance === 'people' || undefined}>
        <h1 className={classes.title}>{t('title')}</h1>
        {ended && (
          <Alert color="orange" role="alert" className={classes.told}>
            {t(`ended_${ended}`)}
          </Alert>
        )}
        {fault && (
          <Alert color="red" role="alert" className={classes.told}>
            {t('entranceFault')}
            <Button ml="sm" size="compact-sm" variant="default" onClick={() => void ask()}>
              {t('again')}
            </Button>
          </Alert>
        )}
        {entrance === null && !fault && <Loader size="sm" role="status" aria-label={t('loading')} />}
        {entrance === 'people' && <ChoosePerson />}
        {entrance === 'password' && <PasswordForm />}
        {entrance === 'set-up' && <SetUpForm onClosed={() => void ask()} />}
        <SegmentedControl
          size="xs"
          aria-label={t('language')}
          value={screenLanguage(i18n)}
          onChange={(value) => dispatch(languageChosen(value as Language))}
          data={language.options.map((value) => ({ value, label: languageNames[value] }))}
        />
      </div>
    </main>
  );
}

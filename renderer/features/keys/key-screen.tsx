import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import { languageChosen } from '#renderer/app/session-slice.ts';
import classes from '#renderer/features/keys/keys.module.css';
import { AgainWay, AsideWay, KeyFileWay, PassphraseWay, RecoveryWay } from '#renderer/features/keys/unlock-forms.tsx';
import { useUnlock } from '#renderer/features/keys/use-unlock.ts';
import { languageNames, screenLanguage } from '#renderer/i18n/i18n.ts';
import type { KeyLock } from '#shared/contract/key-schemas.ts';
import { type Language, language } from '#shared/lib/localized.ts';

/** Before everything else: the desk's data is there and its key is not. What happened, what can be done, and where. */
export function KeyScreen({ lock }: { readonly lock: KeyLock }) {
  const { t, i18n } = useTranslation('lock');
  const dispatch = useAppDispatch();
  const unlocking = useUnlock();
  const { ways } = lock;
  return (
    <main className={classes.screen}>
      <div className={classes.box}>
        <h1>{t(`title_${lock.code}`)}</h1>
        <p>{t(`what_${lock.code}`)}</p>
        <p className={classes.safe}>{t('safe')}</p>
        {ways.includes('passphrase') && <PassphraseWay lock={lock} {...unlocking} />}
        {ways.includes('again') && <AgainWay lock={lock} {...unlocking} />}
        {ways.includes('recovery') ? <RecoveryWay lock={lock} {...unlocking} /> : <p>{t('noRecovery')}</p>}
        {ways.includes('key-file') && <KeyFileWay lock={lock} {...unlocking} />}
        {ways.includes('aside') && <AsideWay lock={lock} {...unlocking} />}
        <p className={classes.place}>
          {lock.code} · <bdi>{lock.detail}</bdi>
        </p>
        <SegmentedControl
          size="xs"
          aria-label={t('signIn:language')}
          value={screenLanguage(i18n)}
          onChange={(value) => dispatch(languageChosen(value as Language))}
          data={language.options.map((value) => ({ value, label: languageNames[value] }))}
        />
      </div>
    </main>
  );
}

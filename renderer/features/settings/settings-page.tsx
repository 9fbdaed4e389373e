import { Button, Radio, Stack, Switch } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { selectHost } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { selectMe, selectPreferences } from '#renderer/app/session-slice.ts';
import { useSavePreferences } from '#renderer/app/use-save-preferences.ts';
import { AuditPanel } from '#renderer/features/settings/audit-panel.tsx';
import { CachePanel } from '#renderer/features/settings/cache-panel.tsx';
import { EnginePanel } from '#renderer/features/settings/engine-panel.tsx';
import { KeyTable } from '#renderer/features/settings/key-table.tsx';
import { MailSettings } from '#renderer/features/settings/mail-settings.tsx';
import { RecoveryKey } from '#renderer/features/settings/recovery-key.tsx';
import classes from '#renderer/features/settings/settings.module.css';
import { SettingsNav } from '#renderer/features/settings/settings-nav.tsx';
import { StepUpPanel } from '#renderer/features/settings/step-up-panel.tsx';
import { StoragePanel } from '#renderer/features/settings/storage-panel.tsx';
import { languageNames, screenLanguage } from '#renderer/i18n/i18n.ts';
import { chime } from '#renderer/ui/chime.ts';
import { preferences as preferencesSchema } from '#shared/contract/schemas.ts';
import { may } from '#shared/desk/powers.ts';
import { type Language, language } from '#shared/lib/localized.ts';

/** Asks the system for leave to notify when the person switches notifications on. */
async function askLeave(): Promise<void> {
  if ('Notification' in window && Notification.permission === 'default') await Notification.requestPermission();
}

/** A person's own choices; each is kept as soon as it is made. */
export function SettingsPage() {
  const { t, i18n } = useTranslation('settings');
  const preferences = useAppSelector(selectPreferences);
  const host = useAppSelector(selectHost);
  const role = useAppSelector(selectMe)?.person.role;
  const save = useSavePreferences();
  const page = useRef<HTMLElement>(null);
  const denied = preferences.notifications && 'Notification' in window && Notification.permission === 'denied';
  return (
    <main ref={page} className={classes.page}>
      <SettingsNav page={page} />
      <div className={classes.column}>
        <h1 className={classes.title}>{t('title')}</h1>
        <section className={classes.section} aria-labelledby="settings-look">
          <h2 id="settings-look">{t('look')}</h2>
          <Radio.Group label={t('language')} value={screenLanguage(i18n)} onChange={(value) => save({ language: value as Language })}>
            <div className={classes.choices}>
              {language.options.map((value) => (
                <Radio key={value} value={value} label={languageNames[value]} />
              ))}
            </div>
          </Radio.Group>
          <Radio.Group
            label={t('theme')}
            value={preferences.theme}
            onChange={(value) => {
              const theme = preferencesSchema.shape.theme.safeParse(value);
              if (theme.success) save({ theme: theme.data });
            }}
          >
            <div className={classes.choices}>
              {preferencesSchema.shape.theme.options.map((value) => (
                <Radio key={value} value={value} label={t(`theme_${value}`)} />
              ))}
            </div>
          </Radio.Group>
        </section>
        <section className={classes.section} aria-labelledby="settings-arrivals">
          <h2 id="settings-arrivals">{t('arrivals')}</h2>
          <Stack gap="sm">
            <div className={classes.choices}>
              <Switch label={t('sounds')} checked={preferences.sounds} onChange={(event) => save({ sounds: event.currentTarget.checked })} />
              <Button size="compact-sm" variant="default" onClick={chime}>
                {t('soundTry')}
              </Button>
            </div>
            <Switch
              label={t('notifications')}
              description={denied ? t('notificationsDenied') : t('notificationsHint')}
              checked={preferences.notifications}
              onChange={(event) => {
                const on = event.currentTarget.checked;
                if (on) void askLeave();
                save({ notifications: on });
              }}
            />
          </Stack>
        </section>
        <section className={classes.section} aria-labelledby="settings-writing">
          <h2 id="settings-writing">{t('writing')}</h2>
          <Switch
            label={t('sendOnEnter')}
            description={t('sendOnEnterHint')}
            checked={preferences.sendOnEnter}
            onChange={(event) => save({ sendOnEnter: event.currentTarget.checked })}
          />
        </section>
        {role !== undefined && may(role, 'channels') && <MailSettings />}
        <section className={classes.section} aria-labelledby="settings-keys">
          <h2 id="settings-keys">{t('keys')}</h2>
          <KeyTable keys={preferences.keys} onChange={(change) => save(({ keys }) => ({ keys: change(keys) }))} />
        </section>
        <StepUpPanel />
        <RecoveryKey />
        <EnginePanel />
        <StoragePanel />
        {role !== undefined && may(role, 'configure') && <CachePanel />}
        {role !== undefined && may(role, 'watch') && <AuditPanel />}
        {host !== null && (
          <section className={classes.section} aria-labelledby="settings-about">
            <h2 id="settings-about">{t('about')}</h2>
            <p className={classes.about}>
              {t('shell:title')} {host.version} · {t(`edition_${host.edition}`)}
              {host.keySource !== null && ` · ${t(`status:key_${host.keySource}`)}`}
            </p>
            {host.keySource !== null && <p className={classes.about}>{t(`status:keyHint_${host.keySource}`)}</p>}
            {host.demo && <p className={classes.about}>{t('credit')}</p>}
          </section>
        )}
      </div>
    </main>
  );
}

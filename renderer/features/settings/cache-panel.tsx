import { Alert, Button } from '@mantine/core';
import { safe } from '@orpc/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectConfiguration, selectSync } from '#renderer/app/desk-slice.ts';
import { useAppSelector, useClient } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/settings/settings.module.css';
import { momentText } from '#renderer/i18n/date-text.ts';
import { callFault } from '#renderer/transport/call-fault.ts';
import { retentionDays } from '#shared/desk/retention.ts';

/** What this machine keeps of the desk's log, and a way to fill it again. */
export function CachePanel() {
  const { t, i18n } = useTranslation('settings');
  const client = useClient();
  const sync = useAppSelector(selectSync);
  const configuration = useAppSelector(selectConfiguration);
  const [asking, setAsking] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const filling = sync.state === 'catching-up';
  const rebuild = async () => {
    setAsking(false);
    const [error] = await safe(client.cache.rebuild());
    setFault(error === null ? null : callFault(error).code === 'unavailable' ? t('cacheOffline') : t('cacheFault'));
  };
  return (
    <section className={classes.section} aria-labelledby="settings-cache">
      <h2 id="settings-cache">{t('cache')}</h2>
      {configuration !== null && <p className={classes.about}>{t('cacheKeeps', { count: retentionDays(configuration.retention) })}</p>}
      <p className={classes.about}>{t('cacheHint')}</p>
      {fault !== null && (
        <Alert color="red" role="alert">
          {fault}
        </Alert>
      )}
      {asking ? (
        <div className={classes.choices} role="group" aria-label={t('cacheSure')}>
          <span>{t('cacheSure')}</span>
          <Button size="compact-sm" onClick={() => void rebuild()} data-autofocus>
            {t('cacheYes')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setAsking(false)}>
            {t('cacheNo')}
          </Button>
        </div>
      ) : (
        <div className={classes.choices}>
          <Button size="compact-sm" variant="default" loading={filling} onClick={() => setAsking(true)}>
            {t('cacheRebuild')}
          </Button>
        </div>
      )}
      <p className={classes.about} role="status">
        {filling && (sync.upTo === null ? t('cacheEmpty') : t('cacheUpTo', { time: momentText(sync.upTo, i18n.language, Date.now()) }))}
      </p>
    </section>
  );
}

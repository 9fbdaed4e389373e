import { safe } from '@orpc/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector, useClient } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/inbox/inbox.module.css';
import { selectCounts } from '#renderer/features/inbox/inbox-slice.ts';
import { retentionDays } from '#shared/desk/retention.ts';

/** Under the closed cases: how many more there are that this machine does not keep, and how one comes to them. */
export function OlderCases() {
  const { t } = useTranslation('inbox');
  const client = useClient();
  const configuration = useAppSelector(selectConfiguration);
  const closed = useAppSelector(selectCounts)?.resolved;
  const [older, setOlder] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what leaves the list is counted here.
  useEffect(() => {
    let wanted = true;
    void safe(client.inbox.older()).then(([error, told]) => {
      if (wanted && !error) setOlder(told.cases);
    });
    return () => {
      wanted = false;
    };
  }, [client, closed]);
  if (older === 0 || configuration === null) return null;
  return (
    <p className={classes.older} role="note">
      {t('olderHint', { days: retentionDays(configuration.retention), count: older })}
    </p>
  );
}

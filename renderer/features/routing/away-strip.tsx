import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import { signedIn } from '#renderer/app/session-slice.ts';
import classes from '#renderer/features/routing/routing.module.css';
import type { Me } from '#shared/contract/schemas.ts';

/** Told to whoever did not answer a ring: nothing rings any more until they are back, and how to be back. */
export function AwayStrip({ me }: { readonly me: Me }) {
  const { t } = useTranslation('routing');
  const client = useClient();
  const dispatch = useAppDispatch();
  if (me.state !== 'away') return null;
  const back = async () => {
    const [error, next] = await safe(client.session.setState({ state: 'available', reason: null }));
    if (error) notifications.show({ color: 'red', message: t('backFault'), role: 'alert' });
    else dispatch(signedIn(next));
  };
  return (
    <div className={classes.away} role="status">
      {t('away')}
      <Button size="compact-xs" variant="white" onClick={() => void back()}>
        {t('back')}
      </Button>
    </div>
  );
}

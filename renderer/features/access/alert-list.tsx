import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import classes from '#renderer/features/access/access.module.css';
import { selectAlerts } from '#renderer/features/access/access-slice.ts';
import { useAlertText } from '#renderer/features/access/use-alert-text.ts';
import { momentText, timeText } from '#renderer/i18n/date-text.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import type { SupervisorAlert } from '#shared/contract/guard-schemas.ts';
import { may } from '#shared/desk/powers.ts';

/** Who opened a customer without a case, and who came to the limit of full values: newest first. */
export function AlertList() {
  const { t, i18n } = useTranslation('guard');
  const client = useClient();
  const dispatch = useAppDispatch();
  const names = useNames();
  const text = useAlertText();
  const me = useAppSelector(selectMe)?.person;
  const alerts = useAppSelector(selectAlerts);
  const now = useNow(1000);
  const lift = async ({ person }: SupervisorAlert) => {
    const [error] = await safe(client.access.liftReveals({ person }));
    if (error) notifications.show({ color: 'red', message: t('alertLiftFault'), role: 'alert' });
    else notifications.show({ message: t('alertLifted', { name: names.person(person) }), role: 'status' });
  };
  if (alerts.length === 0) return <p className={classes.none}>{t('alertsNone')}</p>;
  return (
    <ul className={classes.alerts} aria-label={t('alerts')}>
      {alerts.map((alert) => (
        <li key={alert.id} data-over={alert.until <= now || undefined}>
          <IconAlertTriangle size={16} aria-hidden />
          <span className={classes.alertText}>
            {text(alert)}{' '}
            <span className={classes.alertTime}>
              {momentText(alert.at, i18n.language, now)} · {t(alert.until <= now ? 'alertEnded' : 'alertUntil', { time: timeText(alert.until, i18n.language) })}
            </span>
          </span>
          {alert.caseId !== null && (
            <Button size="compact-xs" variant="subtle" onClick={() => alert.caseId !== null && dispatch(caseShown({ caseId: alert.caseId }))}>
              {t('alertShow')}
            </Button>
          )}
          {alert.customer !== null && <span className={classes.alertTime}>{alert.customer}</span>}
          {alert.kind === 'reveals' && me !== undefined && may(me.role, 'direct') && alert.until > now && alert.person !== me.id && (
            <Button size="compact-xs" variant="light" aria-label={t('alertLiftFor', { name: names.person(alert.person) })} onClick={() => void lift(alert)}>
              {t('alertLift')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

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
import { useCountdown } from '#renderer/ui/use-countdown.ts';
import type { SupervisorAlert } from '#shared/contract/guard-schemas.ts';
import { may } from '#shared/desk/powers.ts';

function AlertItem({ alert }: { readonly alert: SupervisorAlert }) {
  const { t, i18n } = useTranslation('guard');
  const client = useClient();
  const dispatch = useAppDispatch();
  const names = useNames();
  const text = useAlertText();
  const me = useAppSelector(selectMe)?.person;
  const over = useCountdown(alert.until) === 0;
  const { kind, person, caseId, customer, words } = alert;
  const lift = async () => {
    const [error] = await safe(client.access.liftReveals({ person }));
    if (error) notifications.show({ color: 'red', message: t('alertLiftFault'), role: 'alert' });
    else notifications.show({ message: t('alertLifted', { name: names.person(person) }), role: 'status' });
  };
  return (
    <li data-over={over || undefined}>
      <IconAlertTriangle size={16} aria-hidden />
      <span className={classes.alertText}>
        {text(alert)} {words !== null && <q dir="auto">{words}</q>}{' '}
        <span className={classes.alertTime}>
          {momentText(alert.at, i18n.language, Date.now())} · {t(over ? 'alertEnded' : 'alertUntil', { time: timeText(alert.until, i18n.language) })}
        </span>
      </span>
      {caseId !== null && (
        <Button size="compact-xs" variant="subtle" onClick={() => dispatch(caseShown({ caseId }))}>
          {t('alertShow')}
        </Button>
      )}
      {customer !== null && <span className={classes.alertTime}>{customer}</span>}
      {kind === 'reveals' && me !== undefined && may(me.role, 'direct') && !over && person !== me.id && (
        <Button size="compact-xs" variant="light" aria-label={t('alertLiftFor', { name: names.person(person) })} onClick={() => void lift()}>
          {t('alertLift')}
        </Button>
      )}
    </li>
  );
}

/** Who opened a customer without a case, and who came to the limit of full values: newest first. */
export function AlertList() {
  const { t } = useTranslation('guard');
  const alerts = useAppSelector(selectAlerts);
  return (
    <section className={classes.told} aria-label={t('alerts')}>
      <h2 className={classes.toldTitle}>{t('alerts')}</h2>
      {alerts.length === 0 ? (
        <p className={classes.none}>{t('alertsNone')}</p>
      ) : (
        <ul className={classes.alerts} aria-label={t('alerts')}>
          {alerts.map((alert) => (
            <AlertItem key={alert.id} alert={alert} />
          ))}
        </ul>
      )}
    </section>
  );
}

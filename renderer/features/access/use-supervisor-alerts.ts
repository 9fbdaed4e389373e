import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import { alertsTold } from '#renderer/features/access/access-slice.ts';
import { useAlertText } from '#renderer/features/access/use-alert-text.ts';
import { follow } from '#renderer/transport/follow.ts';
import type { SupervisorAlert } from '#shared/contract/guard-schemas.ts';

/** Tells a supervisor wherever they are in the console; what was told before the page was opened stands on the board alone. */
export function useSupervisorAlerts(wanted: boolean): void {
  const { t } = useTranslation('guard');
  const client = useClient();
  const dispatch = useAppDispatch();
  const text = useAlertText();
  const tell = (alert: SupervisorAlert) =>
    notifications.show({ id: alert.id, color: 'orange', title: t('alerts'), message: text(alert), autoClose: 20_000, role: 'alert' });
  const newest = useRef(tell);
  newest.current = tell;
  useEffect(() => {
    if (!wanted) return;
    const told = new Set<string>();
    let first = true;
    return follow(
      (signal) => client.access.alerts(undefined, { signal }),
      (alerts: SupervisorAlert[]) => {
        dispatch(alertsTold(alerts));
        for (const alert of alerts) {
          const name = `${alert.id} ${alert.at}`;
          if (!first && !told.has(name)) newest.current(alert);
          told.add(name);
        }
        first = false;
      },
    );
  }, [wanted, client, dispatch]);
}

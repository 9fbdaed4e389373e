import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import { dialogOpened, incidentsSeen, watchAdvanced } from '#renderer/features/incidents/incidents-slice.ts';
import { follow } from '#renderer/transport/follow.ts';
import type { IncidentWatch } from '#shared/contract/incident-schemas.ts';
import type { Incident } from '#shared/desk/incidents/incident.ts';
import type { Role } from '#shared/desk/person.ts';
import { may } from '#shared/desk/powers.ts';

/** Follows the incidents and, for those who direct them, the cases that are alike; offers to report one. */
export function useIncidentsFeed(role: Role): void {
  const { t } = useTranslation('incidents');
  const client = useClient();
  const dispatch = useAppDispatch();
  const directs = may(role, 'direct');
  useEffect(
    () =>
      follow(
        (signal) => client.incidents.follow(undefined, { signal }),
        ({ incidents }: { readonly incidents: readonly Incident[] }) => dispatch(incidentsSeen(incidents)),
      ),
    [client, dispatch],
  );
  useEffect(() => {
    if (!directs) return;
    return follow(
      (signal) => client.incidents.watch(undefined, { signal }),
      (frame: IncidentWatch) => dispatch(watchAdvanced(frame)),
    );
  }, [client, dispatch, directs]);
  useCommand({
    id: 'incident.report',
    label: t('report'),
    group: t('group'),
    defaultKey: 'alt+shift+N',
    run: () => dispatch(dialogOpened({ kind: 'form', incident: null, from: null })),
    enabled: directs,
  });
}

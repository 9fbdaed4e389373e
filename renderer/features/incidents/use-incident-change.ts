import { ORPCError, safe } from '@orpc/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as newId } from 'uuid';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { incidentRefusalText } from '#renderer/features/incidents/incident-text.ts';
import { incidentSeen } from '#renderer/features/incidents/incidents-slice.ts';
import { faultText } from '#renderer/i18n/fault-text.ts';
import { callFault } from '#renderer/transport/call-fault.ts';
import type { IncidentCommand, IncidentRefusal } from '#shared/desk/incidents/decide-incident.ts';
import type { Incident } from '#shared/desk/incidents/incident.ts';
import type { CommandId } from '#shared/lib/ids.ts';

/** The way to word what a call about incidents threw. */
export function useIncidentFault(): (error: unknown) => string {
  const { t, i18n } = useTranslation('incidents');
  const names = useNames();
  return (error) => {
    if (error instanceof ORPCError && error.code === 'INCIDENT_REFUSED') return incidentRefusalText(t, error.data as IncidentRefusal);
    return faultText({ t, locale: i18n.language, personName: names.person }, callFault(error));
  };
}

/** Changes incidents: answers the incident as it is then, or null with `fault` worded. */
export function useIncidentChange(): {
  readonly change: (command: IncidentCommand) => Promise<Incident | null>;
  readonly busy: boolean;
  readonly fault: string | null;
} {
  const client = useClient();
  const dispatch = useAppDispatch();
  const faultOf = useIncidentFault();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const change = async (command: IncidentCommand) => {
    setBusy(true);
    const [error, incident] = await safe(client.incidents.change({ command, commandId: newId() as CommandId }));
    setBusy(false);
    setFault(error ? faultOf(error) : null);
    if (error) return null;
    dispatch(incidentSeen(incident));
    return incident;
  };
  return { change, busy, fault };
}

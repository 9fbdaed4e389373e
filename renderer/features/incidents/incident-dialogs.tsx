import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { BulkDialog } from '#renderer/features/incidents/bulk-dialog.tsx';
import { CloseForm } from '#renderer/features/incidents/close-form.tsx';
import { IncidentForm } from '#renderer/features/incidents/incident-form.tsx';
import { dialogClosed, selectIncidentDialog, selectIncidents } from '#renderer/features/incidents/incidents-slice.ts';

/** The dialog about incidents that stands open, from wherever it was asked for. */
export function IncidentDialogs() {
  const dispatch = useAppDispatch();
  const dialog = useAppSelector(selectIncidentDialog);
  const incidents = useAppSelector(selectIncidents);
  if (dialog === null) return null;
  const incident = incidents.find(({ id }) => id === dialog.incident) ?? null;
  const onClose = () => dispatch(dialogClosed());
  if (dialog.kind === 'form') return <IncidentForm key={dialog.incident} incident={incident} from={dialog.from} onClose={onClose} />;
  if (incident === null) return null;
  if (dialog.kind === 'close') return <CloseForm incident={incident} onClose={onClose} />;
  return <BulkDialog key={incident.id} incident={incident} first={dialog.bulk} onClose={onClose} />;
}

import { Button, Group, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { firstClosing, languagesFrom } from '#renderer/features/incidents/incident-text.ts';
import classes from '#renderer/features/incidents/incidents.module.css';
import { dialogOpened, selectIncidentWatch } from '#renderer/features/incidents/incidents-slice.ts';
import { useIncidentChange } from '#renderer/features/incidents/use-incident-change.ts';
import { languageNames, screenLanguage } from '#renderer/i18n/i18n.ts';
import { incidentWords } from '#shared/case/incident.ts';
import type { Incident } from '#shared/desk/incidents/incident.ts';

/** Says that an incident is over, with what its customers may be told; offers to tell the linked ones at once. */
export function CloseForm({ incident, onClose }: { readonly incident: Incident; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation('incidents');
  const dispatch = useAppDispatch();
  const { change, busy, fault } = useIncidentChange();
  const linked = useAppSelector(selectIncidentWatch)?.counts[incident.id]?.linked ?? 0;
  const [closing, setClosing] = useState(() => firstClosing(i18n));
  const read = incidentWords.safeParse(closing);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!read.success || busy) return;
    const done = await change({ type: 'close', incident: incident.id, closing: read.data });
    if (done === null) return;
    if (linked > 0) dispatch(dialogOpened({ kind: 'bulk', incident: incident.id, bulk: 'solved' }));
    else onClose();
  };
  return (
    <FormDialog title={t('closeTitle', { title: incident.title[screenLanguage(i18n)] })} onClose={onClose} wide>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <p className={classes.hint}>{t('closeHint', { count: linked })}</p>
          {languagesFrom(i18n).map((lng, index) => (
            <Textarea
              key={lng}
              size="xs"
              label={t('fieldClosing', { language: languageNames[lng] })}
              value={closing[lng]}
              maxLength={1000}
              autosize
              minRows={2}
              maxRows={6}
              data-autofocus={index === 0 || undefined}
              onChange={({ currentTarget }) => setClosing({ ...closing, [lng]: currentTarget.value })}
              error={closing[lng].trim() === '' ? t('needed') : null}
            />
          ))}
          {fault !== null && (
            <p role="alert" className={classes.fault}>
              {fault}
            </p>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={busy} disabled={!read.success}>
              {t('confirmClose')}
            </Button>
          </Group>
        </Stack>
      </form>
    </FormDialog>
  );
}

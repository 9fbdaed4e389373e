import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as newId } from 'uuid';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { localFieldValue } from '#renderer/features/case-actions/snooze-presets.ts';
import { firstDraft, languagesFrom } from '#renderer/features/incidents/incident-text.ts';
import classes from '#renderer/features/incidents/incidents.module.css';
import { dialogOpened } from '#renderer/features/incidents/incidents-slice.ts';
import { MatchingNow } from '#renderer/features/incidents/matching-now.tsx';
import { RuleFields } from '#renderer/features/incidents/rule-fields.tsx';
import { useIncidentChange } from '#renderer/features/incidents/use-incident-change.ts';
import { languageNames } from '#renderer/i18n/i18n.ts';
import { type IncidentDraft, incidentDraft } from '#shared/case/incident.ts';
import type { SimilarView } from '#shared/contract/incident-schemas.ts';
import type { Incident } from '#shared/desk/incidents/incident.ts';
import type { IncidentId } from '#shared/lib/ids.ts';

interface Props {
  /** Null makes a new one. */
  readonly incident: Incident | null;
  /** The like cases it is filled from. */
  readonly from: SimilarView | null;
  readonly onClose: () => void;
}

/** What is said of an incident: its words in both languages, since when, and which cases it is about, counted as one types. */
export function IncidentForm({ incident, from, onClose }: Props) {
  const { t, i18n } = useTranslation('incidents');
  const dispatch = useAppDispatch();
  const { change, busy, fault } = useIncidentChange();
  const [id] = useState(() => incident?.id ?? (newId() as IncidentId));
  // What was before the person's eyes, also when somebody else changes it meanwhile.
  const [basedOn] = useState(() => incident?.position ?? 0);
  const [draft, setDraft] = useState<IncidentDraft>(() => (incident === null ? firstDraft(i18n, from, Date.now()) : { ...incident }));
  const [shown, setShown] = useState(false);
  const read = incidentDraft.safeParse(draft);
  const missing = (place: string) => (shown && !read.success && read.error.issues.some(({ path }) => path.join('.') === place) ? t('needed') : null);
  const put = (more: Partial<IncidentDraft>) => setDraft({ ...draft, ...more });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setShown(true);
    if (!read.success || busy) return;
    const done = await change(
      incident === null ? { type: 'open', incident: id, draft: read.data } : { type: 'change', incident: id, draft: read.data, basedOn },
    );
    if (done === null) return;
    // Whoever reports one wants its customers told.
    if (incident === null) dispatch(dialogOpened({ kind: 'bulk', incident: id, bulk: 'known' }));
    else onClose();
  };
  return (
    <FormDialog title={t(incident === null ? 'formNew' : 'formChange')} onClose={onClose} wide>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {languagesFrom(i18n).map((lng, index) => (
            <fieldset key={lng} className={classes.words}>
              <legend>{languageNames[lng]}</legend>
              <TextInput
                size="xs"
                label={t('fieldTitle', { language: languageNames[lng] })}
                value={draft.title[lng]}
                maxLength={120}
                data-autofocus={index === 0 || undefined}
                onChange={({ currentTarget }) => put({ title: { ...draft.title, [lng]: currentTarget.value } })}
                error={missing(`title.${lng}`)}
              />
              <Textarea
                size="xs"
                label={t('fieldAnswer', { language: languageNames[lng] })}
                value={draft.answer[lng]}
                maxLength={1000}
                autosize
                minRows={2}
                maxRows={5}
                onChange={({ currentTarget }) => put({ answer: { ...draft.answer, [lng]: currentTarget.value } })}
                error={missing(`answer.${lng}`)}
              />
            </fieldset>
          ))}
          <TextInput
            size="xs"
            type="datetime-local"
            label={t('fieldSince')}
            value={Number.isFinite(draft.since) ? localFieldValue(draft.since) : ''}
            onChange={({ currentTarget }) => put({ since: new Date(currentTarget.value).getTime() })}
            error={missing('since')}
          />
          <RuleFields rule={draft.rule} onChange={(rule) => put({ rule })} />
          <MatchingNow since={draft.since} rule={draft.rule} />
          {fault !== null && (
            <p role="alert" className={classes.fault}>
              {fault}
            </p>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {t(incident === null ? 'confirmNew' : 'confirmChange')}
            </Button>
          </Group>
        </Stack>
      </form>
    </FormDialog>
  );
}

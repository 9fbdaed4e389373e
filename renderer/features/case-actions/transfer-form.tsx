import { Button, NativeSelect, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import type { CaseState } from '#shared/case/state.ts';
import type { PersonId, QueueId } from '#shared/lib/ids.ts';

/** Hands the case to another queue, and within it to a person where one is named. */
export function TransferForm({ state, onClose }: { readonly state: CaseState; readonly onClose: () => void }) {
  const { t } = useTranslation('caseActions');
  const configuration = useAppSelector(selectConfiguration);
  const names = useNames();
  const act = useAct();
  const [queue, setQueue] = useState<string | null>(null);
  const [person, setPerson] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const people = (configuration?.people ?? []).filter(
    (one) =>
      one.active && one.role !== 'trainer' && one.id !== state.owner && (queue === null || one.queues.length === 0 || one.queues.includes(queue as QueueId)),
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (queue === null || busy) return;
    setBusy(true);
    const done = await act(state.id, { type: 'transfer', queue: queue as QueueId, note, ...(person === null ? {} : { to: person as PersonId }) });
    setBusy(false);
    if (done.ok) onClose();
  };
  return (
    <FormDialog title={t('transferTitle')} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <NativeSelect
            data-autofocus
            label={t('transferQueue')}
            value={queue ?? ''}
            onChange={(event) => {
              setQueue(event.currentTarget.value || null);
              setPerson(null);
            }}
            data={[
              { value: '', label: t('transferChoose'), disabled: true },
              ...(configuration?.queues ?? []).map(({ id }) => ({ value: id as string, label: names.queue(id) })),
            ]}
          />
          <NativeSelect
            label={t('transferPerson')}
            value={person ?? ''}
            onChange={(event) => setPerson(event.currentTarget.value || null)}
            data={[{ value: '', label: t('transferAnyone') }, ...people.map(({ id }) => ({ value: id as string, label: names.person(id) }))]}
          />
          <Textarea
            label={t('transferNote')}
            description={t('commentHint')}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            maxLength={2000}
            autosize
            minRows={2}
            maxRows={6}
          />
          <Button type="submit" disabled={queue === null} loading={busy}>
            {t('transferConfirm')}
          </Button>
        </Stack>
      </form>
    </FormDialog>
  );
}

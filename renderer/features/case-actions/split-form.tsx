import { Button, Checkbox, NativeSelect, Radio, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import { momentText } from '#renderer/i18n/date-text.ts';
import type { CaseState, MessageEntry } from '#shared/case/state.ts';
import type { EventId, QueueId } from '#shared/lib/ids.ts';

/** A second matter is raised in what was said last: no more messages are offered. */
const MOST = 8;
const SHOWN = 120;

/** Makes a case of its own of what the customer says from one of their messages on. */
export function SplitForm({ state, onClose }: { readonly state: CaseState; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation('caseActions');
  const names = useNames();
  const configuration = useAppSelector(selectConfiguration);
  const act = useAct();
  const messages = state.entries.filter((entry): entry is MessageEntry => entry.kind === 'received').slice(-MOST);
  const [from, setFrom] = useState<string | null>(messages.at(-1)?.id ?? null);
  const [queue, setQueue] = useState<string>(state.queue);
  const [keeps, setKeeps] = useState(true);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (from === null || busy) return;
    setBusy(true);
    const done = await act(state.id, { type: 'split', from: from as EventId, queue: queue as QueueId, keeps });
    setBusy(false);
    if (done.ok) onClose();
  };
  return (
    <FormDialog title={t('splitTitle')} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <Text size="sm">{t('splitHint')}</Text>
          <Radio.Group label={t('splitFrom')} value={from} onChange={setFrom}>
            <Stack gap={6} mt={4} role="presentation">
              {messages.map(({ id, text, at, attachments }) => (
                <Radio
                  key={id}
                  value={id as string}
                  data-autofocus={id === from || undefined}
                  label={[...(text || attachments.map(({ name }) => name).join(', '))].slice(0, SHOWN).join('')}
                  description={momentText(at, i18n.language, Date.now())}
                />
              ))}
            </Stack>
          </Radio.Group>
          <NativeSelect
            label={t('splitQueue')}
            value={queue}
            onChange={(event) => setQueue(event.currentTarget.value)}
            data={(configuration?.queues ?? []).map(({ id }) => ({ value: id as string, label: names.queue(id) }))}
          />
          <Checkbox label={t('splitKeeps')} checked={keeps} onChange={(event) => setKeeps(event.currentTarget.checked)} />
          <Button type="submit" disabled={from === null} loading={busy}>
            {t('splitConfirm')}
          </Button>
        </Stack>
      </form>
    </FormDialog>
  );
}

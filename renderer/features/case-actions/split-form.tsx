import { Button, Checkbox, NativeSelect, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/case-actions/case-actions.module.css';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import { momentText } from '#renderer/i18n/date-text.ts';
import { messagesOf } from '#shared/case/split.ts';
import { type CaseState, isOfCustomer } from '#shared/case/state.ts';
import type { EventId, QueueId } from '#shared/lib/ids.ts';

/** A second matter is raised in what was said last: no more messages are offered. */
const MOST = 20;
const SHOWN = 120;

/** Makes a case of its own of those messages of the customer that concern another matter. */
export function SplitForm({ state, onClose }: { readonly state: CaseState; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation('caseActions');
  const names = useNames();
  const configuration = useAppSelector(selectConfiguration);
  const act = useAct();
  const off = new Set<string>(state.splitOff.filter((one) => !state.lines.some((line) => line.case === one.case)).flatMap(messagesOf));
  const messages = state.entries.filter(isOfCustomer).slice(-MOST);
  const free = messages.filter(({ id }) => !off.has(id));
  const [begin] = useState(() => free.at(-1)?.id);
  const [chosen, setChosen] = useState<readonly string[]>(begin === undefined ? [] : [begin]);
  const [queue, setQueue] = useState<string>(state.queue);
  const [keeps, setKeeps] = useState(true);
  const [busy, setBusy] = useState(false);
  // In the thread's order, whatever the order they were chosen in.
  const taken: readonly EventId[] = free.flatMap(({ id }) => (chosen.includes(id) ? [id] : []));
  const [from] = taken;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (from === undefined || busy) return;
    setBusy(true);
    const done = await act(state.id, { type: 'split', from, messages: [...taken], queue: queue as QueueId, keeps });
    setBusy(false);
    if (done.ok) onClose();
  };
  return (
    <FormDialog title={t('splitTitle')} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <Text size="sm">{t('splitHint')}</Text>
          <Checkbox.Group label={t('splitMessages')} value={[...chosen]} onChange={setChosen}>
            <div className={classes.messages}>
              {messages.map(({ id, text, at, attachments }) => (
                <Checkbox
                  key={id}
                  value={id as string}
                  disabled={off.has(id)}
                  data-autofocus={id === begin || undefined}
                  label={[...(text || attachments.map(({ name }) => name).join(', '))].slice(0, SHOWN).join('')}
                  description={[momentText(at, i18n.language, Date.now()), ...(off.has(id) ? [t('splitAlready')] : [])].join(' · ')}
                />
              ))}
            </div>
          </Checkbox.Group>
          <NativeSelect
            label={t('splitQueue')}
            value={queue}
            onChange={(event) => setQueue(event.currentTarget.value)}
            data={(configuration?.queues ?? []).map(({ id }) => ({ value: id as string, label: names.queue(id) }))}
          />
          <Checkbox label={t('splitKeeps')} checked={keeps} onChange={(event) => setKeeps(event.currentTarget.checked)} />
          <Button type="submit" disabled={from === undefined} loading={busy}>
            {t('splitConfirm')}
          </Button>
        </Stack>
      </form>
    </FormDialog>
  );
}

import { Button, Checkbox, Radio, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/case-actions/case-actions.module.css';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import type { CaseState } from '#shared/case/state.ts';

interface Props {
  readonly state: CaseState;
  readonly onClose: () => void;
}

/** More tags than this get a field to find one. */
const FIND_FROM = 8;

/** Sets the case's tags: all changes together are one command. */
export function TagsForm({ state, onClose }: Props) {
  const { t } = useTranslation('caseActions');
  const configuration = useAppSelector(selectConfiguration);
  const names = useNames();
  const act = useAct();
  const [chosen, setChosen] = useState<readonly string[]>(state.tags);
  const [find, setFind] = useState('');
  const all = [...new Set([...(configuration?.tags ?? []).map(({ id }) => id), ...state.tags])];
  const shown = all.filter((id) => names.tag(id).toLowerCase().includes(find.trim().toLowerCase()));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const add = chosen.filter((id) => !state.tags.includes(id));
    const remove = state.tags.filter((id) => !chosen.includes(id));
    if (add.length + remove.length === 0) return onClose();
    const done = await act(state.id, { type: 'tag', add, remove });
    if (done.ok) onClose();
  };
  return (
    <FormDialog title={t('tagsTitle')} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          {all.length >= FIND_FROM && (
            <TextInput
              aria-label={t('tagsFind')}
              placeholder={t('tagsFind')}
              value={find}
              onChange={(event) => setFind(event.currentTarget.value)}
              data-autofocus
            />
          )}
          <Checkbox.Group aria-label={t('tags')} value={[...chosen]} onChange={setChosen}>
            <div className={classes.choices}>
              {shown.map((id) => (
                <Checkbox key={id} value={id} label={names.tag(id)} py={3} />
              ))}
            </div>
          </Checkbox.Group>
          {shown.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('tagsNone')}
            </Text>
          )}
          <Button type="submit">{t('apply')}</Button>
        </Stack>
      </form>
    </FormDialog>
  );
}

/** Sets how urgent the case is; the choice takes effect when confirmed. */
export function PriorityForm({ state, onClose }: Props) {
  const { t } = useTranslation('caseActions');
  const act = useAct();
  const [priority, setPriority] = useState(String(state.priority));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await act(state.id, { type: 'prioritise', priority: Number(priority) });
    if (done.ok) onClose();
  };
  return (
    <FormDialog title={t('priorityTitle')} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <Radio.Group aria-label={t('priority')} value={priority} onChange={setPriority}>
            {['3', '2', '1', '0'].map((level) => (
              <Radio key={level} value={level} label={t(`conversation:priority_${level}`)} py={3} data-autofocus={level === priority || undefined} />
            ))}
          </Radio.Group>
          <Button type="submit">{t('apply')}</Button>
        </Stack>
      </form>
    </FormDialog>
  );
}

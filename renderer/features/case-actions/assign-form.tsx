import { Button, Radio, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/case-actions/case-actions.module.css';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import type { CaseState } from '#shared/case/state.ts';
import { may } from '#shared/desk/powers.ts';
import type { PersonId } from '#shared/lib/ids.ts';

/** Gives the case to somebody, whoever has it; those who serve its queue come first. */
export function AssignForm({ state, onClose }: { readonly state: CaseState; readonly onClose: () => void }) {
  const { t } = useTranslation('caseActions');
  const configuration = useAppSelector(selectConfiguration);
  const names = useNames();
  const act = useAct();
  const [to, setTo] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const people = (configuration?.people ?? []).filter((one) => one.active && may(one.role, 'work') && one.id !== state.owner);
  const serving = people.filter((one) => one.queues.includes(state.queue));
  const sorted = [...serving, ...people.filter((one) => !serving.includes(one))];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (to === null || busy) return;
    setBusy(true);
    const done = await act(state.id, { type: 'assign', to: to as PersonId });
    setBusy(false);
    if (done.ok) onClose();
  };
  return (
    <FormDialog title={t('assignTitle')} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Radio.Group label={t('assignTo')} value={to} onChange={setTo}>
            <div className={classes.choices}>
              {sorted.map(({ id }, index) => (
                <Radio
                  key={id}
                  value={id}
                  label={serving.some((one) => one.id === id) ? names.person(id) : t('assignOther', { name: names.person(id) })}
                  data-autofocus={index === 0 || undefined}
                  py={3}
                />
              ))}
            </div>
          </Radio.Group>
          <Button type="submit" disabled={to === null} loading={busy}>
            {t('assignConfirm')}
          </Button>
        </Stack>
      </form>
    </FormDialog>
  );
}

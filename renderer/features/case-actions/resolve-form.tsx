import { Button, Radio, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { useAfterCallWork } from '#renderer/app/use-after-call-work.ts';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/case-actions/case-actions.module.css';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { perform } from '#renderer/features/case-actions/perform.ts';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import { WrapUpClock } from '#renderer/features/case-actions/wrap-up-clock.tsx';
import type { CaseState } from '#shared/case/state.ts';

/** Where the queue asks for after-call work, the contact is over when its owner begins to write it up. */
function useWrapUp(state: CaseState, asked: boolean): void {
  const client = useClient();
  const me = useAppSelector(selectMe)?.person.id;
  const begins = asked && state.wrapUp === null && state.status === 'open' && state.owner === me;
  const { id } = state;
  useEffect(() => {
    if (begins) void perform(client, id, { type: 'wrapUp' });
  }, [begins, client, id]);
}

/** Ends the case with a disposition; mod+Enter in the comment confirms. */
export function ResolveForm({ state, onClose }: { readonly state: CaseState; readonly onClose: () => void }) {
  const { t } = useTranslation('caseActions');
  const configuration = useAppSelector(selectConfiguration);
  const names = useNames();
  const act = useAct();
  const [disposition, setDisposition] = useState<string | null>(null);
  const [comment, setComment] = useState('');
  const [busy, setBusy] = useState(false);
  const { seconds, dispositionRequired } = useAfterCallWork(state.queue);
  useWrapUp(state, seconds > 0);
  const optional = !dispositionRequired;
  const ready = disposition !== null || optional;
  const confirm = async () => {
    if (!ready || busy) return;
    setBusy(true);
    const done = await act(state.id, { type: 'resolve', disposition, comment });
    setBusy(false);
    if (done.ok) onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void confirm();
  };
  return (
    <FormDialog title={t('resolveTitle')} onClose={onClose}>
      <form
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) void confirm();
        }}
      >
        <Stack gap="sm">
          {state.wrapUp !== null && <WrapUpClock wrapUp={state.wrapUp} />}
          <Radio.Group label={optional ? t('dispositionOptional') : t('disposition')} value={disposition} onChange={setDisposition}>
            <div className={classes.choices}>
              {(configuration?.dispositions ?? []).map(({ id }, index) => (
                <Radio key={id} value={id} label={names.disposition(id)} data-autofocus={index === 0 || undefined} py={3} />
              ))}
            </div>
          </Radio.Group>
          <Textarea
            label={t('comment')}
            description={t('commentHint')}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
            maxLength={2000}
            autosize
            minRows={2}
            maxRows={6}
          />
          <Button type="submit" disabled={!ready} loading={busy}>
            {t('resolveConfirm')}
          </Button>
        </Stack>
      </form>
    </FormDialog>
  );
}

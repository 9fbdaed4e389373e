import { Button, NativeSelect, Radio, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'react-redux';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import type { RootState } from '#renderer/app/store.ts';
import { useAfterCallWork } from '#renderer/app/use-after-call-work.ts';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/calls/calls.module.css';
import { callFormClosed } from '#renderer/features/calls/calls-slice.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { sameWishes } from '#renderer/features/case-actions/same-wish.ts';
import { localFieldValue } from '#renderer/features/case-actions/snooze-presets.ts';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import { draftTyped, selectDraft } from '#renderer/features/composer/composer-slice.ts';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import type { Call } from '#shared/case/call.ts';
import type { CallFollowUp } from '#shared/case/commands.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import { type CallOutcomeId, callOutcomes } from '#shared/desk/call-outcomes.ts';
import { HOUR, SECOND } from '#shared/lib/time.ts';

const followUps = ['done', 'callBack', 'wait'] as const;
type Kind = CallFollowUp['kind'];

/** A call that was over so soon broke off. */
const SOON = 10 * SECOND;

/** How a call that the telephone system ended seems to have gone; null of one that its agent ends. */
function proposedFor({ hungUpAt, startedAt }: Call): CallOutcomeId | null {
  if (hungUpAt === null) return null;
  return hungUpAt - startedAt < SOON ? 'dropped' : 'solved';
}

/** Ends the running call: how it went and what follows; a note that was not saved yet is saved with it. */
export function EndCallForm({ state, call }: { readonly state: CaseState; readonly call: Call }) {
  const { t, i18n } = useTranslation('calls');
  const dispatch = useAppDispatch();
  const act = useAct();
  const names = useNames();
  const configuration = useAppSelector(selectConfiguration);
  const store = useStore<RootState>();
  const noteGoesAlong = useAppSelector((root) => selectDraft(root, state.id, 'note').text.trim() !== '');
  const { seconds, dispositionRequired } = useAfterCallWork(state.queue);
  const writesUp = seconds > 0;
  const needed = dispositionRequired && !writesUp;
  const [proposed] = useState(() => proposedFor(call));
  const [outcome, setOutcome] = useState<CallOutcomeId | null>(proposed);
  const [kind, setKind] = useState<Kind>(callOutcomes.find(({ id }) => id === proposed)?.usually ?? 'done');
  const [disposition, setDisposition] = useState('');
  const [now] = useState(() => Date.now());
  const [at, setAt] = useState(() => localFieldValue(now + HOUR));
  const [busy, setBusy] = useState(false);
  // Who presses once more since no answer came does not leave the note twice.
  const [asSame] = useState(sameWishes);
  const close = () => dispatch(callFormClosed());
  const callBackAt = new Date(at).getTime();
  const past = kind === 'callBack' && !(callBackAt > now);
  const ready = outcome !== null && !past && !(kind === 'done' && needed && disposition === '');
  const choose = (id: string) => {
    const chosen = callOutcomes.find((known) => known.id === id);
    if (!chosen) return;
    setOutcome(chosen.id);
    setKind(chosen.usually);
  };
  const followUp = (): CallFollowUp => {
    if (kind === 'callBack') return { kind, at: callBackAt };
    return kind === 'done' ? { kind, disposition: disposition === '' ? null : disposition } : { kind };
  };
  const carryOut = async (command: AgentCommand) => (await asSame(command, (id) => act(state.id, command, id))).ok;
  const end = async () => {
    if (outcome === null) return;
    setBusy(true);
    const unsaved = selectDraft(store.getState(), state.id, 'note').text;
    const noted = unsaved.trim() === '' || (await carryOut({ type: 'addNote', text: unsaved }));
    if (noted && unsaved !== '') dispatch(draftTyped({ caseId: state.id, kind: 'note', text: '' }));
    const done = noted && (await carryOut({ type: 'endCall', outcome, followUp: followUp() }));
    setBusy(false);
    if (done) close();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !busy) void end();
  };
  return (
    <FormDialog title={t('endTitle')} onClose={close}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Radio.Group label={t('outcome')} value={outcome} onChange={choose}>
            <div className={classes.columns}>
              {callOutcomes.map(({ id, name }) => (
                <Radio key={id} value={id} label={name[screenLanguage(i18n)]} data-autofocus={(outcome ?? callOutcomes[0].id) === id || undefined} />
              ))}
            </div>
          </Radio.Group>
          <Radio.Group label={t('followUp')} value={kind} onChange={(value) => setKind(value as Kind)}>
            <div className={classes.choices}>
              {followUps.map((option) => (
                <Radio key={option} value={option} label={t(option === 'done' && writesUp && disposition === '' ? 'followUp_writeUp' : `followUp_${option}`)} />
              ))}
            </div>
          </Radio.Group>
          {kind === 'callBack' && (
            <TextInput
              type="datetime-local"
              label={t('callBackTime')}
              value={at}
              onChange={(event) => setAt(event.currentTarget.value)}
              error={past ? t('past') : null}
            />
          )}
          {kind === 'done' && (
            <NativeSelect
              label={t(dispositionRequired ? 'disposition' : 'dispositionOptional')}
              description={needed ? t('dispositionNeeded') : undefined}
              value={disposition}
              onChange={(event) => setDisposition(event.currentTarget.value)}
              data={[
                { value: '', label: t(dispositionRequired ? 'dispositionNone' : 'dispositionLeftOut') },
                ...(configuration?.dispositions ?? []).map(({ id }) => ({ value: id, label: names.disposition(id) })),
              ]}
            />
          )}
          {noteGoesAlong && <Text size="sm">{t('noteGoesAlong')}</Text>}
          <Button type="submit" disabled={!ready} loading={busy}>
            {t(call.hungUpAt === null ? 'endConfirm' : 'endSave')}
          </Button>
        </Stack>
      </form>
    </FormDialog>
  );
}

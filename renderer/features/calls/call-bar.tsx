import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { IconPhone, IconPhoneCall, IconPhoneIncoming, IconPhoneOff, IconPhoneOutgoing } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/calls/calls.module.css';
import { callEndAsked, selectEnding } from '#renderer/features/calls/calls-slice.ts';
import { EndCallForm } from '#renderer/features/calls/end-call-form.tsx';
import { allowedOn } from '#renderer/features/case-actions/allowed.ts';
import { newCommandId } from '#renderer/features/case-actions/perform.ts';
import { MessageText } from '#renderer/features/conversation/message-text.tsx';
import { momentText } from '#renderer/i18n/date-text.ts';
import { faultText } from '#renderer/i18n/fault-text.ts';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import { callFault } from '#renderer/transport/call-fault.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import type { Call } from '#shared/case/call.ts';
import { MISSED } from '#shared/case/fold-calls.ts';
import type { CaseState } from '#shared/case/state.ts';
import { callOutcomeName } from '#shared/desk/call-outcomes.ts';
import type { Person } from '#shared/desk/person.ts';
import { SECOND, talkText } from '#shared/lib/time.ts';

interface Props {
  readonly state: CaseState;
  readonly me: Person | null;
}

function TheirNumber({ state, call }: { readonly state: CaseState; readonly call: Call }) {
  const { t } = useTranslation('calls');
  if (call.number === null) return <span>{t('numberUnknown')}</span>;
  return (
    <span className={classes.number}>
      <MessageText caseId={state.id} text={call.number.text} marks={call.number.marks} />
    </span>
  );
}

/** The clock of the running call, from the moment it began: a reload changes nothing. */
function Talking({ since }: { readonly since: number }) {
  const { t } = useTranslation('calls');
  const now = useNow(1000);
  return (
    <span className={classes.clock} role="timer" aria-label={t('talking')}>
      {talkText(now - since)}
    </span>
  );
}

/** Asks how the call went once the telephone system says that it is over; never into what somebody types. */
function useEndAsked({ hungUpAt }: Call, mayEnd: boolean): void {
  const dispatch = useAppDispatch();
  const [before] = useState(hungUpAt);
  useEffect(() => {
    // Of a call that was over when its case was opened the bar tells.
    if (hungUpAt === null || before !== null || !mayEnd) return;
    if (document.activeElement?.matches('input, textarea, select, [contenteditable]') || document.querySelector('[role="dialog"]')) return;
    dispatch(callEndAsked());
  }, [dispatch, hungUpAt, before, mayEnd]);
}

function RunningBar({ state, call, mayEnd }: { readonly state: CaseState; readonly call: Call; readonly mayEnd: boolean }) {
  const { t } = useTranslation('calls');
  const dispatch = useAppDispatch();
  const ending = useAppSelector(selectEnding);
  const Icon = call.direction === 'inbound' ? IconPhoneIncoming : IconPhoneOutgoing;
  const end = () => dispatch(callEndAsked());
  const over = call.hungUpAt !== null;
  const ask = t(over ? 'sayHow' : 'end');
  useEndAsked(call, mayEnd);
  useCommand({ id: 'call.end', label: ask, group: t('group'), defaultKey: 'alt+E', run: end, enabled: mayEnd });
  return (
    <section className={classes.bar} data-running={!over || undefined} aria-label={t('bar')}>
      <Icon size={18} aria-hidden />
      <strong>{t(call.direction)}</strong>
      {call.hungUpAt === null ? (
        <Talking since={call.startedAt} />
      ) : (
        <span role="status">{t('hungUp', { time: talkText(call.hungUpAt - call.startedAt) })}</span>
      )}
      <TheirNumber state={state} call={call} />
      <span className={classes.grow} />
      {mayEnd && (
        <Button size="xs" color={over ? 'blue.8' : 'red.8'} leftSection={<IconPhoneOff size={15} aria-hidden />} onClick={end}>
          {ask}
        </Button>
      )}
      {ending && mayEnd && <EndCallForm state={state} call={call} />}
    </section>
  );
}

function EndedBar({ state, call, mayCall }: { readonly state: CaseState; readonly call: Call; readonly mayCall: boolean }) {
  const { t, i18n } = useTranslation('calls');
  const client = useClient();
  const names = useNames();
  const [busy, setBusy] = useState(false);
  const again = async () => {
    setBusy(true);
    const [error] = await safe(client.calls.again({ caseId: state.id, commandId: newCommandId(), direction: 'outbound' }));
    setBusy(false);
    if (!error) return;
    const reason = faultText({ t, locale: i18n.language, personName: names.person }, callFault(error));
    notifications.show({ color: 'red', message: t('refused', { reason }), role: 'alert' });
  };
  useCommand({ id: 'call.again', label: t('again'), group: t('group'), defaultKey: null, run: () => void again(), enabled: mayCall && !busy });
  const outcome = call.outcome === null ? '' : (callOutcomeName(call.outcome)?.[screenLanguage(i18n)] ?? call.outcome);
  const { callBackAt } = state;
  return (
    <section className={classes.bar} aria-label={t('bar')}>
      <IconPhone size={18} aria-hidden />
      <span>{call.outcome === MISSED ? t('missed') : t('lasted', { time: talkText((call.seconds ?? 0) * SECOND), outcome })}</span>
      {callBackAt !== null && <strong>{t('callBackAt', { time: momentText(callBackAt, i18n.language, Date.now()) })}</strong>}
      <TheirNumber state={state} call={call} />
      <span className={classes.grow} />
      {mayCall && (
        <Button size="xs" variant="default" loading={busy} leftSection={<IconPhoneCall size={15} aria-hidden />} onClick={() => void again()}>
          {t('again')}
        </Button>
      )}
    </section>
  );
}

/** Below the head of a case with a call: the running one with its clock and the way to end it, or how the newest went. */
export function CallBar({ state, me }: Props) {
  const { call } = state;
  if (call === null) return null;
  const may = allowedOn(state, me);
  const foreign = state.status !== 'resolved' && state.owner !== null && state.owner !== me?.id && me?.role === 'agent';
  const works = may.note && !foreign;
  return call.endedAt === null ? <RunningBar key={call.id} state={state} call={call} mayEnd={works} /> : <EndedBar state={state} call={call} mayCall={works} />;
}

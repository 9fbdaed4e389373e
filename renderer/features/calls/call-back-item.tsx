import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { IconPhoneCall } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import classes from '#renderer/features/calls/calls.module.css';
import { callBacksShown } from '#renderer/features/calls/calls-slice.ts';
import { newCommandId } from '#renderer/features/case-actions/perform.ts';
import { localFieldValue } from '#renderer/features/case-actions/snooze-presets.ts';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import { momentText } from '#renderer/i18n/date-text.ts';
import { faultText } from '#renderer/i18n/fault-text.ts';
import { callFault } from '#renderer/transport/call-fault.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { may } from '#shared/desk/powers.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { HOUR, type Instant } from '#shared/lib/time.ts';

interface FormProps {
  readonly row: InboxRow;
  readonly onDone: () => void;
}

/** Another time to call back at. */
function MoveForm({ row, onDone }: FormProps) {
  const { t } = useTranslation('calls');
  const act = useAct();
  const [now] = useState(() => Date.now());
  const [at, setAt] = useState(() => localFieldValue(Math.max(now, row.callBackAt ?? now) + HOUR));
  const time = new Date(at).getTime();
  const past = !(time > now);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!past && (await act(row.id, { type: 'moveCallBack', at: time })).ok) onDone();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Group align="flex-end" gap="xs">
        <TextInput
          type="datetime-local"
          label={t('callBackTime')}
          value={at}
          onChange={(event) => setAt(event.currentTarget.value)}
          error={past ? t('past') : null}
          data-autofocus
        />
        <Button type="submit" disabled={past}>
          {t('backsMoveConfirm')}
        </Button>
      </Group>
    </form>
  );
}

/** A colleague who is to call instead: those who serve the queue. */
function GiveForm({ row, onDone }: FormProps) {
  const { t } = useTranslation('calls');
  const act = useAct();
  const names = useNames();
  const people = useAppSelector(selectConfiguration)?.people ?? [];
  const serving = people.filter(({ id, active, role, queues }) => active && may(role, 'work') && queues.includes(row.queue) && id !== row.owner);
  const [to, setTo] = useState<string>(serving[0]?.id ?? '');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (to !== '' && (await act(row.id, { type: 'giveCallBack', to: to as PersonId })).ok) onDone();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Group align="flex-end" gap="xs">
        <NativeSelect
          label={t('backsGiveTo')}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          data={serving.map(({ id }) => ({ value: id, label: names.person(id) }))}
        />
        <Button type="submit" disabled={to === ''}>
          {t('backsGiveConfirm')}
        </Button>
      </Group>
    </form>
  );
}

/** One who is to be called back: when, who, and what can be done about it. */
export function CallBackItem({ row, now }: { readonly row: InboxRow; readonly now: Instant }) {
  const { t, i18n } = useTranslation('calls');
  const client = useClient();
  const dispatch = useAppDispatch();
  const names = useNames();
  const act = useAct();
  const me = useAppSelector(selectMe)?.person;
  const [form, setForm] = useState<'move' | 'give' | null>(null);
  const [busy, setBusy] = useState(false);
  const due = row.callBackAt ?? now;
  const overdue = due < now;
  // A colleague's is theirs; whoever leads the desk helps out.
  const theirs = row.owner !== null && row.owner !== me?.id;
  const works = !theirs || me?.role !== 'agent';
  const who = row.contactName ?? row.preview ?? t('unknown');
  const show = () => {
    dispatch(callBacksShown(false));
    dispatch(caseShown({ caseId: row.id, customer: row.customer }));
  };
  const call = async () => {
    setBusy(true);
    const [error] = await safe(client.calls.again({ caseId: row.id, commandId: newCommandId(), direction: 'outbound' }));
    setBusy(false);
    if (!error) return show();
    const reason = faultText({ t, locale: i18n.language, personName: names.person }, callFault(error));
    notifications.show({ color: 'red', message: t('refused', { reason }), role: 'alert' });
  };
  const toggle = (wished: 'move' | 'give') => setForm(form === wished ? null : wished);
  const close = () => setForm(null);
  const about = { who };
  return (
    <li data-overdue={overdue || undefined}>
      <strong className={classes.due}>{t(overdue ? 'backsSince' : 'backsDue', { time: momentText(due, i18n.language, now) })}</strong> <bdi>{who}</bdi>
      <p className={classes.hint}>
        {[names.queue(row.queue), row.owner === null ? t('backsNobody') : theirs ? names.person(row.owner) : t('backsMine')].join(' · ')}
      </p>
      {row.noNumber && <p className={classes.hint}>{t('backsNoNumber')}</p>}
      <div className={classes.buttons}>
        {works && row.noNumber !== true && (
          <Button
            size="compact-sm"
            loading={busy}
            leftSection={<IconPhoneCall size={14} aria-hidden />}
            aria-label={t('backsCallWho', about)}
            onClick={() => void call()}
          >
            {t('backsCall')}
          </Button>
        )}
        {works && (
          <>
            <Button size="compact-sm" variant="light" aria-expanded={form === 'move'} aria-label={t('backsMoveWho', about)} onClick={() => toggle('move')}>
              {t('backsMove')}
            </Button>
            <Button size="compact-sm" variant="light" aria-expanded={form === 'give'} aria-label={t('backsGiveWho', about)} onClick={() => toggle('give')}>
              {t('backsGive')}
            </Button>
            <Button size="compact-sm" variant="light" aria-label={t('backsDoneWho', about)} onClick={() => void act(row.id, { type: 'endCallBack' })}>
              {t('backsDone')}
            </Button>
          </>
        )}
        <Button size="compact-sm" variant="default" aria-label={t('backsOpenWho', about)} onClick={show}>
          {t('backsOpen')}
        </Button>
      </div>
      {form === 'move' && <MoveForm row={row} onDone={close} />}
      {form === 'give' && <GiveForm row={row} onDone={close} />}
    </li>
  );
}

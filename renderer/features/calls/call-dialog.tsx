import { Button, Loader, NativeSelect, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { safe } from '@orpc/client';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import classes from '#renderer/features/calls/calls.module.css';
import { type CallSubject, callFormClosed } from '#renderer/features/calls/calls-slice.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { newCommandId } from '#renderer/features/case-actions/perform.ts';
import { faultText } from '#renderer/i18n/fault-text.ts';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import { callFault } from '#renderer/transport/call-fault.ts';
import type { CallDirection } from '#shared/case/call.ts';
import { phoneNumber } from '#shared/contract/schemas.ts';
import type { CustomerId, QueueId } from '#shared/lib/ids.ts';
import type { CustomerSummary } from '#shared/wallet/account.ts';

/** Fewer digits point to nobody. */
const LOOK_FROM = 5;

/** Whose number it may be; null while nothing was asked or answered. */
function useMatches(number: string): { readonly found: readonly CustomerSummary[] | null; readonly asking: boolean } {
  const client = useClient();
  const [wanted] = useDebouncedValue(number.trim(), 200);
  const [answer, setAnswer] = useState<{ readonly number: string; readonly found: readonly CustomerSummary[] } | null>(null);
  const worth = phoneNumber.safeParse(wanted).success && wanted.replace(/\D/g, '').length >= LOOK_FROM;
  useEffect(() => {
    if (!worth) return;
    let current = true;
    void safe(client.customers.find({ text: wanted })).then(([error, found]) => {
      if (current) setAnswer({ number: wanted, found: error ? [] : found });
    });
    return () => {
      current = false;
    };
  }, [client, wanted, worth]);
  const answered = worth && answer?.number === wanted;
  return { found: answered ? answer.found : null, asking: worth && !answered };
}

/** Whom the number points to: a guess that the agent confirms, or nobody. */
function Matches({ number, chosen, onChoose }: { readonly number: string; readonly chosen: string; readonly onChoose: (id: string) => void }) {
  const { t } = useTranslation('calls');
  const { found, asking } = useMatches(number);
  return (
    <div aria-live="polite">
      {asking && (
        <Text size="sm" c="dimmed">
          <Loader size={12} /> {t('looking')}
        </Text>
      )}
      {found?.length === 0 && <Text size="sm">{t('noMatch')}</Text>}
      {found !== null && found.length > 0 && (
        <Radio.Group label={t('matches')} value={chosen} onChange={onChoose}>
          <div className={classes.choices}>
            {found.map((customer) => (
              <Radio key={customer.id} value={customer.id} label={t('mayBe', { name: customer.name, phone: customer.phone })} />
            ))}
            <Radio value="" label={t('nobody')} />
          </div>
        </Radio.Group>
      )}
    </div>
  );
}

/** Begins a call note: who called whom, whose number it may be, for which queue. `told` is the number as a telephone told it. */
export function CallDialog({ subject, told }: { readonly subject: CallSubject | null; readonly told: string }) {
  const { t, i18n } = useTranslation('calls');
  const client = useClient();
  const dispatch = useAppDispatch();
  const names = useNames();
  const me = useAppSelector(selectMe)?.person;
  const queues = useAppSelector(selectConfiguration)?.queues ?? [];
  const served = queues.filter(({ id }) => me?.queues.includes(id));
  const offered = served.length > 0 ? served : queues;
  const [number, setNumber] = useState(told);
  const [direction, setDirection] = useState<CallDirection>(subject ? 'outbound' : 'inbound');
  const [customer, setCustomer] = useState('');
  const [queue, setQueue] = useState<string>(offered.find(({ id }) => id === 'general')?.id ?? offered[0]?.id ?? '');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  // One wish of the agent, however often it is tried.
  const [commandId] = useState(newCommandId);
  const given = number.trim();
  const readable = given === '' ? subject !== null : phoneNumber.safeParse(given).success;
  const begin = async () => {
    setBusy(true);
    setRefused(null);
    const [error, answer] = await safe(
      client.calls.open({
        commandId,
        direction,
        number: given === '' ? null : given,
        customer: subject?.customer ?? (customer === '' ? null : (customer as CustomerId)),
        queue: queue as QueueId,
        language: screenLanguage(i18n),
      }),
    );
    setBusy(false);
    if (error) return setRefused(faultText({ t, locale: i18n.language, personName: names.person }, callFault(error)));
    dispatch(callFormClosed());
    dispatch(caseShown({ caseId: answer.caseId, customer: subject?.customer ?? (customer === '' ? null : (customer as CustomerId)) }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (readable && !busy && queue !== '') void begin();
  };
  return (
    <FormDialog title={subject ? t('newNoteFor', { name: subject.name }) : t('newNote')} onClose={() => dispatch(callFormClosed())}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={t('number')}
            description={t(subject ? 'numberOnFile' : 'numberHint')}
            value={number}
            onChange={(event) => {
              setNumber(event.currentTarget.value);
              setCustomer('');
            }}
            error={given !== '' && !readable ? t('numberFault') : null}
            inputMode="tel"
            autoComplete="off"
            data-autofocus
          />
          {subject === null && <Matches number={number} chosen={customer} onChoose={setCustomer} />}
          <Radio.Group label={t('direction')} value={direction} onChange={(value) => setDirection(value as CallDirection)}>
            <div className={classes.inline}>
              <Radio value="inbound" label={t('inbound')} />
              <Radio value="outbound" label={t('outbound')} />
            </div>
          </Radio.Group>
          <NativeSelect
            label={t('queue')}
            value={queue}
            onChange={(event) => setQueue(event.currentTarget.value)}
            data={offered.map(({ id }) => ({ value: id, label: names.queue(id) }))}
          />
          {refused && (
            <Text size="sm" c="red.8" role="alert" className={classes.refused}>
              {t('refused', { reason: refused })}
            </Text>
          )}
          <Button type="submit" disabled={!readable || queue === ''} loading={busy}>
            {t('begin')}
          </Button>
        </Stack>
      </form>
    </FormDialog>
  );
}

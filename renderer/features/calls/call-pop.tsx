import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { IconPhoneIncoming } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectPreferences } from '#renderer/app/session-slice.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import classes from '#renderer/features/calls/calls.module.css';
import { popLetGo, popTaken, selectPops, selectRinging } from '#renderer/features/calls/calls-slice.ts';
import { selectRunningCall } from '#renderer/features/routing/routing-slice.ts';
import { faultText } from '#renderer/i18n/fault-text.ts';
import { callFault } from '#renderer/transport/call-fault.ts';
import { chime } from '#renderer/ui/chime.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import type { CallLink } from '#shared/contract/call-link.ts';
import type { RingingCall } from '#shared/contract/phone-schemas.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { SECOND } from '#shared/lib/time.ts';
import type { CustomerSummary } from '#shared/wallet/account.ts';
import { mask } from '#shared/wallet/masking.ts';

/** How often it sounds while it rings. */
const SOUND_EVERY = 4 * SECOND;

interface CardProps {
  readonly number: string | null;
  readonly line: string;
  readonly more: number;
  readonly busy: boolean;
  readonly onTake: () => void;
  readonly onLetGo: () => void;
}

/** A call, over the foot of the customer’s pane: it moves nothing, covers no place where somebody writes, and is taken or let go. */
function Card({ number, line, more, busy, onTake, onLetGo }: CardProps) {
  const { t } = useTranslation('calls');
  const group = t('group');
  useCommand({ id: 'call.take', label: t('popTake'), group, defaultKey: 'alt+H', run: onTake, enabled: !busy, overDialogs: true });
  useCommand({ id: 'call.letGo', label: t('popLetGo'), group, defaultKey: 'alt+shift+H', run: onLetGo, enabled: !busy, overDialogs: true });
  return (
    <section className={classes.pop} aria-label={t('pop')}>
      <span className={classes.popText}>
        <strong role="status">
          <IconPhoneIncoming size={16} aria-hidden /> {t('popFrom', { number: number ?? t('popWithheld') })}
        </strong>
        <span>
          {line}
          {more > 0 && ` · ${t('popMore', { count: more })}`}
        </span>
      </span>
      <div className={classes.buttons}>
        <Button size="xs" loading={busy} onClick={onTake}>
          {t('popTake')}
        </Button>
        <Button size="xs" variant="default" disabled={busy} onClick={onLetGo}>
          {t('popLetGo')}
        </Button>
      </div>
    </section>
  );
}

/** Whose number it may be that rings at one; null while that is not known. */
function useMaybe({ call, mine }: RingingCall): readonly CustomerSummary[] | null {
  const client = useClient();
  const [found, setFound] = useState<readonly CustomerSummary[] | null>(null);
  useEffect(() => {
    // Who is looked for is on record: not for all at whom it rings in passing.
    if (!mine) return;
    let current = true;
    void safe(client.calls.maybe({ call })).then(([error, answer]) => {
      if (current && !error) setFound(answer);
    });
    return () => {
      current = false;
    };
  }, [client, call, mine]);
  return found;
}

function Ringing({ ring, more }: { readonly ring: RingingCall; readonly more: number }) {
  const { t, i18n } = useTranslation('calls');
  const client = useClient();
  const dispatch = useAppDispatch();
  const names = useNames();
  const found = useMaybe(ring);
  const [busy, setBusy] = useState(false);
  const { sounds } = useAppSelector(selectPreferences);
  const { call, answered } = ring;
  useEffect(() => {
    if (!sounds || answered) return;
    chime();
    const timer = setInterval(chime, SOUND_EVERY);
    return () => clearInterval(timer);
  }, [sounds, answered]);
  const take = async () => {
    setBusy(true);
    const [error, taken] = await safe(client.calls.take({ call }));
    setBusy(false);
    if (!error) return dispatch(caseShown({ caseId: taken.caseId }));
    const reason = faultText({ t, locale: i18n.language, personName: names.person }, callFault(error));
    notifications.show({ color: 'red', message: t('refused', { reason }), role: 'alert' });
  };
  const who = found?.length === 0 ? t('popStranger') : found?.map(({ name }) => t('popMaybe', { name })).join(', ');
  const line = [names.queue(ring.queue), answered ? t('popAnswered') : who].filter(Boolean).join(' · ');
  return <Card number={ring.number} line={line} more={more} busy={busy} onTake={() => void take()} onLetGo={() => void safe(client.calls.letGo({ call }))} />;
}

function Told({ link, more }: { readonly link: CallLink; readonly more: number }) {
  const { t } = useTranslation('calls');
  const dispatch = useAppDispatch();
  const number = link.from === null ? null : mask('phone', link.from);
  return (
    <Card
      number={number}
      line={t('popFromPhone')}
      more={more}
      busy={false}
      onTake={() => dispatch(popTaken(link))}
      onLetGo={() => dispatch(popLetGo(link.call))}
    />
  );
}

/** Shows the case of a call that rang here once the telephone system says that its agent answered. */
function useAnswered(ringing: readonly RingingCall[]): void {
  const dispatch = useAppDispatch();
  const running = useAppSelector(selectRunningCall)?.id ?? null;
  const rang = useRef(new Set<CaseId>());
  useEffect(() => {
    for (const { call } of ringing) rang.current.add(call);
  }, [ringing]);
  useEffect(() => {
    if (running !== null && rang.current.delete(running)) dispatch(caseShown({ caseId: running }));
  }, [dispatch, running]);
}

/** The calls that ring at the person in this window: the first of them, and how many more there are. */
export function CallPop() {
  const ringing = useAppSelector(selectRinging);
  const pops = useAppSelector(selectPops);
  useAnswered(ringing);
  const now = useNow(ringing.length > 0 ? SECOND : null);
  const alive = ringing.filter(({ until }) => until > now);
  const more = alive.length + pops.length - 1;
  const [ring] = alive;
  const [link] = pops;
  if (ring) return <Ringing key={ring.call} ring={ring} more={more} />;
  return link ? <Told key={link.call} link={link} more={more} /> : null;
}

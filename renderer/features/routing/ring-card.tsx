import { Button } from '@mantine/core';
import { IconPhoneCall } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { selectPreferences } from '#renderer/app/session-slice.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import classes from '#renderer/features/routing/routing.module.css';
import { selectRing } from '#renderer/features/routing/routing-slice.ts';
import { channelIcons } from '#renderer/ui/channel-icons.ts';
import { chime } from '#renderer/ui/chime.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import type { WorkFrame } from '#shared/contract/schemas.ts';
import { RING_MS } from '#shared/desk/routing.ts';
import { clockText, SECOND } from '#shared/lib/time.ts';

/** How often it sounds while it rings. */
const SOUND_EVERY = 4 * SECOND;

/** What is left of the ring, as a circle that empties and as seconds. */
function Left({ until, now }: { readonly until: number; readonly now: number }) {
  const left = Math.max(0, until - now);
  const around = 2 * Math.PI * 13;
  return (
    <span className={classes.left}>
      <svg width={32} height={32} viewBox="0 0 32 32" aria-hidden="true">
        <circle cx={16} cy={16} r={13} className={classes.track} />
        <circle cx={16} cy={16} r={13} className={classes.rest} strokeDasharray={around} strokeDashoffset={around * (1 - left / RING_MS)} />
      </svg>
      <span className={classes.seconds}>{Math.ceil(left / SECOND)}</span>
    </span>
  );
}

function Ringing({ ring }: { readonly ring: NonNullable<WorkFrame['ring']> }) {
  const { t } = useTranslation('routing');
  const names = useNames();
  const act = useAct();
  const dispatch = useAppDispatch();
  const { sounds } = useAppSelector(selectPreferences);
  const now = useNow(SECOND / 2);
  const [busy, setBusy] = useState(false);
  const { row, until } = ring;
  useEffect(() => {
    if (!sounds) return;
    const timer = setInterval(chime, SOUND_EVERY);
    return () => clearInterval(timer);
  }, [sounds]);
  const pickUp = async () => {
    setBusy(true);
    const done = await act(row.id, { type: 'accept' });
    setBusy(false);
    if (!done.ok) return;
    dispatch(caseShown({ caseId: row.id, customer: row.customer }));
  };
  const pass = () => void act(row.id, { type: 'decline' });
  const group = t('group');
  useCommand({ id: 'ring.pickUp', label: t('pickUp'), group, defaultKey: 'alt+Z', run: () => void pickUp(), enabled: !busy, overDialogs: true });
  useCommand({ id: 'ring.pass', label: t('pass'), group, defaultKey: 'alt+shift+Z', run: pass, enabled: !busy, overDialogs: true });
  const Channel = channelIcons[row.channel];
  const who = row.contactName ?? t('somebody');
  const waited = clockText(now - (row.waitingSince ?? row.openedAt));
  return (
    <section className={classes.card} aria-label={t('rings')}>
      <Left until={until} now={now} />
      <span className={classes.what}>
        <strong className={classes.who}>
          <IconPhoneCall size={15} aria-hidden className={classes.bell} />
          <span role="status">{t('ringsFor', { queue: names.queue(row.queue) })}</span>
        </strong>
        <span className={classes.line}>
          <Channel size={13} aria-hidden /> <bdi>{who}</bdi> · {t('waited', { time: waited })}
        </span>
      </span>
      <Button size="xs" loading={busy} onClick={() => void pickUp()}>
        {t('pickUp')}
      </Button>
      <Button size="xs" variant="default" disabled={busy} onClick={pass}>
        {t('pass')}
      </Button>
    </section>
  );
}

/** The case that rings at the person in this window, in the head of it: it covers nothing and moves nothing. */
export function RingCard() {
  const ring = useAppSelector(selectRing);
  return ring === null ? null : <Ringing key={`${ring.row.id} ${ring.until}`} ring={ring} />;
}

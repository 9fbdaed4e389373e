import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { momentText } from '#renderer/i18n/date-text.ts';
import classes from '#renderer/ui/panel-standing.module.css';
import { useCountdown } from '#renderer/ui/use-countdown.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import { type Instant, MINUTE, SECOND } from '#shared/lib/time.ts';
import type { ShownFault } from '#shared/wallet/panel-fault.ts';

interface Props {
  /** When the wallet said what is shown; null where nothing is. */
  readonly at: Instant | null;
  readonly fault: ShownFault | null;
  readonly onRetry: () => void;
}

/** Counts down to when the wallet may be asked again, and asks then. */
function Countdown({ until, onRetry }: { readonly until: Instant; readonly onRetry: () => void }) {
  const { t } = useTranslation('panels');
  const seconds = Math.ceil(useCountdown(until) / SECOND);
  const asked = useRef<Instant | null>(null);
  useEffect(() => {
    if (seconds > 0 || asked.current === until) return;
    asked.current = until;
    onRetry();
  }, [seconds, until, onRetry]);
  return (
    <Button size="compact-xs" variant="subtle" disabled={seconds > 0} onClick={onRetry}>
      {seconds > 0 ? t('retryIn', { seconds }) : t('retry')}
    </Button>
  );
}

function Fault({ at, fault, onRetry }: Props & { readonly fault: ShownFault }) {
  const { t, i18n } = useTranslation('panels');
  const now = useNow(30 * SECOND);
  const old = at === null ? '' : `${t('asOfOld', { time: momentText(at, i18n.language, now), count: Math.max(0, Math.floor((now - at) / MINUTE)) })} `;
  return (
    <div className={classes.fault} role="alert">
      <span title={fault.detail === '' ? undefined : t('faultDetail', { detail: fault.detail })}>
        {old}
        {t(`fault_${fault.code}`)}
      </span>{' '}
      {fault.code === 'not-connected' ? null : fault.retryAt === null ? (
        <Button size="compact-xs" variant="subtle" onClick={onRetry}>
          {t('retry')}
        </Button>
      ) : (
        <Countdown until={fault.retryAt} onRetry={onRetry} />
      )}
    </div>
  );
}

/** How a part of the page stands: as of when, and why nothing newer is there, with a way to ask again. */
export function PanelStanding({ at, fault, onRetry }: Props) {
  const { t, i18n } = useTranslation('panels');
  if (fault) return <Fault at={at} fault={fault} onRetry={onRetry} />;
  if (at === null) return null;
  return <div className={classes.age}>{t('asOf', { time: momentText(at, i18n.language, Date.now()) })}</div>;
}

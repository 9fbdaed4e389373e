import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/verification/verification.module.css';
import { useCountdown } from '#renderer/ui/use-countdown.ts';
import { clockText } from '#shared/lib/time.ts';
import type { VerificationStep } from '#shared/wallet/verification.ts';

/** That a step is passed or locked, and how long yet; null while it may be tried. `onTime` is called once that is over. */
export function StepStanding({ step, onTime }: { readonly step: VerificationStep | null; readonly onTime: () => void }) {
  const { t } = useTranslation('accountActions');
  const left = useCountdown(step?.expiresAt ?? null);
  const over = step?.expiresAt != null && left === 0;
  useEffect(() => {
    if (over) onTime();
  }, [over, onTime]);
  if (step?.expiresAt == null || (step.state !== 'passed' && step.state !== 'locked')) return null;
  const time = clockText(left);
  return (
    <p className={step.state === 'passed' ? classes.passed : classes.locked} role="status">
      {t(step.state === 'passed' ? 'stepPassed' : 'stepLocked', { time })}
    </p>
  );
}

/** Whether a step may be tried. */
export const mayTry = (step: VerificationStep | null): boolean => step === null || step.state === 'open' || step.state === 'pending';

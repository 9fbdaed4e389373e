import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/verification/verification.module.css';
import { useNow } from '#renderer/ui/use-now.ts';
import { clockText, SECOND } from '#shared/lib/time.ts';
import type { VerificationStep } from '#shared/wallet/verification.ts';

/** That a step is passed or locked, and how long yet; null while it may be tried. `onTime` is called once that is over. */
export function StepStanding({ step, onTime }: { readonly step: VerificationStep | null; readonly onTime: () => void }) {
  const { t } = useTranslation('accountActions');
  const now = useNow(SECOND);
  const over = step?.expiresAt != null && step.expiresAt <= now;
  useEffect(() => {
    if (over) onTime();
  }, [over, onTime]);
  if (step?.expiresAt == null || (step.state !== 'passed' && step.state !== 'locked')) return null;
  const time = clockText(step.expiresAt - now);
  return (
    <p className={step.state === 'passed' ? classes.passed : classes.locked} role="status">
      {t(step.state === 'passed' ? 'stepPassed' : 'stepLocked', { time })}
    </p>
  );
}

/** Whether a step may be tried. */
export const mayTry = (step: VerificationStep | null): boolean => step === null || step.state === 'open' || step.state === 'pending';

import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayTry, StepStanding } from '#renderer/features/verification/step-standing.tsx';
import classes from '#renderer/features/verification/verification.module.css';
import { focusHere } from '#renderer/ui/focus-here.ts';
import { useCountdown } from '#renderer/ui/use-countdown.ts';
import { clockText } from '#shared/lib/time.ts';
import type { CodeSent, VerificationStep } from '#shared/wallet/verification.ts';

interface Props {
  readonly step: VerificationStep | null;
  readonly onBegin: () => Promise<CodeSent | null>;
  /** Whether it was right. */
  readonly onCheck: (code: string) => Promise<boolean>;
  readonly onTime: () => void;
}

/** The one-time code: it is sent, the customer reads it out, the agent types it. */
export function CodeStep({ step, onBegin, onCheck, onTime }: Props) {
  const { t } = useTranslation('accountActions');
  const [sent, setSent] = useState<CodeSent | null>(null);
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const begin = async () => {
    setBusy(true);
    const begun = await onBegin();
    setBusy(false);
    setCode('');
    if (begun !== null) setSent(begun);
  };
  const check = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || code.trim() === '') return;
    setBusy(true);
    const right = await onCheck(code.trim());
    setBusy(false);
    setCode('');
    if (right) setSent(null);
  };
  const left = useCountdown(sent?.expiresAt ?? null);
  const open = sent !== null && left > 0 && mayTry(step);
  return (
    <section className={classes.step} aria-label={t('byCode')}>
      <h3>{t('byCode')}</h3>
      <StepStanding step={step} onTime={onTime} />
      {mayTry(step) && (
        <>
          <p className={classes.hint}>{open ? t('codeSent', { phone: sent.sentTo, time: clockText(left) }) : t('codeHint')}</p>
          {open && (
            <form onSubmit={(event) => void check(event)}>
              <Group align="end" gap="xs" mb="xs">
                <TextInput
                  ref={focusHere}
                  label={t('codeField')}
                  description={t('triesLeft', { count: step?.triesLeft ?? sent.triesLeft })}
                  value={code}
                  onChange={(event) => setCode(event.currentTarget.value)}
                  inputMode="numeric"
                  autoComplete="off"
                  spellCheck={false}
                  maxLength={10}
                />
                <Button type="submit" disabled={code.trim() === ''} loading={busy}>
                  {t('codeCheck')}
                </Button>
              </Group>
            </form>
          )}
          <Button data-autofocus variant={open ? 'subtle' : 'light'} size="xs" loading={busy && !open} onClick={() => void begin()}>
            {t(open ? 'codeAgain' : 'codeBegin')}
          </Button>
        </>
      )}
    </section>
  );
}

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
  /** What is on its way to the customer, as far as it is known here. */
  readonly sent: CodeSent | null;
  readonly onBegin: () => Promise<void>;
  readonly onCheck: (code: string) => Promise<void>;
  readonly onTime: () => void;
}

/** The one-time code: it is sent, the customer reads it out, the agent types it. */
export function CodeStep({ step, sent, onBegin, onCheck, onTime }: Props) {
  const { t } = useTranslation('accountActions');
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const begin = async () => {
    setBusy(true);
    await onBegin();
    setBusy(false);
    setCode('');
  };
  const check = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || code.trim() === '') return;
    setBusy(true);
    await onCheck(code.trim());
    setBusy(false);
    setCode('');
  };
  // Another console may have sent it, to a phone that is not named here: it can be read out all the same.
  const until = step?.state === 'pending' ? step.expiresAt : null;
  const left = useCountdown(until);
  const open = left > 0;
  const time = clockText(left);
  const hint = open ? (sent === null ? t('codeUnderWay', { time }) : t('codeSent', { phone: sent.sentTo, time })) : t('codeHint');
  return (
    <section className={classes.step} aria-label={t('byCode')}>
      <h3>{t('byCode')}</h3>
      <StepStanding step={step} onTime={onTime} />
      {mayTry(step) && (
        <>
          <p className={classes.hint}>{hint}</p>
          {open && (
            <form onSubmit={(event) => void check(event)}>
              <Group align="end" gap="xs" mb="xs">
                <TextInput
                  ref={focusHere}
                  label={t('codeField')}
                  description={t('triesLeft', { count: step?.triesLeft ?? 0 })}
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

import { Button, Text, TextInput } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/step-up/step-up.module.css';
import { focusHere } from '#renderer/ui/focus-here.ts';
import { useCountdown } from '#renderer/ui/use-countdown.ts';
import type { StepUpState } from '#shared/desk/step-up.ts';
import { SECOND } from '#shared/lib/time.ts';

const LASTS = 61 * SECOND;

interface DemoProps {
  readonly demo: NonNullable<StepUpState['demo']>;
  readonly onUse: (code: string) => void;
  readonly onTime: () => void;
}

/** What the demo's app would show; a code was taken lately where the next one has yet to come. */
function DemoCode({ demo, onUse, onTime }: DemoProps) {
  const { t } = useTranslation('guard');
  // A code is told from one step before its own on; a minute later its own is over, and the next one is there to be told.
  const left = useCountdown(demo.from + LASTS);
  const wait = Math.max(0, Math.ceil((left - LASTS) / SECOND));
  const over = left === 0;
  useEffect(() => {
    if (over) onTime();
  }, [over, onTime]);
  return (
    <div className={classes.demo}>
      <span>{wait > 0 ? t('codeDemoWait', { seconds: wait }) : t('codeDemo', { code: demo.code })}</span>
      {wait === 0 && (
        <Button size="compact-xs" variant="light" onClick={() => onUse(demo.code)}>
          {t('codeUse')}
        </Button>
      )}
    </div>
  );
}

interface Props {
  readonly demo: StepUpState['demo'];
  /** Whether it is known yet what the person has. */
  readonly known: boolean;
  readonly code: string;
  readonly onCode: (code: string) => void;
  /** To be called when what is known may be out of date. */
  readonly onTime: () => void;
  readonly label?: string;
  readonly focus?: boolean;
}

/** Asks for the six digits that a person's app shows. */
export function CodePrompt({ demo, known, code, onCode, onTime, label, focus }: Props) {
  const { t } = useTranslation('guard');
  return (
    <div>
      <TextInput
        label={label ?? t('code')}
        value={code}
        onChange={(event) => onCode(event.currentTarget.value.replace(/\D/g, '').slice(0, 6))}
        inputMode="numeric"
        autoComplete="one-time-code"
        spellCheck={false}
        classNames={{ input: classes.code ?? '' }}
        {...(focus && { ref: focusHere, 'data-autofocus': true })}
      />
      {demo && <DemoCode demo={demo} onUse={onCode} onTime={onTime} />}
      {!known && (
        <Text size="xs" c="dimmed">
          …
        </Text>
      )}
    </div>
  );
}

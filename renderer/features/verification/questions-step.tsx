import { Button, NativeSelect, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayTry, StepStanding } from '#renderer/features/verification/step-standing.tsx';
import classes from '#renderer/features/verification/verification.module.css';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import { focusHere } from '#renderer/ui/focus-here.ts';
import { useMoment } from '#renderer/ui/use-countdown.ts';
import type { KnowledgeAnswers, KnowledgeCheck, VerificationStep } from '#shared/wallet/verification.ts';

interface Props {
  readonly step: VerificationStep | null;
  /** What the customer was asked and has not answered yet. */
  readonly check: KnowledgeCheck | null;
  readonly onBegin: () => Promise<void>;
  readonly onCheck: (answers: KnowledgeAnswers) => Promise<void>;
  readonly onTime: () => void;
}

/** Questions to the customer, whose answers the wallet alone knows. */
export function QuestionsStep({ step, check, onBegin, onCheck, onTime }: Props) {
  const { t, i18n } = useTranslation('accountActions');
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  useMoment(check?.expiresAt ?? null);
  const language = screenLanguage(i18n);
  const open = check !== null && check.expiresAt > Date.now() && step?.state === 'pending';
  const begin = async () => {
    setBusy(true);
    await onBegin();
    setBusy(false);
    setAnswers({});
  };
  const complete = check?.questions.every(({ id }) => (answers[id] ?? '').trim() !== '') ?? false;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || !complete || check === null) return;
    setBusy(true);
    await onCheck(check.questions.map(({ id }) => ({ id, answer: (answers[id] ?? '').trim() })));
    setBusy(false);
    setAnswers({});
  };
  const answer = (id: string, value: string) => setAnswers((had) => ({ ...had, [id]: value }));
  return (
    <section className={classes.step} aria-label={t('byKnowledge')}>
      <h3>{t('byKnowledge')}</h3>
      <StepStanding step={step} onTime={onTime} />
      {mayTry(step) && (
        <>
          <p className={classes.hint}>
            {t('questionsHint')} {open && t('triesLeft', { count: step.triesLeft })}
          </p>
          {open ? (
            <form onSubmit={(event) => void submit(event)}>
              <Stack gap="xs">
                {check.questions.map(({ id, text, choices }, index) =>
                  choices ? (
                    <NativeSelect
                      key={id}
                      ref={index === 0 ? focusHere : undefined}
                      label={text[language]}
                      value={answers[id] ?? ''}
                      onChange={(event) => answer(id, event.currentTarget.value)}
                      data={[{ value: '', label: t('choose'), disabled: true }, ...choices.map((one) => ({ value: one, label: one }))]}
                    />
                  ) : (
                    <TextInput
                      key={id}
                      ref={index === 0 ? focusHere : undefined}
                      label={text[language]}
                      value={answers[id] ?? ''}
                      onChange={(event) => answer(id, event.currentTarget.value)}
                      autoComplete="off"
                      spellCheck={false}
                      maxLength={100}
                    />
                  ),
                )}
                <Button type="submit" disabled={!complete} loading={busy}>
                  {t('questionsCheck')}
                </Button>
              </Stack>
            </form>
          ) : (
            <Button variant="light" size="xs" loading={busy} onClick={() => void begin()}>
              {t('questionsBegin')}
            </Button>
          )}
        </>
      )}
    </section>
  );
}

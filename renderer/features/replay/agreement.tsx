import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/replay/replay.module.css';
import { scoreText } from '#renderer/features/replay/review-form-state.ts';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { calibrate, type Grading } from '#shared/review/calibration.ts';
import { type Question, questionsOf, type Scorecard } from '#shared/review/scorecard.ts';

interface Props {
  readonly card: Scorecard;
  /** At least two. */
  readonly gradings: readonly Grading[];
}

/** How far those who graded one person's part in a case agree: over all, by question, and with one of them as the measure. */
export function Agreement({ card, gradings }: Props) {
  const { t, i18n } = useTranslation('replay');
  const names = useNames();
  const [expert, setExpert] = useState<string | null>(null);
  const language = screenLanguage(i18n);
  const { questions, pairs, graders } = calibrate(card, gradings, expert as PersonId | null);
  const byId = new Map(questionsOf(card).map((question) => [question.id, question]));
  const answer = (question: Question | undefined, value: number | null) => {
    if (value === null) return t('notApplicable');
    return question?.min === 0 && question.max === 1 ? t(value === 1 ? 'yes' : 'no') : String(value);
  };
  return (
    <section className={classes.agreement} aria-label={t('agreement')}>
      <p className={classes.score} title={t('agreementHint')}>
        {t('agreementOf', { share: scoreText(pairs.value, i18n.language), same: pairs.numerator, all: pairs.denominator })}
      </p>
      <Select
        size="xs"
        clearable
        label={t('measure')}
        placeholder={t('measureNone')}
        value={expert}
        onChange={setExpert}
        data={graders.map(({ by }) => ({ value: by, label: names.person(by) }))}
      />
      <div className={classes.scrolled}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('question')}</th>
              {graders.map(({ by }) => (
                <th key={by} scope="col">
                  {names.person(by)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {questions.map(({ question, pairs: alike, answers }) => (
              <tr key={question} data-differs={alike.numerator < alike.denominator || undefined}>
                <th scope="row">
                  {byId.get(question)?.text[language]}
                  {alike.numerator < alike.denominator && <span className={classes.differs}>{t('differs')}</span>}
                </th>
                {answers.map(({ by, value }) => (
                  <td key={by}>{answer(byId.get(question), value)}</td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('scoreRow')}</th>
              {graders.map(({ by, score, deviation }) => (
                <td key={by}>
                  {scoreText(score, i18n.language)}
                  {deviation !== null && <span className={classes.hint}> {t('apart', { share: scoreText(deviation, i18n.language) })}</span>}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  );
}

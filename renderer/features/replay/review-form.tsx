import { Button, Radio, SegmentedControl, Select, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ORPCError, safe } from '@orpc/client';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { Agreement } from '#renderer/features/replay/agreement.tsx';
import classes from '#renderer/features/replay/replay.module.css';
import { emptyForm, formOf, type ReviewFormState, readForm, scoreText } from '#renderer/features/replay/review-form-state.ts';
import type { Recording } from '#renderer/features/replay/use-recording.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { workedBy } from '#shared/review/decide-review.ts';
import { defaultScorecard } from '#shared/review/default-scorecard.ts';
import { gradingsOf, type ReviewState, scoreOf } from '#shared/review/review-state.ts';
import { scoreReview } from '#shared/review/score-review.ts';
import { type Question, questionsOf } from '#shared/review/scorecard.ts';

const card = defaultScorecard;

interface QuestionProps {
  readonly question: Question;
  readonly value: number | null | undefined;
  readonly comment: string;
  readonly onValue: (value: number | null) => void;
  readonly onComment: (text: string) => void;
}

function QuestionField({ question, value, comment, onValue, onComment }: QuestionProps) {
  const { t, i18n } = useTranslation('replay');
  const language = screenLanguage(i18n);
  const yesNo = question.min === 0 && question.max === 1;
  const points = Array.from({ length: question.max - question.min + 1 }, (_, index) => question.min + index);
  const word = (point: number) => (yesNo ? t(point === 1 ? 'yes' : 'no') : String(point));
  const flags = [t('weight', { weight: question.weight }), ...(question.critical ? [t('critical')] : []), ...(question.fatal ? [t('fatal')] : [])];
  return (
    <div className={classes.question}>
      <Radio.Group
        label={question.text[language]}
        description={flags.join(' · ')}
        value={value === undefined ? null : value === null ? 'na' : String(value)}
        onChange={(chosen) => onValue(chosen === 'na' ? null : Number(chosen))}
      >
        <div className={classes.points}>
          {points.map((point) => (
            <Radio key={point} value={String(point)} label={word(point)} size="xs" />
          ))}
          {question.optional && <Radio value="na" label={t('notApplicable')} size="xs" />}
        </div>
      </Radio.Group>
      <Textarea
        size="xs"
        aria-label={t('commentOn', { question: question.text[language] })}
        placeholder={t('comment')}
        value={comment}
        onChange={(event) => onComment(event.currentTarget.value)}
        maxLength={2000}
        autosize
        minRows={1}
      />
    </div>
  );
}

interface Props {
  readonly caseId: CaseId;
  readonly recording: Recording;
  /** The newest of each reviewer. */
  readonly reviews: readonly ReviewState[];
  readonly onReviewed: () => void;
}

/** The scorecard of one person's part in the case: the score grows while it is filled, and what is filled is kept until it is saved. */
export function ReviewForm({ caseId, recording, reviews, onReviewed }: Props) {
  const { t, i18n } = useTranslation('replay');
  const client = useClient();
  const names = useNames();
  const me = useAppSelector(selectMe)?.person.id ?? null;
  const workers = useMemo(() => {
    const state = recording.playback.stateAt(recording.playback.to);
    return state ? workedBy(state).filter((id) => id !== me) : [];
  }, [recording.playback, me]);
  const own = reviews.find(({ saved }) => saved?.by === me) ?? null;
  const { keeper } = recording;
  const [form, setForm] = useState<ReviewFormState>(() => readForm(keeper.draft) ?? (own ? formOf(own) : emptyForm(workers[0] ?? null)));
  const [dirty, setDirty] = useState(keeper.draft !== null);
  const [busy, setBusy] = useState(false);
  const newest = useRef(form);
  const change = (next: Partial<ReviewFormState>) => {
    newest.current = { ...newest.current, ...next };
    setForm(newest.current);
    setDirty(true);
    keeper.changed(JSON.stringify(newest.current));
  };
  const answers = questionsOf(card).flatMap(({ id }) => {
    const value = form.answers[id];
    return value === undefined ? [] : [{ question: id, value }];
  });
  const score = scoreReview(card, answers);
  const missing = questionsOf(card).length - answers.length;
  const language = screenLanguage(i18n);
  const save = async () => {
    if (form.agent === null || !score.ok || busy) return;
    setBusy(true);
    const comments = Object.entries(form.comments).flatMap(([question, text]) => (text.trim() === '' ? [] : [{ question, text }]));
    const [error, answer] = await safe(
      client.replay.save({
        caseId,
        agent: form.agent as PersonId,
        scorecard: { id: card.id, version: card.version },
        purpose: form.purpose,
        answers,
        comments,
      }),
    );
    setBusy(false);
    if (error) {
      const fault = error instanceof ORPCError && error.code === 'BAD_INPUT' ? String((error.data as { fault: string }).fault) : 'other';
      notifications.show({ color: 'red', message: t([`saveFault_${fault}`, 'saveFault_other'] as never), role: 'alert' });
      return;
    }
    recording.onReviews(answer.reviews);
    onReviewed();
    // What was changed meanwhile is of the next one.
    keeper.saved(JSON.stringify(form));
    setDirty(newest.current !== form);
    notifications.show({ message: t('saved') });
  };
  const gradings = form.agent === null ? [] : gradingsOf(reviews, form.agent as PersonId);
  // Whoever calibrates answers without knowing what the others answered.
  const blind = form.purpose === 'calibration' && gradings.some(({ by }) => by !== me) && !gradings.some(({ by }) => by === me);
  if (workers.length === 0) return <p className={classes.hint}>{t('nobodyToReview')}</p>;
  return (
    <section className={classes.review} aria-label={t('review')}>
      {blind && <p className={classes.hint}>{t('blind')}</p>}
      {(blind ? [] : reviews)
        .filter(({ saved }) => saved !== null)
        .map((review) => {
          const { saved } = review;
          if (!saved) return null;
          const given = scoreOf(saved, card);
          return (
            <p key={saved.by} className={classes.hint}>
              {t('savedBy', {
                name: names.person(saved.by),
                agent: names.person(saved.agent),
                time: momentText(saved.at, i18n.language, Date.now()),
                score: given.ok ? scoreText(given.value.value, i18n.language) : '–',
              })}
            </p>
          );
        })}
      <Select
        size="xs"
        label={t('whom')}
        allowDeselect={false}
        value={form.agent}
        onChange={(agent) => change({ agent })}
        data={workers.map((id) => ({ value: id, label: names.person(id) }))}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('purpose')}
        value={form.purpose}
        onChange={(purpose) => change({ purpose: purpose as ReviewFormState['purpose'] })}
        data={[
          { value: 'quality', label: t('purpose_quality') },
          { value: 'calibration', label: t('purpose_calibration') },
        ]}
      />
      {card.sections.map((section) => (
        <fieldset key={section.id} className={classes.section}>
          <legend>{section.name[language]}</legend>
          {section.questions.map((question) => (
            <QuestionField
              key={question.id}
              question={question}
              value={form.answers[question.id]}
              comment={form.comments[question.id] ?? ''}
              onValue={(value) => change({ answers: { ...form.answers, [question.id]: value } })}
              onComment={(text) => change({ comments: { ...form.comments, [question.id]: text } })}
            />
          ))}
        </fieldset>
      ))}
      <p className={classes.score} role="status" title={t('scoreHint')}>
        {score.ok ? t('score', { score: scoreText(score.value.value, i18n.language) }) : t('scoreMissing', { count: missing })}
      </p>
      {score.ok && score.value.fatal.length + score.value.critical.length > 0 && <p className={classes.failed}>{t('failed')}</p>}
      <div className={classes.noteRow}>
        <Button size="xs" disabled={!score.ok || !dirty} loading={busy} onClick={() => void save()}>
          {t('save')}
        </Button>
        <span className={classes.hint} role="status">
          {dirty ? t('notSaved') : own ? t('isSaved') : ''}
        </span>
      </div>
      {form.purpose === 'calibration' && !blind && gradings.length > 1 && <Agreement card={card} gradings={gradings} />}
    </section>
  );
}

import type { BodyOf } from '#shared/case/events.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { type Question, questionsOf, type Scorecard } from '#shared/review/scorecard.ts';

export type Answer = BodyOf<'review.saved'>['answers'][number];

/** Why answers do not fit their scorecard; `question` names the first that does not. */
export interface AnswerFault {
  readonly code: 'other-scorecard' | 'unknown-question' | 'answered-twice' | 'not-on-scale' | 'not-optional' | 'unanswered';
  readonly question: string | null;
}

/** A weighted mean with what it was made of; `value` is a share of 1, null where nothing counts. */
export interface Score {
  readonly value: number | null;
  /** Σ score × weight. */
  readonly numerator: number;
  /** Σ weight. */
  readonly denominator: number;
}

export interface ReviewScore extends Score {
  /** What the answers give before critical and fatal questions had their say. */
  readonly unadjusted: number | null;
  /** Critical questions under half of their scale, in the order of the form. */
  readonly critical: readonly string[];
  /** Fatal questions answered with no. */
  readonly fatal: readonly string[];
  readonly sections: readonly (Score & { readonly id: string })[];
  /** Each question's share of its scale; null: not applicable. */
  readonly questions: readonly { readonly id: string; readonly score: number | null }[];
}

/** A critical question below this share of its scale sets the review to 0 (ZD-IQS). */
const CRITICAL_BELOW = 0.5;

/** Where a point lies on its scale, as a share: (chosen − min) / (max − min) (ZD-IQS). */
export function scaleShare(question: Pick<Question, 'min' | 'max'>, chosen: number): number {
  return (chosen - question.min) / (question.max - question.min);
}

/** The first fault of the answers, or null; each question is answered once, on its scale, or left out where that is allowed. */
export function answerFault(card: Scorecard, answers: readonly Answer[]): AnswerFault | null {
  const questions = new Map(questionsOf(card).map((question) => [question.id, question]));
  const seen = new Set<string>();
  for (const { question: id, value } of answers) {
    const question = questions.get(id);
    if (!question) return { code: 'unknown-question', question: id };
    if (seen.has(id)) return { code: 'answered-twice', question: id };
    seen.add(id);
    if (value === null) {
      if (!question.optional) return { code: 'not-optional', question: id };
    } else if (!Number.isInteger(value) || value < question.min || value > question.max) return { code: 'not-on-scale', question: id };
  }
  const missing = [...questions.keys()].find((id) => !seen.has(id));
  return missing === undefined ? null : { code: 'unanswered', question: missing };
}

interface Rated {
  readonly question: Question;
  readonly score: number | null;
}

/** Σ score × weight / Σ weight over what is applicable: what is not is removed from both (GC-SCORE). */
function weighted(rated: readonly Rated[]): Score {
  let [numerator, denominator] = [0, 0];
  for (const { question, score } of rated) {
    if (score === null) continue;
    numerator += score * question.weight;
    denominator += question.weight;
  }
  return { value: denominator === 0 ? null : numerator / denominator, numerator, denominator };
}

/** Scores a review: 0 where a critical question is under half of its scale or a fatal one was answered with no. */
export function scoreReview(card: Scorecard, answers: readonly Answer[]): Result<ReviewScore, AnswerFault> {
  const fault = answerFault(card, answers);
  if (fault !== null) return fail(fault);
  const chosen = new Map(answers.map(({ question, value }) => [question, value]));
  const rate = (question: Question): Rated => {
    const value = chosen.get(question.id) ?? null;
    return { question, score: value === null ? null : scaleShare(question, value) };
  };
  const rated = questionsOf(card).map(rate);
  const ids = (list: readonly Rated[]) => list.map(({ question }) => question.id);
  const critical = ids(rated.filter(({ question, score }) => question.critical && score !== null && score < CRITICAL_BELOW));
  const fatal = ids(rated.filter(({ question, score }) => question.fatal && score === 0));
  const all = weighted(rated);
  const failed = critical.length + fatal.length > 0;
  return ok({
    value: failed ? 0 : all.value,
    numerator: failed ? 0 : all.numerator,
    denominator: all.denominator,
    unadjusted: all.value,
    critical,
    fatal,
    sections: card.sections.map(({ id, questions }) => ({ id, ...weighted(questions.map(rate)) })),
    questions: rated.map(({ question, score }) => ({ id: question.id, score })),
  });
}

/** The quality score of several reviews: the mean of those that have a score (IQS in ZD-IQS). */
export function qualityScore(reviews: readonly Pick<Score, 'value'>[]): Score {
  const values = reviews.flatMap(({ value }) => (value === null ? [] : [value]));
  const numerator = values.reduce((sum, value) => sum + value, 0);
  return { value: values.length === 0 ? null : numerator / values.length, numerator, denominator: values.length };
}

import type { PersonId } from '#shared/lib/ids.ts';
import { type Answer, scaleShare, scoreReview } from '#shared/review/score-review.ts';
import { questionsOf, type Scorecard } from '#shared/review/scorecard.ts';

/** One grader's answers on the case that all were given. */
export interface Grading {
  readonly by: PersonId;
  readonly answers: readonly Answer[];
}

/** A share with what it was made of; null over 0. */
export interface Agreement {
  readonly value: number | null;
  readonly numerator: number;
  readonly denominator: number;
}

export interface QuestionAgreement {
  readonly question: string;
  /** Pairs of graders that answered alike, of all pairs; "not applicable" is an answer like others. */
  readonly pairs: Agreement;
  /** Graders that answered as the expert did, of all other graders; null without an expert. */
  readonly withExpert: Agreement | null;
  /** Mean distance from the expert's answer as a share of the scale, over graders who rated where the expert rated; null where none. */
  readonly deviation: number | null;
  readonly answers: readonly { readonly by: PersonId; readonly value: number | null }[];
}

export interface Calibration {
  readonly questions: readonly QuestionAgreement[];
  /** Agreeing pairs of all pairs over all questions. */
  readonly pairs: Agreement;
  /** Each grader's review score and its distance from the expert's (0 to 1); null where there is none to compare. */
  readonly graders: readonly { readonly by: PersonId; readonly score: number | null; readonly deviation: number | null }[];
  /** Graders whose answers do not fit the scorecard; they are not compared. */
  readonly leftOut: readonly PersonId[];
}

const agreement = (numerator: number, denominator: number): Agreement => ({
  value: denominator === 0 ? null : numerator / denominator,
  numerator,
  denominator,
});

const mean = (values: readonly number[]): number | null => (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length);

/** Pairs of the same value: Σ n·(n − 1) / 2 over the values given. */
function alike(values: readonly (number | null)[]): number {
  const times = new Map<number | null, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  return [...times.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
}

/**
 * Compares graders who rated the same case with the same scorecard, question by question, and with a named expert where
 * there is one (AWS-CAL). Of a person graded twice the later grading counts.
 */
export function calibrate(card: Scorecard, gradings: readonly Grading[], expert: PersonId | null): Calibration {
  const scored = [...new Map(gradings.map((grading) => [grading.by, grading])).values()].map((grading) => ({
    by: grading.by,
    chosen: new Map(grading.answers.map(({ question, value }) => [question, value])),
    score: scoreReview(card, grading.answers),
  }));
  const fitting = scored.flatMap(({ by, chosen, score }) => (score.ok ? [{ by, chosen, score: score.value.value }] : []));
  const named = fitting.find(({ by }) => by === expert) ?? null;
  const others = fitting.filter((grader) => grader !== named);

  const questions = questionsOf(card).map((question): QuestionAgreement => {
    const of = (grader: (typeof fitting)[number]) => grader.chosen.get(question.id) ?? null;
    const values = fitting.map(of);
    const wanted = named === null ? null : of(named);
    const rated = wanted === null ? [] : others.map(of).filter((value) => value !== null);
    return {
      question: question.id,
      pairs: agreement(alike(values), (values.length * (values.length - 1)) / 2),
      withExpert: named === null ? null : agreement(others.filter((grader) => of(grader) === wanted).length, others.length),
      deviation: wanted === null ? null : mean(rated.map((value) => Math.abs(scaleShare(question, value) - scaleShare(question, wanted)))),
      answers: fitting.map((grader) => ({ by: grader.by, value: of(grader) })),
    };
  });
  return {
    questions,
    pairs: agreement(
      questions.reduce((sum, { pairs }) => sum + pairs.numerator, 0),
      questions.reduce((sum, { pairs }) => sum + pairs.denominator, 0),
    ),
    graders: fitting.map(({ by, score }) => ({
      by,
      score,
      deviation: named === null || by === named.by || score === null || named.score === null ? null : Math.abs(score - named.score),
    })),
    leftOut: scored.filter(({ score }) => !score.ok).map(({ by }) => by),
  };
}

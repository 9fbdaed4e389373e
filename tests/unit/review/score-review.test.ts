import { describe, expect, test } from 'vitest';
import { qualityScore, scaleShare, scoreReview } from '#shared/review/score-review.ts';
import type { Scorecard } from '#shared/review/scorecard.ts';
import { answers, asked, card, named } from '#tests/unit/review/review-kit.ts';

const scored = (form: Scorecard, given: Readonly<Record<string, number | null>>) => {
  const result = scoreReview(form, answers(given));
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};
const refused = (form: Scorecard, given: readonly { question: string; value: number | null }[]) => {
  const result = scoreReview(form, given);
  return result.ok ? null : result.error;
};

describe('a question', () => {
  test.each([
    [0, 1, 0, 0],
    [0, 1, 1, 1],
    [1, 3, 2, 0.5],
    [1, 4, 2, 1 / 3],
    [1, 5, 4, 0.75],
    [1, 5, 1, 0],
    [1, 5, 5, 1],
  ])('from %i to %i answered with %i gives %f of its scale', (min, max, chosen, wanted) => {
    expect(scaleShare({ min, max }, chosen)).toBe(wanted);
  });
});

describe('a review', () => {
  const form = card(asked('tone', { min: 1, max: 5, weight: 20 }), asked('solved', { weight: 60 }), asked('language', { min: 1, max: 3, optional: true }));

  test('is the weighted mean of its questions', () => {
    expect(scored(form, { tone: 4, solved: 1, language: 1 })).toMatchObject({ value: 75 / 90, numerator: 75, denominator: 90, critical: [], fatal: [] });
  });

  test('leaves out what is not applicable, above and below', () => {
    const score = scored(form, { tone: 4, solved: 1, language: null });
    expect(score).toMatchObject({ value: 75 / 80, numerator: 75, denominator: 80 });
    expect(score.questions.at(-1)).toEqual({ id: 'language', score: null });
  });

  test('without anything applicable, or of weight, has no score', () => {
    const optional = card(asked('a', { optional: true }), asked('b', { weight: 0 }));
    expect(scored(optional, { a: null, b: 1 })).toMatchObject({ value: null, denominator: 0, unadjusted: null });
  });

  test('scores its sections each for itself', () => {
    const two: Scorecard = {
      ...card(),
      sections: [
        { id: 'manner', name: named('manner'), questions: [asked('a'), asked('b')] },
        { id: 'matter', name: named('matter'), questions: [asked('c', { optional: true })] },
      ],
    };
    expect(scored(two, { a: 1, b: 0, c: null }).sections).toEqual([
      { id: 'manner', value: 0.5, numerator: 10, denominator: 20 },
      { id: 'matter', value: null, numerator: 0, denominator: 0 },
    ]);
  });

  test('is 0 when a critical question is under half of its scale, and not at half', () => {
    const critical = card(asked('a'), asked('b', { min: 1, max: 5, critical: true, optional: true }));
    expect(scored(critical, { a: 1, b: 2 })).toMatchObject({ value: 0, unadjusted: 0.625, critical: ['b'], numerator: 0, denominator: 20 });
    expect(scored(critical, { a: 1, b: 3 })).toMatchObject({ value: 0.75, critical: [] });
    expect(scored(critical, { a: 1, b: null })).toMatchObject({ value: 1, critical: [] });
  });

  test('has failed when a fatal question is answered with no, whatever its weight', () => {
    const fatal = card(asked('a'), asked('verified', { fatal: true, weight: 0 }));
    expect(scored(fatal, { a: 1, verified: 0 })).toMatchObject({ value: 0, unadjusted: 1, fatal: ['verified'] });
    expect(scored(fatal, { a: 1, verified: 1 })).toMatchObject({ value: 1, fatal: [] });
  });

  test.each([
    ['unknown-question', 'x', { tone: 4, solved: 1, language: 1, x: 1 }],
    ['not-on-scale', 'tone', { tone: 6, solved: 1, language: 1 }],
    ['not-on-scale', 'tone', { tone: 1.5, solved: 1, language: 1 }],
    ['not-optional', 'solved', { tone: 4, solved: null, language: 1 }],
    ['unanswered', 'solved', { tone: 4, language: 1 }],
  ])('is refused as %s at %s', (code, question, given) => {
    expect(refused(form, answers(given as unknown as Record<string, number>))).toEqual({ code, question });
  });

  test('is refused when a question is answered twice', () => {
    expect(refused(form, [...answers({ tone: 4 }), ...answers({ tone: 5, solved: 1, language: 1 })])).toEqual({ code: 'answered-twice', question: 'tone' });
  });

  test('counts in the quality score unless it has no score', () => {
    expect(qualityScore([{ value: 1 }, { value: 0 }, { value: null }])).toEqual({ value: 0.5, numerator: 1, denominator: 2 });
    expect(qualityScore([{ value: null }])).toMatchObject({ value: null, denominator: 0 });
  });
});

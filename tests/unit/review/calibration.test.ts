import { describe, expect, test } from 'vitest';
import type { PersonId } from '#shared/lib/ids.ts';
import { calibrate } from '#shared/review/calibration.ts';
import { answers, asked, card } from '#tests/unit/review/review-kit.ts';

const form = card(asked('tone', { min: 1, max: 5, weight: 50, optional: true }), asked('solved', { weight: 50 }));
const graded = (by: string, tone: number | null, solved: number) => ({ by: by as PersonId, answers: answers({ tone, solved }) });
const expert = 'eva' as PersonId;

describe('calibration', () => {
  test('tells for each question how many pairs of graders agree, and how far they are from the expert', () => {
    const found = calibrate(form, [graded('eva', 5, 1), graded('tom', 5, 1), graded('kim', 3, 1), graded('lee', 1, 0)], expert);
    expect(found.questions[0]).toEqual({
      question: 'tone',
      pairs: { value: 1 / 6, numerator: 1, denominator: 6 },
      withExpert: { value: 1 / 3, numerator: 1, denominator: 3 },
      deviation: 0.5,
      answers: [
        { by: 'eva', value: 5 },
        { by: 'tom', value: 5 },
        { by: 'kim', value: 3 },
        { by: 'lee', value: 1 },
      ],
    });
    expect(found.questions[1]).toMatchObject({ pairs: { numerator: 3, denominator: 6 }, withExpert: { numerator: 2, denominator: 3 }, deviation: 1 / 3 });
    expect(found.pairs).toMatchObject({ numerator: 4, denominator: 12 });
    expect(found.graders).toEqual([
      { by: 'eva', score: 1, deviation: null },
      { by: 'tom', score: 1, deviation: 0 },
      { by: 'kim', score: 0.75, deviation: 0.25 },
      { by: 'lee', score: 0, deviation: 1 },
    ]);
  });

  test('takes "not applicable" for an answer, which has no distance', () => {
    const found = calibrate(form, [graded('eva', null, 1), graded('tom', null, 1), graded('kim', 5, 1)], expert);
    expect(found.questions[0]).toMatchObject({ pairs: { numerator: 1, denominator: 3 }, withExpert: { numerator: 1, denominator: 2 }, deviation: null });
    const other = calibrate(form, [graded('eva', 5, 1), graded('tom', null, 1), graded('kim', 3, 1)], expert);
    expect(other.questions[0]?.deviation).toBe(0.5);
  });

  test('without an expert, or without the expert’s grading, compares graders alone', () => {
    for (const name of [null, 'nobody' as PersonId]) {
      const found = calibrate(form, [graded('tom', 5, 1), graded('kim', 5, 0)], name);
      expect(found.questions[0]).toMatchObject({ pairs: { value: 1 }, withExpert: null, deviation: null });
      expect(found.graders.map(({ deviation }) => deviation)).toEqual([null, null]);
    }
  });

  test('one grader, or none, has nobody to agree with', () => {
    expect(calibrate(form, [graded('eva', 5, 1)], expert).questions[0]).toMatchObject({
      pairs: { value: null, denominator: 0 },
      withExpert: { value: null },
      deviation: null,
    });
    expect(calibrate(form, [], expert)).toMatchObject({ pairs: { value: null }, graders: [], leftOut: [] });
  });

  test('leaves out gradings that do not fit, and takes the later of two by one person', () => {
    const found = calibrate(form, [graded('tom', 1, 0), graded('kim', 9, 1), graded('eva', 5, 1), graded('tom', 5, 1)], expert);
    expect(found.leftOut).toEqual(['kim']);
    expect(found.pairs).toMatchObject({ numerator: 2, denominator: 2 });
  });
});

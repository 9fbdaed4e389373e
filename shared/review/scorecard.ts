import { z } from 'zod';
import { localized } from '#shared/lib/localized.ts';

const id = z.string().min(1).max(64);

/** As many as a grader can bear, and fewer than a review may carry answers. */
const MOST_QUESTIONS = 100;

/** What is rated, on a scale from `min` (worst) to `max` (best): yes/no is 0 to 1, five points are 1 to 5. */
export const question = z
  .object({
    id,
    text: localized,
    /** What to look for, as the graders agreed on it. */
    guidance: localized.optional(),
    min: z.number().int().min(0).max(100),
    max: z.number().int().min(1).max(100),
    /** How much it counts beside the others; 0 is rated and does not count. */
    weight: z.number().min(0).max(100),
    /** Under half of its scale the whole review is 0. */
    critical: z.boolean(),
    /** Answered with no, the whole review has failed and is 0; for yes/no alone. */
    fatal: z.boolean(),
    /** Whether it may be left out as not applicable. */
    optional: z.boolean(),
  })
  .refine(({ min, max }) => min < max, { path: ['max'], message: 'the best point must be above the worst' })
  .refine(({ min, max, fatal }) => !fatal || (min === 0 && max === 1), { path: ['fatal'], message: 'only a yes/no question can be fatal' });
export type Question = z.infer<typeof question>;

/** Questions that are shown, and told of, together. */
export const section = z.object({ id, name: localized, questions: z.array(question).min(1).max(100) });
export type Section = z.infer<typeof section>;

/** A form that reviews are made with; a changed form is a new version, and reviews keep theirs. */
export const scorecard = z
  .object({
    id,
    version: z.number().int().positive(),
    name: localized,
    sections: z.array(section).min(1).max(100),
  })
  .superRefine(({ sections }, context) => {
    const seen = new Set<string>();
    for (const [at, { questions }] of sections.entries()) {
      for (const [index, one] of questions.entries()) {
        if (seen.has(one.id)) context.addIssue({ code: 'custom', path: ['sections', at, 'questions', index, 'id'], message: `${one.id} stands twice` });
        seen.add(one.id);
      }
    }
    const names = sections.map((one) => one.id);
    if (new Set(names).size < names.length) context.addIssue({ code: 'custom', path: ['sections'], message: 'a section stands twice' });
    if (seen.size > MOST_QUESTIONS) context.addIssue({ code: 'custom', path: ['sections'], message: `at most ${MOST_QUESTIONS} questions` });
    const weight = sections.flatMap(({ questions }) => questions).reduce((sum, one) => sum + one.weight, 0);
    if (weight === 0) context.addIssue({ code: 'custom', path: ['sections'], message: 'nothing has a weight' });
  });
export type Scorecard = z.infer<typeof scorecard>;

/** All questions of a scorecard, in order. */
export function questionsOf(card: Scorecard): readonly Question[] {
  return card.sections.flatMap(({ questions }) => questions);
}

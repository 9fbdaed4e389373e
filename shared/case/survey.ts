import { z } from 'zod';

/** How a customer found the contact, from 1 (poor) to 5 (very good). */
export const surveyScore = z.number().int().min(1).max(5);
export type SurveyScore = z.infer<typeof surveyScore>;

export const SURVEY_SCORES = [1, 2, 3, 4, 5] as const satisfies readonly SurveyScore[];

/** Said beside a score, in UTF-16 units. */
export const MAX_SURVEY_WORDS = 2_000;

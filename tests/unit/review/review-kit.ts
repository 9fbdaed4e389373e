import type { Localized } from '#shared/lib/localized.ts';
import type { Answer } from '#shared/review/score-review.ts';
import type { Question, Scorecard } from '#shared/review/scorecard.ts';

export const named = (text: string): Localized => ({ 'zh-CN': text, en: text });

/** A yes/no question of weight 10, unless said otherwise. */
export const asked = (id: string, more: Partial<Question> = {}): Question => ({
  id,
  text: named(id),
  min: 0,
  max: 1,
  weight: 10,
  critical: false,
  fatal: false,
  optional: false,
  ...more,
});

/** A scorecard of one section. */
export const card = (...questions: readonly Question[]): Scorecard => ({
  id: 'card',
  version: 1,
  name: named('card'),
  sections: [{ id: 'all', name: named('all'), questions: [...questions] }],
});

/** Answers by question. */
export const answers = (given: Readonly<Record<string, number | null>>): readonly Answer[] =>
  Object.entries(given).map(([question, value]) => ({ question, value }));

import { expect, test } from 'vitest';
import { questionsOf, scorecard } from '#shared/review/scorecard.ts';
import { asked, card, named } from '#tests/unit/review/review-kit.ts';

const faults = (value: unknown): readonly string[] => {
  const read = scorecard.safeParse(value);
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

test('a scorecard reads as it was written', () => {
  const form = card(asked('a', { guidance: named('look') }), asked('b', { min: 1, max: 5, critical: true }));
  expect(scorecard.parse(form)).toEqual(form);
  expect(questionsOf(form).map(({ id }) => id)).toEqual(['a', 'b']);
});

test.each([
  ['a question twice', card(asked('a'), asked('a')), 'sections.0.questions.1.id: a stands twice'],
  ['a scale upside down', card(asked('a', { min: 5, max: 5 })), 'sections.0.questions.0.max: the best point must be above the worst'],
  ['a fatal question of degrees', card(asked('a', { max: 3, fatal: true })), 'sections.0.questions.0.fatal: only a yes/no question can be fatal'],
  ['no weight', card(asked('a', { weight: 0 })), 'sections: nothing has a weight'],
  ['as many questions as may be', card(...Array.from({ length: 100 }, (_, index) => asked(`q${index}`))), null],
  ['a section twice', { ...card(), sections: [...card(asked('a')).sections, ...card(asked('b')).sections] }, 'sections: a section stands twice'],
])('%s', (_, form, fault) => {
  expect(faults(form)).toEqual(fault === null ? [] : [fault]);
});

test('more than a hundred questions are refused over all sections', () => {
  const sections = ['x', 'y'].map((id) => ({ id, name: named(id), questions: Array.from({ length: 60 }, (_, index) => asked(`${id}${index}`)) }));
  expect(faults({ ...card(), sections })).toEqual(['sections: at most 100 questions']);
});

test.each([{ weight: 101 }, { weight: -1 }, { min: 0.5 }, { id: '' }])('a question with %o is refused', (bad) => {
  expect(faults(card(asked('a', bad)))).not.toEqual([]);
});

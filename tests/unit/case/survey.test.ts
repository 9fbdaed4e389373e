import { expect, it } from 'vitest';
import type { CaseCommand } from '#shared/case/commands.ts';
import { surveyOf } from '#shared/case/decide.ts';
import { CaseTable } from '#tests/unit/case/case-table.ts';

const rating = (score: number, text = ''): CaseCommand => ({ type: 'answerSurvey', score, text: { text, marks: [] } });
const resolve: CaseCommand = { type: 'resolve', disposition: 'solved', comment: '' };

it('a closed contact is rated by its customer once; asked again with the same score nothing is added', () => {
  const table = new CaseTable();
  table.customer('my money');
  expect(table.ask(rating(5), 'c', 'customer')).toBe('not-resolved');
  table.ask(resolve);
  expect(table.ask(rating(5))).toBe('not-allowed');
  expect(table.ask(rating(4, 'quick'), 'c', 'customer')).toEqual(['survey.answered']);
  expect(table.ask(rating(4, 'quick'), 'c', 'customer')).toEqual([]);
  expect(table.ask(rating(1), 'c', 'customer')).toBe('survey-answered');
  expect(table.state && surveyOf(table.state)).toBe(4);
});

it('a contact that was opened again is rated anew', () => {
  const table = new CaseTable();
  table.customer('my money');
  table.ask(resolve);
  table.ask(rating(2), 'c', 'customer');
  table.customer('still not there');
  expect(table.ask(rating(2), 'c', 'customer')).toBe('not-resolved');
  table.ask({ type: 'accept' });
  table.ask(resolve);
  expect(table.state && surveyOf(table.state)).toBeNull();
  expect(table.ask(rating(5), 'c', 'customer')).toEqual(['survey.answered']);
});

it('a rating stays among what happened, with its words', () => {
  const table = new CaseTable();
  table.customer('my money');
  table.ask(resolve);
  table.ask(rating(3, 'so so'), 'c', 'customer');
  expect(table.state?.entries.at(-1)).toMatchObject({ kind: 'step', step: { type: 'survey.answered', body: { score: 3 }, content: { text: 'so so' } } });
});

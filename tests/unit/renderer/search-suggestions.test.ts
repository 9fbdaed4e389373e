import { expect, it } from 'vitest';
import { type SuggestionWords, suggestionsFor } from '#renderer/features/search/suggestions.ts';
import { type Configuration, emptyConfiguration } from '#shared/desk/configuration.ts';
import { searchOperators } from '#shared/desk/search-words.ts';
import type { IncidentId } from '#shared/lib/ids.ts';
import { starterQueue } from '#tests/unit/renderer/starter-queue.ts';

const words = (language: 'en' | 'zh-CN'): SuggestionWords => ({
  language,
  operator: (operator) => operator,
  channel: (channel) => channel,
  status: (status) => status,
  word: (word) => word,
  days: (count) => `${count}`,
});
const desk: Configuration = { ...emptyConfiguration, queues: [starterQueue('top-up', 'Top ups', '充值'), starterQueue('refund', 'Refunds', '退款')] };
const incidents = [
  { id: 'inc-1' as IncidentId, title: { en: 'Codes do not come', 'zh-CN': '收不到验证码' } },
  { id: 'inc-2' as IncidentId, title: { en: 'Top-ups late', 'zh-CN': '充值延迟' } },
];
/** The cursor stands where the bar is. */
const offered = (typed: string, language: 'en' | 'zh-CN' = 'en') =>
  suggestionsFor(typed.replace('|', ''), typed.indexOf('|'), { configuration: desk, incidents }, words(language));
const texts = (typed: string, language: 'en' | 'zh-CN' = 'en') => offered(typed, language)?.list.map(({ text }) => text);

it('offers every operator to an empty box, in the language of the screen', () => {
  expect(offered('|')?.list.map(({ insert }) => insert)).toEqual(searchOperators.map((operator) => `${operator}:`));
  expect(texts('|', 'zh-CN')).toContain('队列:');
});

it.each([
  ['refund qu|', ['refund queue:']],
  ['refund -st|', ['refund -status:']],
  ['渠|', ['channel:']],
  ['t|', undefined],
  ['refund |', undefined],
  ['"qu|', undefined],
])('completes %s', (typed, wanted) => {
  expect(texts(typed)).toEqual(wanted);
});

it.each([
  ['queue:|', ['queue:"Top ups" ', 'queue:Refunds ']],
  ['x -queue:fund| y', ['x -queue:Refunds y']],
  ['队列：充|', ['队列：充值 ']],
  ['queue:refund|', undefined],
  ['queue:nosuch|', undefined],
  ['incident:codes|', ['incident:"Codes do not come" ']],
  ['tx:|', undefined],
])('offers the values of %s that hold what is typed, until it is complete', (typed, wanted) => {
  expect(texts(typed, typed.includes('充') ? 'zh-CN' : 'en')).toEqual(wanted);
});

it('puts the cursor behind what it wrote', () => {
  const [first] = offered('queue:to| y')?.list ?? [];
  expect(first && [first.text, first.caret]).toEqual(['queue:"Top ups" y', 'queue:"Top ups" '.length]);
});

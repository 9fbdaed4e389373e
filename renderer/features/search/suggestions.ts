import type { Configuration } from '#shared/desk/configuration.ts';
import type { Incident } from '#shared/desk/incidents/incident.ts';
import { type SearchToken, searchTokens } from '#shared/desk/search-tokens.ts';
import { operatorSpelling, operatorsBySpelling, type SearchOperator, searchOperators } from '#shared/desk/search-words.ts';
import { assertNever } from '#shared/lib/assert.ts';
import { foldText } from '#shared/lib/fold-text.ts';
import type { Language } from '#shared/lib/localized.ts';

/** Something that can be put into the search: the whole text after it, and where the cursor stands then. */
export interface Suggestion {
  readonly key: string;
  /** What is written. */
  readonly insert: string;
  /** What it means. */
  readonly label: string;
  readonly text: string;
  readonly caret: number;
}

export interface Suggestions {
  readonly kind: 'operators' | 'values';
  readonly list: readonly Suggestion[];
}

/** The screen's words for what can be chosen. */
export interface SuggestionWords {
  readonly language: Language;
  readonly operator: (operator: SearchOperator) => string;
  readonly channel: (channel: string) => string;
  readonly status: (status: string) => string;
  readonly word: (word: 'me' | 'customer' | 'agent' | 'today' | 'yesterday' | 'attachment') => string;
  readonly days: (count: number) => string;
}

/** What on the desk has a name of its own. */
export interface DeskNames {
  readonly configuration: Configuration | null;
  readonly incidents: readonly Pick<Incident, 'id' | 'title'>[];
}

const MOST = 8;

/** A value as it has to be typed: in quotes where a blank would end it. */
const typed = (value: string): string => (/[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value);

interface Choice {
  readonly insert: string;
  readonly label: string;
  /** Other spellings by which it is meant. */
  readonly also: readonly string[];
}

function choicesOf(operator: SearchOperator, { configuration, incidents }: DeskNames, words: SuggestionWords): readonly Choice[] {
  const { language } = words;
  const chinese = language === 'zh-CN';
  const named = (things: readonly { readonly id: string; readonly name: Record<Language, string> }[]): Choice[] =>
    things.map(({ id, name }) => ({ insert: typed(name[language]), label: '', also: [id, name.en, name['zh-CN']] }));
  const plain = (insert: string, label: string): Choice => ({ insert, label, also: [insert, label] });
  const ofCatalogue = (ids: readonly string[], word: (id: string) => string) => ids.map((id) => ({ insert: typed(word(id)), label: '', also: [id, word(id)] }));
  switch (operator) {
    case 'from':
    case 'to':
      return [
        plain(chinese ? '我' : 'me', words.word('me')),
        plain(chinese ? '客户' : 'customer', words.word('customer')),
        ...(operator === 'from' ? [plain(chinese ? '坐席' : 'agent', words.word('agent'))] : []),
        ...named((configuration?.people ?? []).filter(({ active }) => active)),
      ];
    case 'channel':
      return ofCatalogue(['chat', 'email', 'phone', 'wechat', 'weibo', 'whatsapp', 'telegram'], words.channel);
    case 'status':
      return ofCatalogue(['waiting', 'open', 'snoozed', 'resolved'], words.status);
    case 'queue':
      return named(configuration?.queues ?? []);
    case 'tag':
      return named(configuration?.tags ?? []);
    case 'incident':
      return named(incidents.map(({ id, title }) => ({ id, name: title })));
    case 'before':
    case 'after':
      return [
        plain(chinese ? '今天' : 'today', words.word('today')),
        plain(chinese ? '昨天' : 'yesterday', words.word('yesterday')),
        ...[7, 30].map((count) => plain(chinese ? `${count}天` : `${count}d`, words.days(count))),
      ];
    case 'has':
      return [plain(chinese ? '附件' : 'attachment', words.word('attachment'))];
    case 'amount':
      return ['>200', '<=50', '100..200'].map((insert) => plain(insert, ''));
    case 'customer':
    case 'tx':
      return [];
    default:
      return assertNever(operator, 'operator');
  }
}

type OperatorToken = Extract<SearchToken, { kind: 'operator' }>;

function valuesFor(text: string, token: OperatorToken, names: DeskNames, words: SuggestionWords): Suggestions | null {
  const sought = foldText(token.value);
  const choices = choicesOf(token.operator, names, words);
  // What is complete needs no help.
  if (choices.some(({ also }) => also.some((spelling) => foldText(spelling) === sought))) return null;
  const fitting = choices.filter(({ also }) => also.some((spelling) => foldText(spelling).includes(sought))).slice(0, MOST);
  if (fitting.length === 0) return null;
  const [before, after] = [text.slice(0, token.valueAt), text.slice(token.at + token.length).trimStart()];
  const list = fitting.map(({ insert, label }) => ({
    key: insert,
    insert,
    label: label === insert ? '' : label,
    text: `${before}${insert} ${after}`,
    caret: before.length + insert.length + 1,
  }));
  return { kind: 'values', list };
}

function operatorsFor(text: string, token: SearchToken | null, words: SuggestionWords): Suggestions | null {
  const sought = token === null ? '' : foldText(token.kind === 'operator' ? '' : token.text);
  if (token !== null && (token.kind !== 'word' || (sought.length < 2 && !/\p{Script=Han}/u.test(sought)))) return null;
  const starts = [...operatorsBySpelling].filter(([spelling]) => spelling.startsWith(sought)).map(([, operator]) => operator);
  const fitting = searchOperators.filter((operator) => starts.includes(operator));
  if (fitting.length === 0) return null;
  const from = token === null ? text.length : token.at + (token.not ? 1 : 0);
  const after = token === null ? '' : text.slice(token.at + token.length);
  const list = fitting.map((operator) => {
    const insert = `${operatorSpelling(operator, words.language === 'zh-CN')}:`;
    return { key: operator, insert, label: words.operator(operator), text: `${text.slice(0, from)}${insert}${after}`, caret: from + insert.length };
  });
  return { kind: 'operators', list };
}

/** What may be put where the cursor stands: all operators into an empty box, those that begin so, or an operator's values. */
export function suggestionsFor(text: string, caret: number, names: DeskNames, words: SuggestionWords): Suggestions | null {
  if (text.trim() === '') return operatorsFor(text, null, words);
  const token = searchTokens(text).find(({ at, length }) => at < caret && caret <= at + length);
  if (!token) return null;
  if (token.kind === 'operator') return caret >= token.valueAt ? valuesFor(text, token, names, words) : null;
  return caret === token.at + token.length ? operatorsFor(text, token, words) : null;
}

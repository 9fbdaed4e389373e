import { operatorsBySpelling, type SearchOperator } from '#shared/desk/search-words.ts';
import { foldWidth } from '#shared/wallet/masking.ts';

/** A stretch of what was typed: `[at, at + length)` in UTF-16 units. */
export interface Stretch {
  readonly at: number;
  readonly length: number;
}

interface Token extends Stretch {
  /** A minus stands before it. */
  readonly not: boolean;
}

/** What a search is made of, in order; `text` and `value` are as typed, without quotes and operator. */
export type SearchToken =
  | (Token & { readonly kind: 'word'; readonly text: string })
  | (Token & { readonly kind: 'phrase'; readonly text: string })
  | (Token & { readonly kind: 'operator'; readonly operator: SearchOperator; readonly value: string; readonly valueAt: number });

/** One character of syntax for every spelling that IMEs and word processors give it; each is one UTF-16 unit, so that places stay. */
function foldSyntax(text: string): string {
  return foldWidth(text)
    .replace(/[\s\u00a0]/g, ' ')
    .replace(/[“”„‟«»「」『』]/g, '"')
    .replace(/−/g, '-');
}

const NAME = /(?:[A-Za-z]+|\p{Script=Han}+)(?=:)|(?:amount|金额)(?=[<>=≥≤])/iuy;

/** What stands from a place on: quoted up to the closing quote, or the end where none closes it; else up to the next blank. */
function valueAt(text: string, syntax: string, from: number): { readonly value: string; readonly end: number } {
  const quoted = syntax[from] === '"';
  const begin = quoted ? from + 1 : from;
  const found = syntax.indexOf(quoted ? '"' : ' ', begin);
  const end = found < 0 ? text.length : found;
  return { value: text.slice(begin, end), end: quoted ? Math.min(text.length, end + 1) : end };
}

function tokenAt(text: string, syntax: string, at: number): SearchToken {
  const not = syntax[at] === '-' && at + 1 < syntax.length && syntax[at + 1] !== ' ';
  const from = not ? at + 1 : at;
  if (syntax[from] === '"') {
    const { value, end } = valueAt(text, syntax, from);
    return { kind: 'phrase', not, at, length: end - at, text: value };
  }
  NAME.lastIndex = from;
  const name = NAME.exec(syntax)?.[0] ?? '';
  const operator = operatorsBySpelling.get(name.toLowerCase());
  if (operator !== undefined) {
    const begin = from + name.length + (syntax[from + name.length] === ':' ? 1 : 0);
    const { value, end } = valueAt(text, syntax, begin);
    return { kind: 'operator', not, at, length: end - at, operator, value: value.trim(), valueAt: begin };
  }
  const blank = syntax.indexOf(' ', from);
  const end = blank < 0 ? text.length : blank;
  return { kind: 'word', not, at, length: end - at, text: text.slice(from, end) };
}

const LIKE_OPERATOR = /^-?(?:[A-Za-z]+|\p{Script=Han}+):(?!\/\/)(?=.)/u;

/** The words of a search that look like an operator and are none, as far as their colon: `foo:` of `foo:bar`; an address is a word. */
export function unknownOperators(text: string): readonly string[] {
  return searchTokens(text).flatMap((token) => {
    const found = token.kind === 'word' ? LIKE_OPERATOR.exec(foldSyntax(token.text))?.[0] : undefined;
    return found === undefined ? [] : [found.replace(/^-/, '')];
  });
}

/** Reads a search into its parts; every text has a reading. What looks like an operator and is none, such as `http://x`, is a word. */
export function searchTokens(text: string): readonly SearchToken[] {
  const syntax = foldSyntax(text);
  const tokens: SearchToken[] = [];
  let at = 0;
  while (at < syntax.length) {
    if (syntax[at] === ' ') {
      at += 1;
      continue;
    }
    const token = tokenAt(text, syntax, at);
    tokens.push(token);
    at += token.length;
  }
  return tokens;
}

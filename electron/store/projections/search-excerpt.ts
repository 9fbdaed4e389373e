import type { Sought } from '#electron/store/projections/search-terms.ts';
import { foldText } from '#shared/lib/fold-text.ts';

/** A stretch of an excerpt that fits the search: `[at, at + length)` in UTF-16 units. */
export interface Spot {
  readonly at: number;
  readonly length: number;
}

export interface Excerpt {
  readonly excerpt: string;
  readonly marks: readonly Spot[];
}

const LENGTH = 90;

interface Folded {
  readonly text: string;
  /** Where in the original a unit of the folded text, or its end, came from. */
  readonly originOf: (place: number) => number;
}

/** Characters that fold one to one: ASCII, Chinese and their wide signs, of which most texts are made. */
const PLAIN = /^[\s!-~\u3001-\u3003\u4e00-\u9fff\uff01-\uff5e]*$/;

/** Folds a text so that places can be told: at once where every character stays in its place, else one by one. */
function foldWithOrigins(text: string): Folded {
  if (PLAIN.test(text)) return { text: foldText(text), originOf: (place) => place };
  let folded = '';
  const origins: number[] = [];
  let at = 0;
  for (const character of text) {
    const part = foldText(character);
    for (let i = 0; i < part.length; i += 1) origins.push(at);
    folded += part;
    at += character.length;
  }
  return { text: folded, originOf: (place) => origins[place] ?? text.length };
}

/** Where in a text the sought pieces stand, in order and without overlap; accents that were folded away belong to their letter. */
export function spotsIn(text: string, sought: readonly Sought[]): readonly Spot[] {
  if (sought.length === 0) return [];
  const { text: folded, originOf } = foldWithOrigins(text);
  const found = sought
    .flatMap(({ spots }) => spots(folded))
    .map(([from, to]) => {
      let last = to - 1;
      // One character may have been folded into several; all of it is marked.
      while (last + 1 < folded.length && originOf(last + 1) === originOf(last)) last += 1;
      return [originOf(from), originOf(last + 1)] as const;
    })
    .sort(([a], [b]) => a - b);
  const spots: { at: number; length: number }[] = [];
  for (const [from, to] of found) {
    const before = spots.at(-1);
    if (before && from <= before.at + before.length) before.length = Math.max(before.length, to - before.at);
    else spots.push({ at: from, length: to - from });
  }
  return spots;
}

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** About `length` characters of a text, on one line, around a place given in UTF-16 units of the text; no character is cut in two. */
export function excerptAround(text: string, place: number, length = LENGTH): string {
  const before = text.slice(0, Math.max(0, place)).replace(/\s+/g, ' ');
  const flat = text.replace(/\s+/g, ' ');
  if (flat.length <= length) return flat;
  const from = Math.max(0, Math.min(before.length - Math.floor(length / 3), flat.length - length));
  const graphemes = segments.segment(flat);
  /** The first place from one on that cuts no character. */
  const whole = (at: number): number => {
    const found = graphemes.containing(at);
    return found === undefined || found.index === at ? at : found.index + found.segment.length;
  };
  const start = whole(from);
  const end = start + length >= flat.length ? flat.length : (graphemes.containing(start + length)?.index ?? flat.length);
  const cut = flat.slice(start, end > start ? end : whole(start + 1));
  return `${start > 0 ? '…' : ''}${cut}${start + cut.length < flat.length ? '…' : ''}`;
}

/** Around the first of the sought pieces that stands in the text, all of them marked; the text's beginning where none does. */
export function excerptOf(text: string, sought: readonly Sought[]): Excerpt {
  // On one line, as it is shown: a phrase holds whatever blanks part its words.
  const flat = /\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text;
  const spots = spotsIn(flat, sought);
  const excerpt = excerptAround(flat, spots[0]?.at ?? 0);
  return { excerpt, marks: excerpt === flat ? spots : spotsIn(excerpt, sought) };
}

/** Around a hidden value, which is marked. */
export function excerptOfMark(text: string, { at, length }: Spot): Excerpt {
  const excerpt = excerptAround(text, at);
  const found = excerpt.indexOf(text.slice(at, at + length).replace(/\s+/g, ' '));
  return { excerpt, marks: found < 0 ? [] : [{ at: found, length }] };
}

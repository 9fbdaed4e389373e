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
  /** For each unit of the folded text, and for its end, where in the original it came from. */
  readonly origins: readonly number[];
}

/** The commonest characters are their own folded form, or nearly. */
const foldCharacter = (character: string): string =>
  character >= '\u4e00' && character <= '\u9fff' ? character : character < '\u007f' ? character.toLowerCase() : foldText(character);

/** Folds character by character, so that places can be told. */
function foldWithOrigins(text: string): Folded {
  let folded = '';
  const origins: number[] = [];
  let at = 0;
  for (const character of text) {
    const part = foldCharacter(character);
    for (let i = 0; i < part.length; i += 1) origins.push(at);
    folded += part;
    at += character.length;
  }
  origins.push(at);
  return { text: folded, origins };
}

/** Where in a text the sought pieces stand, in order and without overlap; accents that were folded away belong to their letter. */
export function spotsIn(text: string, sought: readonly Sought[]): readonly Spot[] {
  if (sought.length === 0) return [];
  const { text: folded, origins } = foldWithOrigins(text);
  const found = sought
    .flatMap(({ spots }) => spots(folded))
    .map(([from, to]) => {
      const begin = origins[from] ?? 0;
      let last = to - 1;
      // One character may have been folded into several; all of it is marked.
      while (last + 1 < folded.length && origins[last + 1] === origins[last]) last += 1;
      return [begin, origins[last + 1] ?? text.length] as const;
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
  let start = 0;
  let cut = '';
  for (const { segment, index } of segments.segment(flat)) {
    if (index < from) continue;
    if (cut === '') start = index;
    if (cut !== '' && cut.length + segment.length > length) return `${start > 0 ? '…' : ''}${cut}…`;
    cut += segment;
  }
  return `${start > 0 ? '…' : ''}${cut}`;
}

/** Around the first of the sought pieces that stands in the text, all of them marked; the text's beginning where none does. */
export function excerptOf(text: string, sought: readonly Sought[]): Excerpt {
  const spots = spotsIn(text, sought);
  const excerpt = excerptAround(text, spots[0]?.at ?? 0);
  return { excerpt, marks: excerpt === text ? spots : spotsIn(excerpt, sought) };
}

/** Around a hidden value, which is marked. */
export function excerptOfMark(text: string, { at, length }: Spot): Excerpt {
  const excerpt = excerptAround(text, at);
  const found = excerpt.indexOf(text.slice(at, at + length).replace(/\s+/g, ' '));
  return { excerpt, marks: found < 0 ? [] : [{ at: found, length }] };
}

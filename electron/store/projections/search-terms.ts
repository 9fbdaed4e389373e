import { foldText } from '#shared/lib/fold-text.ts';

/**
 * How texts are compared and indexed. Chinese, Japanese and Korean are written without blanks, and a dictionary would
 * decide what can be found; pairs of neighbouring characters find every substring. Other scripts are found by words.
 * The index answers candidates; `holds` decides on the text itself, so that the answer is that of a scan.
 */
const word = String.raw`\p{L}\p{N}\p{M}`;
const cjk = String.raw`[[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}]&&[${word}]]`;
const RUN = new RegExp(`(${cjk}+)|[[${word}]--${cjk}]+`, 'gv');
const LETTER_BEFORE = new RegExp(`[[${word}]--${cjk}]$`, 'v');
const LETTER_AFTER = new RegExp(`^[[${word}]--${cjk}]`, 'v');

/** Longer words are indexed by their beginning: nobody types more. */
const LONGEST = 64;
/** More terms do not narrow the candidates further. */
const MOST_TERMS = 32;

interface Run {
  readonly cjk: boolean;
  readonly text: string;
}

/** Splits folded text into runs: Chinese, Japanese and Korean characters apart from other words. */
function runs(folded: string): readonly Run[] {
  return Array.from(folded.matchAll(RUN), (match) => ({ cjk: match[1] !== undefined, text: match[0] }));
}

const pairs = (characters: readonly string[]): string[] =>
  characters.length === 1 ? [...characters] : characters.slice(1).map((c, i) => `${characters[i]}${c}`);

const clip = (text: string): string => (text.length <= LONGEST ? text : [...text].slice(0, LONGEST).join(''));

/** The terms a text is indexed under: words as they are, Chinese as every character and every pair of neighbours. */
export function indexTerms(text: string): readonly string[] {
  const terms = new Set<string>();
  for (const run of runs(foldText(text))) {
    if (!run.cjk) {
      terms.add(clip(run.text));
      continue;
    }
    const characters = [...run.text];
    for (const term of characters) terms.add(term);
    for (const term of pairs(characters)) terms.add(term);
  }
  return [...terms];
}

/** What is sought in texts; it is compared with folded texts. */
export interface Sought {
  /** Terms that every text which fits is indexed under. */
  readonly terms: readonly string[];
  /** What one of the terms of every text which fits begins with; null where there is no such. */
  readonly begun: string | null;
  readonly holds: (folded: string) => boolean;
  /** The pieces that fit, to be shown in a folded text: `[from, to)`. */
  readonly spots: (folded: string) => readonly (readonly [from: number, to: number])[];
}

/** Where a piece stands in a text; an end that is a letter of a script with words is a word's end, but for the last end of a piece that is only begun. */
function* places(folded: string, piece: string, begun: boolean): Generator<readonly [number, number]> {
  const first = LETTER_AFTER.test(piece);
  const last = !begun && LETTER_BEFORE.test(piece);
  for (let at = folded.indexOf(piece); at >= 0; at = folded.indexOf(piece, at + 1)) {
    const end = at + piece.length;
    if (first && LETTER_BEFORE.test(folded.slice(Math.max(0, at - 2), at))) continue;
    if (last && LETTER_AFTER.test(folded.slice(end, end + 2))) continue;
    yield [at, end];
  }
}

const stands = (folded: string, piece: string, begun: boolean): boolean => places(folded, piece, begun).next().done === false;

/** All of the words: Chinese as a piece of the text, others whole, of which the last may be only begun. Null where nothing is left to be looked up. */
export function soughtWords(words: string, lastBegun: boolean): Sought | null {
  const sought = runs(foldText(words));
  const last = sought.at(-1);
  if (!last) return null;
  const isBegun = (run: Run) => lastBegun && run === last && !run.cjk;
  const begun = isBegun(last) ? clip(last.text) : null;
  const terms = sought.flatMap((run) => (run.cjk ? pairs([...run.text]) : isBegun(run) ? [] : [clip(run.text)]));
  return {
    terms: [...new Set(terms)].slice(0, MOST_TERMS),
    begun,
    holds: (folded) => sought.every((run) => stands(folded, run.text, isBegun(run))),
    spots: (folded) => sought.flatMap((run) => [...places(folded, run.text, isBegun(run))]),
  };
}

const oneBlank = (folded: string): string => (/\s\s|[^\S ]/.test(folded) ? folded.replace(/\s+/g, ' ') : folded);

/** Exactly these characters but for case, width, accents and the number of blanks; null where there are none. */
export function soughtPhrase(phrase: string): Sought | null {
  const piece = oneBlank(foldText(phrase)).trim();
  if (piece === '') return null;
  const terms = runs(piece).flatMap((run) => (run.cjk ? pairs([...run.text]) : [clip(run.text)]));
  return {
    terms: [...new Set(terms)].slice(0, MOST_TERMS),
    begun: null,
    holds: (folded) => stands(oneBlank(folded), piece, false),
    spots: (folded) => [...places(folded, piece, false)],
  };
}

/** An FTS5 question for texts that have all terms. */
export const allTerms = (terms: readonly string[]): string => terms.map((term) => `"${term}"`).join(' AND ');

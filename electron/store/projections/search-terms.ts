/**
 * How texts are compared and indexed. Chinese, Japanese and Korean are written without blanks, and a dictionary would
 * decide what can be found; pairs of neighbouring characters find every substring. Other scripts are found by words.
 * The index answers candidates; `holds` decides on the text itself, so that the answer is that of a scan.
 */
const word = String.raw`\p{L}\p{N}\p{M}`;
const cjk = String.raw`[[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}]&&[${word}]]`;
const RUN = new RegExp(`(${cjk}+)|[[${word}]--${cjk}]+`, 'gv');

/** Longer words are indexed by their beginning: nobody types more. */
const LONGEST = 64;
/** More terms do not narrow the candidates further. */
const MOST_TERMS = 32;

/** One spelling for comparison: compatibility forms unified, lower case, accents of Latin, Greek and Cyrillic removed. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]+/g, '')
    .replaceAll('ς', 'σ')
    .normalize('NFKC');
}

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

/** The terms a text is indexed under, parted by blanks: words as they are, Chinese as every character and every pair of neighbours. */
export function indexTerms(text: string): string {
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
  return [...terms].join(' ');
}

/** A query, read once for many texts. */
export interface Sought {
  /** The FTS5 question whose answer holds every text that `holds`. */
  readonly match: string;
  /** Whether a text has it: Chinese runs as substrings, words as whole words, the last word as a word's beginning. */
  readonly holds: (text: string) => boolean;
  /** The runs in the order typed, folded. */
  readonly runs: readonly string[];
}

/** Reads what a person typed; null when it has nothing that could be looked up. */
export function seek(query: string): Sought | null {
  const sought = runs(foldText(query));
  const last = sought.at(-1);
  if (!last) return null;
  const terms = sought.flatMap((run) => {
    if (run.cjk) return pairs([...run.text]).map((term) => `"${term}"`);
    const term = clip(run.text);
    return run === last && term === run.text ? [`"${term}"*`] : [`"${term}"`];
  });
  const holds = (text: string): boolean => {
    const folded = foldText(text);
    const parts = runs(folded);
    return sought.every((run) => {
      if (run.cjk) return folded.includes(run.text);
      return parts.some((part) => !part.cjk && (run === last ? part.text.startsWith(run.text) : part.text === run.text));
    });
  };
  return { match: [...new Set(terms)].slice(0, MOST_TERMS).join(' AND '), holds, runs: sought.map((run) => run.text) };
}

/** Where a folded run begins in a text, in UTF-16 units; -1 where it does not stand. Folds character by character, so that places can be told. */
function placeOf(text: string, run: string): number {
  let folded = '';
  const origins: number[] = [];
  let at = 0;
  for (const character of text) {
    const part = foldText(character);
    for (let i = 0; i < part.length; i += 1) origins.push(at);
    folded += part;
    at += character.length;
  }
  const found = folded.indexOf(run);
  return found < 0 ? -1 : (origins[found] ?? -1);
}

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** About `length` characters of a text, on one line, around a place given in UTF-16 units of the text; no character is cut in two. */
export function excerptAround(text: string, place: number, length = 90): string {
  const before = text.slice(0, Math.max(0, place)).replace(/\s+/g, ' ');
  const flat = text.replace(/\s+/g, ' ');
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

/** Around the first of the sought runs that stands in the text; the text's beginning where none does. */
export function excerpt(text: string, sought: Sought | null, length?: number): string {
  for (const run of sought?.runs ?? []) {
    const place = placeOf(text, run);
    if (place >= 0) return excerptAround(text, place, length);
  }
  return excerptAround(text, 0, length);
}

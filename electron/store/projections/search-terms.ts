/** Scripts written without spaces: indexed by pairs of characters. */
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** One spelling for comparison: compatibility forms unified, lower case, accents removed. */
export function foldText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}+/gu, '').normalize('NFKC').toLowerCase();
}

/** Splits folded text into runs: Chinese, Japanese and Korean characters apart from other words. */
function runs(folded: string): readonly { readonly cjk: boolean; readonly text: string }[] {
  const found: { cjk: boolean; text: string }[] = [];
  for (const word of folded.match(/[\p{L}\p{N}]+/gu) ?? []) {
    let part = '';
    let cjk = false;
    for (const c of word) {
      if (part !== '' && CJK.test(c) !== cjk) {
        found.push({ cjk, text: part });
        part = '';
      }
      cjk = CJK.test(c);
      part += c;
    }
    found.push({ cjk, text: part });
  }
  return found;
}

const pairs = (text: string): string[] => {
  const characters = [...text];
  return characters.length === 1 ? characters : characters.slice(1).map((c, i) => `${characters[i]}${c}`);
};

/** The terms a text is indexed under: words as they are, Chinese as every character and every pair of neighbours. */
export function indexTerms(text: string): string {
  const terms = new Set<string>();
  for (const run of runs(foldText(text))) {
    if (!run.cjk) terms.add(run.text);
    else for (const term of [...run.text, ...pairs(run.text)]) terms.add(term);
  }
  return [...terms].join(' ');
}

/** The FTS5 question for what a person typed: all words, each as a prefix; null when nothing can be looked up. */
export function matchExpression(query: string): string | null {
  const parts: string[] = [];
  for (const run of runs(foldText(query))) {
    if (run.cjk) parts.push(...pairs(run.text).map((term) => `"${term}"`));
    else parts.push(`"${run.text}"*`);
  }
  return parts.length === 0 ? null : parts.join(' AND ');
}

/** Whether a text really holds what was typed: Chinese runs as substrings, words as word beginnings. */
export function holds(text: string, query: string): boolean {
  const words = runs(foldText(text));
  const all = foldText(text);
  return runs(foldText(query)).every((run) => (run.cjk ? all.includes(run.text) : words.some((word) => !word.cjk && word.text.startsWith(run.text))));
}

/** About `length` characters of a text around the first place of the query. */
export function excerpt(text: string, query: string, length = 90): string {
  const flat = text.replace(/\s+/g, ' ');
  const first = runs(foldText(query))[0]?.text;
  const at = first === undefined ? -1 : flat.toLowerCase().indexOf(first);
  const from = Math.max(0, at - Math.floor(length / 3));
  const cut = flat.slice(from, from + length);
  return `${from > 0 ? '…' : ''}${cut}${from + length < flat.length ? '…' : ''}`;
}

/** One spelling for comparison: compatibility forms unified, lower case, accents of Latin, Greek and Cyrillic removed. */
export function foldText(text: string): string {
  // What is ASCII already has one spelling; most English is, and this is asked for each text that may fit a search.
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]+/g, '')
    .replaceAll('ς', 'σ')
    .normalize('NFKC');
}

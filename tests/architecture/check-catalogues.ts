/** A catalogue's texts by their path: `faults.empty`. */
export function flatTexts(value: unknown, place = ''): ReadonlyMap<string, string> {
  if (typeof value === 'string') return new Map([[place, value]]);
  if (typeof value !== 'object' || value === null) return new Map([[place, '']]);
  return new Map(Object.entries(value).flatMap(([key, inner]) => [...flatTexts(inner, place === '' ? key : `${place}.${key}`)]));
}

const places = (text: string): readonly string[] => [...text.matchAll(/\{\{\s*(\w+)[^}]*\}\}/g)].map(([, name]) => name ?? '').toSorted();

/** A text for exactly one may say "a" instead of the number. */
const asked = (key: string, names: readonly string[]): string =>
  [...new Set(key.endsWith('_one') ? names.filter((name) => name !== 'count') : names)].join(', ');

/** Punctuation of half width between Chinese characters: the full-width form is meant. */
const halfWidth = /\p{Script=Han}[,.;:!?()](?:\s*\p{Script=Han}|$)/u;

/** A blank between a person's name and what they did; the names of files keep it, since they end in Latin letters. */
const blankAtName = /\{\{name\}\} \p{Script=Han}/u;

/** What is wrong with a catalogue in two languages, one line for each fault. */
export function checkCatalogue(english: unknown, chinese: unknown): readonly string[] {
  const en = flatTexts(english);
  const zh = flatTexts(chinese);
  const faults: string[] = [];
  for (const key of new Set([...en.keys(), ...zh.keys()])) {
    const [one, other] = [en.get(key), zh.get(key)];
    if (one === undefined) faults.push(`${key}: is not in English`);
    if (other === undefined) faults.push(`${key}: is not in Chinese`);
    if (one?.trim() === '' || other?.trim() === '') faults.push(`${key}: is empty`);
    if (one === undefined || other === undefined) continue;
    const [wanted, found] = [asked(key, places(one)), asked(key, places(other))];
    if (wanted !== found) faults.push(`${key}: takes {${wanted}} in English and {${found}} in Chinese`);
    if (halfWidth.test(other)) faults.push(`${key}: has half-width punctuation after a Chinese character: ${other}`);
    if (blankAtName.test(other) && !key.startsWith('upload_')) faults.push(`${key}: has a blank after a name: ${other}`);
    if (one !== one.trim() || other !== other.trim()) faults.push(`${key}: begins or ends with a space`);
    if (/\p{Script=Han}/u.test(one) && !/language/i.test(key)) faults.push(`${key}: is Chinese in the English catalogue`);
  }
  return faults;
}

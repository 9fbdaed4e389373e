/** The longest id kept; RFC 5322 section 2.1.1 lets no line be longer. */
const LONGEST = 998;
/** The most ids kept of a chain: its root and the newest. */
const MOST = 100;

/** Ids without angle brackets in order, each once (RFC 5322 section 3.6.4); also what older programs wrote without brackets. */
export function messageIdsOf(value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  const bracketed = [...value.matchAll(/<([^<>\s]{1,998})>/g)].map(([, id = '']) => id);
  const ids = bracketed.length > 0 ? bracketed : value.split(/[\s,;<>]+/).filter((word) => word.length <= LONGEST && /^[^@"']+@[^@"']+$/.test(word));
  const clean = [...new Set(ids.map((id) => id.replace(/[^\P{C}]/gu, '').toWellFormed()))].filter((id) => id !== '');
  return clean.length <= MOST ? clean : [...clean.slice(0, 1), ...clean.slice(1 - MOST)];
}

/** The id of a mail: the first of its header, also one whose brackets hold a space or are missing. */
export function messageIdOf(value: string | undefined): string | null {
  const [first] = messageIdsOf(value);
  if (first !== undefined) return first;
  const bare = (value ?? '').replace(/[\s<>]|[^\P{C}]/gu, '').slice(0, LONGEST);
  return bare === '' ? null : bare.toWellFormed();
}

/** Whether an id may stand in a header that we write: printable ASCII alone, short enough for a line. */
export function isWritableId(id: string): boolean {
  return /^[!-;=?-~]{1,900}$/.test(id);
}

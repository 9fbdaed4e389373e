/** Everything that ends a line or steers a terminal, and the marks that turn the reading direction (Unicode UAX #9), which disguise names. */
const steering = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/** One line of at most `most` UTF-16 units with single spaces, of whatever a header held. */
export function cleanLine(value: string, most: number): string {
  const line = value.toWellFormed().replace(steering, ' ').replace(/\s+/g, ' ').trim();
  return line.length <= most
    ? line
    : `${line
        .slice(0, most - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`;
}

/** A text with plain line ends and no control characters but tabs, without blank lines at its ends, cut at `most` UTF-16 units. */
export function cleanText(value: string, most: number): string {
  const text = value
    .slice(0, most * 2)
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[^\P{Cc}\n\t]|\ufeff/gu, '')
    .split('\n')
    // Not by one expression over all: a long run of blanks would make it quadratic.
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+/, '')
    .trimEnd();
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`.toWellFormed();
}

/** Names that Windows keeps for devices, whatever their ending. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** The longest ending that is kept when a name is cut. */
const ENDING = 16;
/** What stands before the last so many units of a name is not looked at. */
const LONGEST = 1_000;

/**
 * A file name that is only a name (RFC 2183 section 2.3: path information is to be ignored), valid on every system, of
 * at most `most` UTF-16 units with its ending kept. Cleaning a clean name changes nothing.
 */
export function cleanFileName(value: string, most = 120): string {
  const base = value.split(/[\\/]/).at(-1)?.slice(-LONGEST) ?? '';
  const plain = base
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029\ufffd]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .replace(reserved, '_$&');
  if (plain.length <= most) return plain || 'file';
  const dot = plain.lastIndexOf('.');
  const ending = dot > 0 && plain.length - dot <= ENDING ? plain.slice(dot) : '';
  // Half a pair at the cut would be a lone surrogate.
  return `${plain.slice(0, most - ending.length).replace(/[\ud800-\udbff]$|[.\s]+$/, '')}${ending}`;
}

/**
 * Browsers give a host's name in ASCII alone. The package for this has one function that is needed and no types, so the
 * decoding of RFC 3492 stands here, and the tests hold it against Node's.
 */

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;

/** RFC 3492 section 6.1. */
function adapt(delta: number, points: number, first: boolean): number {
  let left = first ? Math.floor(delta / 700) : delta >> 1;
  left += Math.floor(left / points);
  let k = 0;
  for (; left > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) left = Math.floor(left / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * left) / (left + 38));
}

function digitOf(letter: string | undefined): number {
  const digit = letter === undefined ? -1 : 'abcdefghijklmnopqrstuvwxyz0123456789'.indexOf(letter);
  return digit < 0 ? Number.NaN : digit;
}

/** RFC 3492 section 6.2; null for what is no code. */
function decodeLabel(code: string): string | null {
  const hyphen = code.lastIndexOf('-');
  const points = [...code.slice(0, Math.max(0, hyphen))].map((letter) => letter.charCodeAt(0));
  let [n, i, bias] = [128, 0, 72];
  for (let at = hyphen + 1; at < code.length; ) {
    const before = i;
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = digitOf(code[at++]);
      if (Number.isNaN(digit)) return null;
      i += digit * weight;
      const threshold = Math.min(T_MAX, Math.max(T_MIN, k - bias));
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const count = points.length + 1;
    bias = adapt(i - before, count, before === 0);
    n += Math.floor(i / count);
    i %= count;
    if (n > 0x10ffff) return null;
    points.splice(i++, 0, n);
  }
  return String.fromCodePoint(...points);
}

/** A host's name with the letters that its ASCII form stands for; a label that stands for none stays as it is. */
export function hostLetters(host: string): string {
  return host
    .split('.')
    .map((label) => (/^xn--./.test(label) ? (decodeLabel(label.slice(4)) ?? label) : label))
    .join('.');
}

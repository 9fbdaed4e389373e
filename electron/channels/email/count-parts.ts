const LF = 0x0a;
const DASH = 0x2d;
/** RFC 2046 section 5.1.1: a boundary has at most 70 characters; senders that break the rule are read all the same. */
const LONGEST = 200;

/** Every boundary that is declared anywhere, wherever it stands; null where one is spread over parameters (RFC 2231), commented or escaped, and any may be meant. */
function boundariesOf(text: string): ReadonlySet<string> | null {
  if (/boundary\s{0,9}(?:\*|=\s{0,9}(?:\(|"[^"]{0,200}\\))/i.test(text)) return null;
  const declared = text.matchAll(/boundary\s{0,9}=\s{0,9}(?:"([^"]{1,200})"|([^\s;"]{1,200}))/gi);
  return new Set([...declared].map(([, quoted, bare]) => (quoted ?? bare ?? '').trimEnd()));
}

/**
 * Where the part after the `most`th begins, in bytes; null where the mail has no more parts. Counts, before the mail is
 * parsed, the lines that are boundaries as declared somewhere: too many rather than too few where parameters are odd.
 * Parts hidden in encoded mails are not seen; what they cost is bounded by the reader's time and memory.
 */
export function partBeyond(mail: Uint8Array, most: number): number | null {
  const buffer = Buffer.from(mail.buffer, mail.byteOffset, mail.length);
  let boundaries: ReadonlySet<string> | null | undefined;
  let parts = 0;
  for (let at = 0; at < buffer.length; ) {
    const found = buffer.indexOf(LF, at);
    const end = found === -1 ? buffer.length : found;
    if (buffer[at] === DASH && buffer[at + 1] === DASH && end - at <= LONGEST + 4) {
      if (boundaries === undefined) boundaries = boundariesOf(buffer.toString('latin1'));
      const named = buffer.toString('latin1', at + 2, end).trimEnd();
      if (named !== '' && (boundaries === null || boundaries.has(named))) parts += 1;
      if (parts > most) return at;
    }
    at = end + 1;
  }
  return null;
}

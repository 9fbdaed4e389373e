import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';

/**
 * Header bytes in a charset of a country, without the encoding that RFC 2047 asks for: old Chinese programs write
 * subjects and file names so. The parser reads headers as UTF-8 (RFC 6532) and would lose them; here they become UTF-8
 * before it reads. Bodies are not touched: their charset is declared.
 */

const LF = 0x0a;

/** A Chinese character alone among letters: two bytes of a Western charset that happen to be one of GB 18030. */
const misread = /[a-z]\p{Script=Han}[a-z]/iu;

function readsAs(decoder: TextDecoder, bytes: Uint8Array): string | null {
  try {
    const text = decoder.decode(bytes);
    return decoder.encoding === 'gb18030' && misread.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** The charsets to try, the declared one first. GB 18030 holds GBK and GB 2312; Windows-1252 reads whatever is left. */
function candidates(mail: Uint8Array): readonly TextDecoder[] {
  const head = Buffer.from(mail.buffer, mail.byteOffset, Math.min(mail.length, 256 * 1024)).toString('latin1');
  const declared = [...head.matchAll(/charset\s{0,9}=\s{0,9}"?([\w:.-]{1,40})/gi)].map(([, label = '']) => label);
  return [...new Set([...declared, 'gb18030', 'windows-1252'])].flatMap((label) => {
    try {
      const decoder = new TextDecoder(label, { fatal: true });
      return decoder.encoding === 'utf-8' ? [] : [decoder];
    } catch {
      return [];
    }
  });
}

/** The mail with UTF-8 in its own headers and its parts' headers; the very same bytes where nothing is to be done. */
export function repairCharset(mail: Uint8Array): Uint8Array {
  if (isUtf8(mail)) return mail;
  let decoders: readonly TextDecoder[] | null = null;
  const pieces: Uint8Array[] = [];
  let kept = 0;
  let inHead = true;
  let inPartHead = false;
  for (let at = 0; at < mail.length; ) {
    const found = mail.indexOf(LF, at);
    const end = found === -1 ? mail.length : found + 1;
    const line = mail.subarray(at, end);
    const blank = line.length <= 2 && line.every((byte) => byte === LF || byte === 0x0d);
    // A part's head begins after a line like a boundary and ends with anything that is not a Content field.
    if (blank) [inHead, inPartHead] = [false, false];
    else if (!inHead && line[0] === 0x2d && line[1] === 0x2d) inPartHead = true;
    else if (inPartHead && line[0] !== 0x20 && line[0] !== 0x09) inPartHead = /^content-/i.test(Buffer.from(line.subarray(0, 8)).toString('latin1'));
    if ((inHead || inPartHead) && !isAscii(line) && !isUtf8(line)) {
      decoders ??= candidates(mail);
      const text = decoders.map((decoder) => readsAs(decoder, line)).find((read) => read !== null);
      if (text !== undefined && text !== null) {
        pieces.push(mail.subarray(kept, at), new TextEncoder().encode(text));
        kept = end;
      }
    }
    at = end;
  }
  return pieces.length === 0 ? mail : Buffer.concat([...pieces, mail.subarray(kept)]);
}

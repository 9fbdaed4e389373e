import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** WeChat's own alphabet and length of an EncodingAESKey: base64 of 32 bytes without its `=`. */
const KEY_FORM = /^[A-Za-z0-9+/]{43}$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const BLOCK = 16;
/** WeChat pads to 32 bytes, twice the cipher's block. */
const MOST_PADDING = 32;
const RANDOM = 16;
const LENGTH = 4;

/** WeChat's signature: SHA-1 in lower-case hex over the parts, sorted and joined. */
export const signatureOf = (...parts: readonly string[]): string => createHash('sha1').update(parts.toSorted().join('')).digest('hex');

/** Whether two texts are the same, in a time that tells nothing about where they differ. */
export function sameText(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

/** The 32 bytes of an EncodingAESKey; null where it is none. */
export function aesKeyOf(encodingAesKey: string): Uint8Array | null {
  return KEY_FORM.test(encodingAesKey) ? Buffer.from(`${encodingAesKey}=`, 'base64') : null;
}

/**
 * Opens what WeChat sealed (消息加解密): AES-256-CBC over 16 random bytes, the message's length in network order, the
 * message and the app id. What it answers is believed only where its signature was checked before: CBC proves nothing.
 */
export function openSealed(key: Uint8Array, sealed: string, appId: string): Result<Uint8Array, string> {
  if (!BASE64.test(sealed)) return fail('Encrypt is not base64');
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length === 0 || bytes.length % BLOCK !== 0) return fail('Encrypt is not made of whole blocks');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, BLOCK)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(bytes), decipher.final()]);
  const padding = padded.at(-1) ?? 0;
  const end = padded.length - padding;
  if (padding < 1 || padding > MOST_PADDING || end < RANDOM + LENGTH || !padded.subarray(end).every((byte) => byte === padding)) {
    return fail('what is sealed does not open with the EncodingAESKey');
  }
  const from = RANDOM + LENGTH;
  const to = from + padded.readUInt32BE(RANDOM);
  if (to > end) return fail('what is sealed is shorter than it says');
  if (!sameText(padded.subarray(to, end).toString('utf8'), appId)) return fail('what is sealed is for another app id');
  return ok(padded.subarray(from, to));
}

import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { createUser, fromPublic, fromSeed } from '@nats-io/nkeys';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 base32 without padding; the text was checked by the nkeys library before. */
function base32(text: string): Buffer {
  const bytes: number[] = [];
  let [bits, held] = [0, 0];
  for (const letter of text) {
    held = ((held << 5) | ALPHABET.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return Buffer.from(bytes);
}

/** The fixed heads of Ed25519 keys in DER (RFC 8410). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** An nkey that signs. node:crypto does the work, since it is some twenty times faster than the library's own. */
export interface SigningKey {
  /** `U…` */
  readonly publicKey: string;
  readonly seed: Uint8Array;
  sign(bytes: Uint8Array): Buffer;
}

/** Opens a user's seed (`SU…`); throws an Error of one line for anything else. */
export function signingKey(seed: string): SigningKey {
  const trimmed = seed.trim();
  const bytes = new TextEncoder().encode(trimmed);
  let publicKey: string;
  try {
    publicKey = fromSeed(bytes).getPublicKey();
  } catch (cause) {
    throw new Error(`is not the seed of an nkey (${cause instanceof Error ? cause.message : String(cause)})`);
  }
  if (!publicKey.startsWith('U')) throw new Error('is the seed of another kind of nkey; a user’s begins with SU');
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, base32(trimmed).subarray(2, 34)]), format: 'der', type: 'pkcs8' });
  return { publicKey, seed: bytes, sign: (data) => sign(null, data, key) };
}

/** A fresh user's seed. */
export function freshSeed(): string {
  return new TextDecoder().decode(createUser().getSeed());
}

const opened = new Map<string, KeyObject | null>();

function publicKeyObject(publicKey: string): KeyObject | null {
  const known = opened.get(publicKey);
  if (known !== undefined) return known;
  let key: KeyObject | null = null;
  try {
    if (publicKey.startsWith('U')) {
      fromPublic(publicKey);
      key = createPublicKey({ key: Buffer.concat([SPKI_HEAD, base32(publicKey).subarray(1, 33)]), format: 'der', type: 'spki' });
    }
  } catch {
    // Not a key; it verifies nothing.
  }
  if (opened.size > 20_000) opened.clear();
  opened.set(publicKey, key);
  return key;
}

/** Whether a public user key made this signature over these bytes; false also for what is no key. */
export function isSignedBy(publicKey: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  const key = publicKeyObject(publicKey);
  return key !== null && signature.length === 64 && verify(null, bytes, key, signature);
}

import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomFillSync } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const TAG_BYTES = 16;
const IV_BYTES = 12;

/** Giving the cipher a key's bytes costs more than the ciphering of a line of text, so each key is prepared once. */
const prepared = new WeakMap<Uint8Array, KeyObject>();

function keyObject(key: Uint8Array): KeyObject {
  const known = prepared.get(key);
  if (known !== undefined) return known;
  const made = createSecretKey(key);
  prepared.set(key, made);
  return made;
}

/** Random bytes for nonces, drawn many at a time; each is used once. */
const drawn = Buffer.alloc(IV_BYTES * 256);
let used = drawn.length;

function freshIv(): Buffer {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const iv = Buffer.from(drawn.subarray(used, used + IV_BYTES));
  used += IV_BYTES;
  return iv;
}

/** Seals bytes with AES-256-GCM under a 32-byte key, whose bytes never change, and a fresh 12-byte nonce; `bound` is authenticated with them. The tag is the last 16 bytes of `data`. */
export function sealBytes(key: Uint8Array, bytes: Uint8Array, bound: string): { iv: Buffer; data: Buffer } {
  const iv = freshIv();
  const cipher = createCipheriv(CIPHER, keyObject(key), iv);
  cipher.setAAD(Buffer.from(bound));
  return { iv, data: Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]) };
}

/** Opens what `sealBytes` made; null when key, bytes or `bound` do not fit. */
export function openBytes(key: Uint8Array, iv: Uint8Array, data: Uint8Array, bound: string): Uint8Array | null {
  if (data.length < TAG_BYTES) return null;
  try {
    const decipher = createDecipheriv(CIPHER, keyObject(key), iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(bound));
    decipher.setAuthTag(data.subarray(data.length - TAG_BYTES));
    const opened = decipher.update(data.subarray(0, data.length - TAG_BYTES));
    // It gives out nothing more in this mode, but here the tag is checked.
    decipher.final();
    return opened;
  } catch {
    return null;
  }
}

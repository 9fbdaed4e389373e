import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const TAG_BYTES = 16;

/** Seals bytes with AES-256-GCM under a 32-byte key and a fresh 12-byte nonce; `bound` is authenticated with them. The tag is the last 16 bytes of `data`. */
export function sealBytes(key: Uint8Array, bytes: Uint8Array, bound: string): { iv: Buffer; data: Buffer } {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(bound));
  return { iv, data: Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]) };
}

/** Opens what `sealBytes` made; null when key, bytes or `bound` do not fit. */
export function openBytes(key: Uint8Array, iv: Uint8Array, data: Uint8Array, bound: string): Uint8Array | null {
  if (data.length < TAG_BYTES) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv);
    decipher.setAAD(Buffer.from(bound));
    decipher.setAuthTag(data.subarray(data.length - TAG_BYTES));
    return Buffer.concat([decipher.update(data.subarray(0, data.length - TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}

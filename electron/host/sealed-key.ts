import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scryptSync } from 'node:crypto';
import { fingerprintOf, type KeyNote, sameMark } from '#electron/host/key-note.ts';
import type { Instant } from '#shared/lib/time.ts';

const IV = 12;
const TAG = 16;

/** scrypt with N = 2^16: about a tenth of a second and 64 MiB a guess. */
export const stretch = (passphrase: string, salt: Buffer): Buffer =>
  scryptSync(passphrase.normalize('NFKC'), salt, 32, { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 });

/** Seals a data key under another (AES-256-GCM), bound to what it is sealed for. */
export function sealKey(key: Uint8Array, under: Uint8Array, purpose: string): string {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', under, iv).setAAD(Buffer.from(purpose));
  return Buffer.concat([iv, cipher.update(key), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

/** The data key again; null where it was sealed under another key, for something else, or was changed. */
export function openSealedKey(sealed: string, under: Uint8Array, purpose: string): Buffer | null {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length <= IV + TAG) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', under, bytes.subarray(0, IV), { authTagLength: TAG });
    decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-TAG));
    return Buffer.concat([decipher.update(bytes.subarray(IV, -TAG)), decipher.final()]);
  } catch {
    return null;
  }
}

/** A recovery key has 140 random bits: it needs no stretching, only spreading. */
const underRecovery = (recoveryKey: string, salt: Buffer) => Buffer.from(hkdfSync('sha256', recoveryKey, salt, 'recovery key', 32));

/** What a folder's note keeps of its recovery key, as `makeRecoveryKey` wrote it. */
export function sealForRecovery(key: Uint8Array, recoveryKey: string, madeAt: Instant): NonNullable<KeyNote['recovery']> {
  const salt = randomBytes(16);
  return { salt: salt.toString('base64'), sealed: sealKey(key, underRecovery(recoveryKey, salt), 'recovery'), madeAt };
}

/** The data key by the recovery key; null where it is not that of this note. */
export function openByRecovery({ recovery, fingerprint }: KeyNote, recoveryKey: string): Buffer | null {
  if (!recovery) return null;
  const key = openSealedKey(recovery.sealed, underRecovery(recoveryKey, Buffer.from(recovery.salt, 'base64')), 'recovery');
  return key !== null && sameMark(fingerprint, fingerprintOf(key)) ? key : null;
}

/** A note's fields for a data key under a passphrase. */
export function sealForPassphrase(key: Uint8Array, passphrase: string): { readonly salt: string; readonly sealed: string } {
  const salt = randomBytes(16);
  return { salt: salt.toString('base64'), sealed: sealKey(key, stretch(passphrase, salt), 'passphrase') };
}

/** The data key by the passphrase; null where it is not the right one. A note without `sealed` is of a folder whose passphrase gives the data key itself. */
export function openByPassphrase({ salt, sealed, fingerprint }: KeyNote, passphrase: string): Buffer | null {
  if (salt === undefined) return null;
  const given = stretch(passphrase, Buffer.from(salt, 'base64'));
  const key = sealed === undefined ? given : openSealedKey(sealed, given, 'passphrase');
  return key !== null && sameMark(fingerprint, fingerprintOf(key)) ? key : null;
}

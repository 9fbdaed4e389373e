import { createPublicKey, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { textIn, whyOf } from '#electron/host/read-text.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** Writes a file for its owner alone, unless there is one. */
export function writeSecret(file: string, text: string): Result<null, string> {
  try {
    writeFileSync(file, `${text.trim()}\n`, { mode: 0o600, flag: 'wx' });
    return ok(null);
  } catch (cause) {
    return fail(`${file}: cannot be written (${whyOf(cause)})`);
  }
}

/** The token in a file; a fresh one is written where there is no file. */
export function tokenIn(file: string): Result<string, string> {
  const read = textIn(file);
  if (read.ok) return read.value === '' ? fail(`${file}: is empty`) : read;
  const token = freshToken();
  const written = writeSecret(file, token);
  return written.ok ? ok(token) : fail(read.error);
}

/** 256 random bits. */
export function freshToken(): string {
  return randomBytes(32).toString('base64url');
}

/** The public key (PEM) of a key file, be it private or public. */
export function publicKeyIn(file: string): Result<string, string> {
  const read = textIn(file);
  if (!read.ok) return read;
  try {
    const key = createPublicKey(read.value);
    return key.asymmetricKeyType === 'ed25519' ? ok(key.export({ format: 'pem', type: 'spki' }).toString()) : fail(`${file}: is no Ed25519 key`);
  } catch {
    return fail(`${file}: is no key in PEM`);
  }
}

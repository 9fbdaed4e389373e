import { randomBytes, scryptSync } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  type DataKey,
  fingerprintOf,
  holdsData,
  type KeyFault,
  type KeyNote,
  keyFault,
  notePathOf,
  readKeyNote,
  sameMark,
  writeKeyNote,
  writeWhole,
} from '#electron/host/key-note.ts';
import { makeFolder } from '#electron/host/make-folder.ts';
import { ok, type Result } from '#shared/lib/result.ts';

interface KeyOptions {
  readonly folder: { readonly path: string; readonly id: string };
  readonly passphrase: string | null;
  /** A key file the user named; null makes one in `keyHome`. */
  readonly keyFile: string | null;
  /** A folder outside the data folder. */
  readonly keyHome: string;
}

/** scrypt with N = 2^16: about a tenth of a second and 64 MiB a guess. */
const stretch = (passphrase: string, salt: Buffer) => scryptSync(passphrase.normalize('NFKC'), salt, 32, { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 });

/**
 * The key of a data folder: from a passphrase, from a key file, or from one made on first use outside the folder.
 * A folder that was opened once is never given another key: a missing or wrong one is said, and nothing is touched.
 */
export function findDataKey(options: KeyOptions): Result<DataKey, KeyFault> {
  const folder = options.folder.path;
  const read = readKeyNote(folder);
  if (!read.ok) return read;
  const note = read.value;
  if (note?.wrapped)
    return keyFault(
      'key-missing',
      `${folder}: is locked with the key store of this machine’s user (${note.wrapped.store}); open it in a window of its own, without --browser`,
    );
  if (options.passphrase !== null) return fromPassphrase(options.passphrase, folder, note);
  if (note?.salt !== undefined)
    return keyFault('key-missing', `${folder}: is locked with a passphrase; give it in WALLET_CONSOLE_PASSPHRASE or as passphraseFile`);
  const file = options.keyFile ?? path.join(options.keyHome, `${options.folder.id}.key`);
  try {
    return fromFile(file, options, note);
  } catch (cause) {
    return keyFault('key-unreadable', `${file}: cannot be read or made (${cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)})`);
  }
}

function fromPassphrase(passphrase: string, folder: string, note: KeyNote | null): Result<DataKey, KeyFault> {
  if (passphrase === '') return keyFault('passphrase-wrong', `${folder}: the passphrase is empty`);
  if (note && note.salt === undefined) return keyFault('passphrase-wrong', `${folder}: is locked with a key file, not with a passphrase`);
  if (!note && holdsData(folder))
    return keyFault('key-missing', `${notePathOf(folder)}: is missing; without it the passphrase does not open the data in this folder`);
  const salt = note?.salt === undefined ? randomBytes(16) : Buffer.from(note.salt, 'base64');
  const key = stretch(passphrase, salt);
  if (!note) writeKeyNote(folder, { fingerprint: fingerprintOf(key), salt: salt.toString('base64') });
  else if (!sameMark(note.fingerprint, fingerprintOf(key))) return keyFault('passphrase-wrong', `${folder}: the passphrase is not the right one`);
  return ok({ key, source: 'passphrase' });
}

function fromFile(file: string, options: KeyOptions, note: KeyNote | null): Result<DataKey, KeyFault> {
  const folder = options.folder.path;
  if (!existsSync(file)) {
    if (note || holdsData(folder)) return keyFault('key-missing', `${file}: the key of ${folder} is missing; put it back to open the data`);
    if (options.keyFile !== null) return keyFault('key-missing', `${file}: there is no such key file`);
    makeFolder(options.keyHome);
    writeWhole(file, randomBytes(32));
  }
  const open = process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;
  if (open) return keyFault('key-too-open', `${file}: others can read this key; run: chmod 600 '${file}'`);
  const key = readFileSync(file);
  if (key.length !== 32) return keyFault('key-unreadable', `${file}: a key has 32 bytes, this file has ${key.length}`);
  if (note && !sameMark(note.fingerprint, fingerprintOf(key))) return keyFault('key-unreadable', `${file}: is not the key of ${folder}`);
  // Data that lost its note is opened by the right key or not at all; a wrong one must not be noted as its own.
  if (!note && !holdsData(folder)) writeKeyNote(folder, { fingerprint: fingerprintOf(key) });
  return ok({ key, source: 'key-file', file });
}

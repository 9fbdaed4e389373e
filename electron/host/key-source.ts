import { createHash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { HostInfo } from '#shared/contract/schemas.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

export interface KeyFault {
  readonly code: 'key-missing' | 'key-unreadable' | 'key-too-open' | 'passphrase-wrong';
  /** One line that names the place and the fault. */
  readonly message: string;
}

export interface DataKey {
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly source: HostInfo['keySource'];
  /** Where the key file lies, when there is one. */
  readonly file?: string;
}

interface KeyOptions {
  readonly folder: { readonly path: string; readonly id: string };
  readonly passphrase: string | null;
  /** A key file the user named; null makes one in `keyHome`. */
  readonly keyFile: string | null;
  /** A folder outside the data folder. */
  readonly keyHome: string;
}

const fault = (code: KeyFault['code'], message: string) => fail<KeyFault>({ code, message });
const fingerprint = (key: Uint8Array) => createHash('sha256').update('data key').update(key).digest('hex');

/** What the data folder keeps of its key: nothing that helps to guess it, enough to know the right one. */
const lockNote = z.object({ fingerprint: z.string(), salt: z.string().optional() });

/** scrypt with N = 2^16: about a tenth of a second and 64 MiB a guess. */
const stretch = (passphrase: string, salt: Buffer) => scryptSync(passphrase.normalize('NFKC'), salt, 32, { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 });

function writeWhole(file: string, bytes: Uint8Array | string): void {
  writeFileSync(`${file}.new`, bytes, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

/**
 * The key of a data folder: from a passphrase, from a key file, or from one made on first use outside the folder.
 * A folder that was opened once is never given another key: a missing or wrong one is said, and nothing is touched.
 */
export function findDataKey(options: KeyOptions): Result<DataKey, KeyFault> {
  const notePath = path.join(options.folder.path, 'key.json');
  let note: z.infer<typeof lockNote> | null = null;
  if (existsSync(notePath)) {
    const read = lockNote.safeParse(readJson(notePath));
    if (!read.success) return fault('key-unreadable', `${notePath}: cannot be read`);
    note = read.data;
  }
  if (options.passphrase !== null) return fromPassphrase(options.passphrase, notePath, note);
  if (note?.salt !== undefined) return fault('key-missing', `${options.folder.path}: is locked with a passphrase; give it in WALLET_CONSOLE_PASSPHRASE or as passphraseFile`);
  return fromFile(options, notePath, note);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function fromPassphrase(passphrase: string, notePath: string, note: z.infer<typeof lockNote> | null): Result<DataKey, KeyFault> {
  if (note && note.salt === undefined) return fault('passphrase-wrong', `${path.dirname(notePath)}: is locked with a key file, not with a passphrase`);
  const salt = note?.salt === undefined ? randomBytes(16) : Buffer.from(note.salt, 'base64');
  const key = stretch(passphrase, salt);
  if (!note) writeWhole(notePath, JSON.stringify({ fingerprint: fingerprint(key), salt: salt.toString('base64') }));
  else if (!same(note.fingerprint, fingerprint(key))) return fault('passphrase-wrong', `${path.dirname(notePath)}: the passphrase is not the right one`);
  return ok({ key, source: 'passphrase' });
}

const same = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

function fromFile(options: KeyOptions, notePath: string, note: z.infer<typeof lockNote> | null): Result<DataKey, KeyFault> {
  const file = options.keyFile ?? path.join(options.keyHome, `${options.folder.id}.key`);
  if (!existsSync(file)) {
    if (note) return fault('key-missing', `${file}: the key of ${options.folder.path} is missing; put it back to open the data`);
    if (options.keyFile !== null) return fault('key-missing', `${file}: there is no such key file`);
    mkdirSync(options.keyHome, { recursive: true, mode: 0o700 });
    writeWhole(file, randomBytes(32));
  }
  const open = process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;
  if (open) return fault('key-too-open', `${file}: others can read this key; run: chmod 600 '${file}'`);
  const key = readFileSync(file);
  if (key.length !== 32) return fault('key-unreadable', `${file}: a key has 32 bytes, this file has ${key.length}`);
  if (!note) writeWhole(notePath, JSON.stringify({ fingerprint: fingerprint(key) }));
  else if (!same(note.fingerprint, fingerprint(key))) return fault('key-unreadable', `${file}: is not the key of ${options.folder.path}`);
  return ok({ key, source: 'key-file', file });
}

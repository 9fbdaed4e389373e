import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { holdsData, opensData } from '#electron/host/held-data.ts';
import {
  type DataKey,
  fileFault,
  fingerprintOf,
  type KeyFault,
  type KeyNote,
  keepNoteAside,
  keyFault,
  notePathOf,
  type ReadNote,
  readKeyNotes,
  rewriteNote,
  sameMark,
  writeKeyNote,
  writeWhole,
} from '#electron/host/key-note.ts';
import type { KeyStore } from '#electron/host/key-store.ts';
import { makeFolder } from '#electron/host/make-folder.ts';
import { openByPassphrase, sealForPassphrase } from '#electron/host/sealed-key.ts';
import { keyFromStore, makeStoreKey } from '#electron/host/wrapped-key.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/*
 * A folder's data key is random and never changes. The key store and a passphrase lock it (AES-256-GCM in the note). A
 * key file is the data key itself: it lies outside the folder, so that wrapping it would add a second thing to lose and
 * leave a thief of both as well off; and data that lost its note is still opened by it. A folder of an older program,
 * whose passphrase gives the data key itself, opens as ever.
 */

export interface KeyMeans {
  readonly passphrase: string | null;
  /** A key file the user named; null looks for one in `keyHome`, and makes it there for a fresh folder. */
  readonly keyFile: string | null;
  /** A folder outside the data folder. */
  readonly keyHome: string;
  /** Null where the edition has none. */
  readonly store: KeyStore | null;
}

export interface KeyedFolder {
  readonly path: string;
  readonly id: string;
}

/** A key with the note that it was found by. */
export interface FoundKey extends DataKey {
  readonly note: ReadNote;
}

/** Where a folder's key file is looked for. */
export const keyFileOf = (folder: KeyedFolder, means: KeyMeans) => means.keyFile ?? path.join(means.keyHome, `${folder.id}.key`);

export const KEY_BYTES = 32;

/**
 * The key of a data folder, by the means that lock it; a fresh one is locked with what the user named, else with the key
 * store, else with a key file. A folder that was opened once is never given another key: a missing or wrong one is said,
 * and nothing is touched. Where the present note does not give the key, the one kept beside it is tried.
 */
export async function findKey(folder: KeyedFolder, means: KeyMeans): Promise<Result<FoundKey, KeyFault>> {
  const { notes, fault } = readKeyNotes(folder.path);
  if (notes.length === 0) {
    const held = holdsData(folder.path);
    if (fault !== null && !held) return fail(fault);
    return noted(folder, held ? withoutNote(folder, means, fault) : await firstKey(folder, means));
  }
  let first: KeyFault | null = null;
  for (const note of notes) {
    const found = await byNote(note.note, folder, means);
    if (found.ok && opensData(folder.path, found.value.key)) {
      const { again, ...key } = found.value;
      return ok({ ...key, note: again ? rewriteNote(folder.path, note, { wrapped: again }) : note });
    }
    first ??= found.ok
      ? { code: 'data-other', message: `${notePathOf(folder.path)}: is not of the data in ${folder.path}; one of the two was put back from elsewhere` }
      : found.error;
  }
  return fail(first ?? { code: 'note-missing', message: `${notePathOf(folder.path)}: is missing` });
}

/** With the note that was just written for it. */
function noted(folder: KeyedFolder, found: Result<DataKey, KeyFault>): Result<FoundKey, KeyFault> {
  if (!found.ok) return found;
  const [note] = readKeyNotes(folder.path).notes;
  if (!note) throw new Error(`${notePathOf(folder.path)}: was written and is not there`);
  return ok({ ...found.value, note });
}

async function byNote(note: KeyNote, folder: KeyedFolder, means: KeyMeans): Promise<Result<DataKey & { readonly again?: KeyNote['wrapped'] }, KeyFault>> {
  const { path: at } = folder;
  if (note.wrapped) {
    if (means.store !== null) return keyFromStore(at, means.store, note, note.wrapped);
    return keyFault(
      'store-elsewhere',
      `${at}: is locked with the key store of this machine’s user (${note.wrapped.store}); open it in a window of its own, without --browser`,
    );
  }
  if (note.salt !== undefined) return byPassphrase(note, at, means.passphrase);
  if (means.passphrase !== null) return keyFault('passphrase-wrong', `${at}: is locked with a key file, not with a passphrase`);
  const found = readKeyFile(keyFileOf(folder, means), at);
  if (found.ok && !sameMark(note.fingerprint, fingerprintOf(found.value.key))) {
    return keyFault('key-other', `${found.value.file}: is not the key of ${at}`);
  }
  return found;
}

function byPassphrase(note: KeyNote, at: string, passphrase: string | null): Result<DataKey, KeyFault> {
  if (passphrase === null)
    return keyFault('passphrase-needed', `${at}: is locked with a passphrase; give it in WALLET_CONSOLE_PASSPHRASE or as passphraseFile`);
  if (passphrase === '') return keyFault('passphrase-wrong', `${at}: the passphrase is empty`);
  const key = openByPassphrase(note, passphrase);
  return key === null ? keyFault('passphrase-wrong', `${at}: the passphrase is not the right one`) : ok({ key, source: 'passphrase' });
}

/** A key file that is there and fit to be one; whether it is the folder's own is the caller's to see. */
export function readKeyFile(file: string, folder: string): Result<DataKey & { readonly file: string }, KeyFault> {
  try {
    if (!existsSync(file)) return keyFault('key-missing', `${file}: the key of ${folder} is missing; put it back to open the data`);
    const { mode, size } = statSync(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      return keyFault('key-too-open', `${file}: others can read this key; run: chmod 600 '${file}'`);
    }
    if (size > 1_000_000) return keyFault('key-wrong-length', `${file}: a key has ${KEY_BYTES} bytes, this file has ${size}`);
    const key = readFileSync(file);
    if (key.length !== KEY_BYTES) return keyFault('key-wrong-length', `${file}: a key has ${KEY_BYTES} bytes, this file has ${key.length}`);
    return ok({ key, source: 'key-file', file });
  } catch (cause) {
    return fail(fileFault(cause, 'key-unreadable', file, 'cannot be read'));
  }
}

/**
 * Data whose notes are gone or damaged is opened by its key file or not at all; what else locked it is not known any
 * more. A damaged note is kept aside.
 */
function withoutNote(folder: KeyedFolder, means: KeyMeans, damage: KeyFault | null): Result<DataKey, KeyFault> {
  const { path: at } = folder;
  const file = keyFileOf(folder, means);
  if (damage?.code === 'note-newer') return fail(damage);
  if (means.passphrase !== null || !existsSync(file)) {
    if (damage !== null) return fail(damage);
    return keyFault('note-missing', `${notePathOf(at)}: is missing, and there is no key file ${file}; put one of them back to open the data`);
  }
  const found = readKeyFile(file, at);
  if (!found.ok) return found;
  if (!opensData(at, found.value.key)) return damage === null ? keyFault('key-other', `${file}: is not the key of the data in ${at}`) : fail(damage);
  if (damage !== null) keepNoteAside(at);
  writeKeyNote(at, { fingerprint: fingerprintOf(found.value.key), generation: 0 });
  return found;
}

async function firstKey(folder: KeyedFolder, means: KeyMeans): Promise<Result<DataKey, KeyFault>> {
  const { path: at } = folder;
  const { passphrase, keyFile, store } = means;
  const key = randomBytes(KEY_BYTES);
  const fingerprint = fingerprintOf(key);
  if (passphrase === '') return keyFault('passphrase-wrong', `${at}: the passphrase is empty`);
  if (passphrase !== null) {
    writeKeyNote(at, { fingerprint, generation: 0, ...sealForPassphrase(key, passphrase) });
    return ok({ key, source: 'passphrase' });
  }
  if (keyFile === null && store !== null && (await store.name()).ok) return makeStoreKey(at, store, key);
  const file = keyFileOf(folder, means);
  try {
    if (keyFile === null && !existsSync(file)) {
      makeFolder(means.keyHome);
      writeWhole(file, key);
    }
  } catch (cause) {
    return keyFault('key-unreadable', `${file}: cannot be made (${cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)})`);
  }
  const found = readKeyFile(file, at);
  if (found.ok) writeKeyNote(at, { fingerprint: fingerprintOf(found.value.key), generation: 0 });
  return found;
}

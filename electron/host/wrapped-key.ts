import { createHash, randomBytes } from 'node:crypto';
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
} from '#electron/host/key-note.ts';
import type { KeyStore } from '#electron/host/key-store.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

type Wrapped = NonNullable<KeyNote['wrapped']>;

const KEY_BYTES = 32;

const checksumOf = (store: string, bytes: string) => createHash('sha256').update(`${store}\0${bytes}`).digest('hex');

const said = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)).split('\n')[0] ?? '';

/**
 * The key of a data folder from the operating system's key store: a random key, kept in the folder as the store wrapped
 * it, with the store's name and a checksum. A folder that was opened once is never given another key.
 */
export async function findWrappedKey(folder: string, store: KeyStore): Promise<Result<DataKey, KeyFault>> {
  const read = readKeyNote(folder);
  if (!read.ok) return read;
  const note = read.value;
  if (!note && holdsData(folder)) return keyFault('key-missing', `${notePathOf(folder)}: the key of ${folder} is missing; put it back to open the data`);
  if (note && !note.wrapped) return keyFault('key-store-changed', `${folder}: is not locked with a key store`);
  if (note?.wrapped && note.wrapped.checksum !== checksumOf(note.wrapped.store, note.wrapped.bytes)) {
    return keyFault('key-unreadable', `${notePathOf(folder)}: is damaged (its checksum is wrong)`);
  }
  const name = await store.name();
  if (name === null) return keyFault('key-store-unavailable', `${folder}: this machine’s key store is not available`);
  if (!note?.wrapped) return makeKey(folder, store, name);
  if (note.wrapped.store !== name) {
    return keyFault(
      'key-store-changed',
      `${folder}: is locked with the key store ${note.wrapped.store}, but this session has ${name}; start it as before to open the data`,
    );
  }
  return unwrapKey(folder, store, note.wrapped, note.fingerprint);
}

/** Wraps a key and proves that the store gives it back, before anything depends on it. */
async function wrapKey(store: KeyStore, name: string, key: Uint8Array): Promise<Result<Wrapped, string>> {
  const text = Buffer.from(key).toString('base64');
  try {
    const wrapped = await store.wrap(text);
    if ((await store.unwrap(wrapped)).text !== text) return fail('it does not give back what it was given');
    const bytes = Buffer.from(wrapped).toString('base64');
    return ok({ store: name, bytes, checksum: checksumOf(name, bytes) });
  } catch (cause) {
    return fail(said(cause));
  }
}

async function makeKey(folder: string, store: KeyStore, name: string): Promise<Result<DataKey, KeyFault>> {
  const key = randomBytes(KEY_BYTES);
  const wrapped = await wrapKey(store, name, key);
  if (!wrapped.ok) return keyFault('key-store-unavailable', `${folder}: the key store ${name} cannot be used (${wrapped.error})`);
  writeKeyNote(folder, { fingerprint: fingerprintOf(key), wrapped: wrapped.value });
  return ok({ key, source: 'os-key-store' });
}

async function unwrapKey(folder: string, store: KeyStore, wrapped: Wrapped, fingerprint: string): Promise<Result<DataKey, KeyFault>> {
  let key: Buffer;
  let renew: boolean;
  try {
    const unwrapped = await store.unwrap(Buffer.from(wrapped.bytes, 'base64'));
    key = Buffer.from(unwrapped.text, 'base64');
    renew = unwrapped.renew;
  } catch (cause) {
    return keyFault('key-store-refused', `${folder}: the key store ${wrapped.store} does not give the key (${said(cause)})`);
  }
  if (key.length !== KEY_BYTES) return keyFault('key-unreadable', `${notePathOf(folder)}: a key has ${KEY_BYTES} bytes, this one has ${key.length}`);
  if (!sameMark(fingerprint, fingerprintOf(key))) return keyFault('key-unreadable', `${notePathOf(folder)}: does not hold the key of ${folder}`);
  if (renew) {
    const again = await wrapKey(store, wrapped.store, key);
    // The present form still opens the data; the store asks again at the next start.
    if (again.ok) writeKeyNote(folder, { fingerprint, wrapped: again.value });
  }
  return ok({ key, source: 'os-key-store' });
}

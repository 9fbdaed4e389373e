import { createHash } from 'node:crypto';
import { type DataKey, fingerprintOf, type KeyFault, type KeyNote, keyFault, notePathOf, sameMark, writeKeyNote } from '#electron/host/key-note.ts';
import type { KeyStore, StoreTrouble } from '#electron/host/key-store.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

type Wrapped = NonNullable<KeyNote['wrapped']>;

const KEY_BYTES = 32;

const checksumOf = (store: string, bytes: string) => createHash('sha256').update(`${store}\0${bytes}`).digest('hex');

const said = {
  plain: 'keeps keys readable by everybody, which protects nothing',
  locked: 'is locked',
  denied: 'was not allowed to give the key',
  unavailable: 'is not available',
  refused: 'does not give the key',
} as const satisfies Record<StoreTrouble['code'], string>;

const troubled = (folder: string, store: string, { code, said: reason }: StoreTrouble) =>
  keyFault(`store-${code}`, `${folder}: ${store} ${said[code]}${reason === '' ? '' : ` (${reason})`}`);

/** Wraps a key and proves that the store gives it back, before anything depends on it. */
export async function wrapKey(folder: string, store: KeyStore, key: Uint8Array): Promise<Result<Wrapped, KeyFault>> {
  const name = await store.name();
  if (!name.ok) return troubled(folder, 'this machine’s key store', name.error);
  const text = Buffer.from(key).toString('base64');
  const wrapped = await store.wrap(text);
  if (!wrapped.ok) return troubled(folder, `the key store ${name.value}`, wrapped.error);
  const again = await store.unwrap(wrapped.value);
  if (!again.ok) return troubled(folder, `the key store ${name.value}`, again.error);
  if (again.value.text !== text) return keyFault('store-unavailable', `${folder}: the key store ${name.value} does not give back what it was given`);
  const bytes = Buffer.from(wrapped.value).toString('base64');
  return ok({ store: name.value, user: store.user, bytes, checksum: checksumOf(name.value, bytes) });
}

/** The data key as the operating system's store wrapped it; `again` is what a store with a newer key of its own wants kept instead. */
export async function keyFromStore(
  folder: string,
  store: KeyStore,
  note: KeyNote,
  wrapped: Wrapped,
): Promise<Result<DataKey & { readonly again?: Wrapped }, KeyFault>> {
  const place = notePathOf(folder);
  if (wrapped.checksum !== checksumOf(wrapped.store, wrapped.bytes)) return keyFault('note-damaged', `${place}: is damaged (the checksum of its key is wrong)`);
  const name = await store.name();
  if (!name.ok) return troubled(folder, 'this machine’s key store', name.error);
  if (wrapped.store !== name.value) {
    return keyFault(
      'store-changed',
      `${folder}: is locked with the key store ${wrapped.store}, but this session has ${name.value}; start it as before to open the data`,
    );
  }
  const unwrapped = await store.unwrap(Buffer.from(wrapped.bytes, 'base64'));
  if (!unwrapped.ok) {
    // What another user's store wrapped is nonsense to this one, and it says no more than that.
    if (unwrapped.error.code === 'refused' && wrapped.user !== undefined && wrapped.user !== store.user) {
      return keyFault('other-user', `${folder}: was locked by the user ${wrapped.user}; ${store.user} has another key store (${unwrapped.error.said})`);
    }
    return troubled(folder, `the key store ${wrapped.store}`, unwrapped.error);
  }
  const key = Buffer.from(unwrapped.value.text, 'base64');
  if (key.length !== KEY_BYTES) return keyFault('key-wrong-length', `${place}: a key has ${KEY_BYTES} bytes, this one has ${key.length}`);
  if (!sameMark(note.fingerprint, fingerprintOf(key))) return keyFault('key-other', `${place}: does not hold the key of ${folder}`);
  // Where it cannot be wrapped again the present form still opens the data; the store asks again at the next start.
  const again = unwrapped.value.renew ? await wrapKey(folder, store, key) : null;
  return ok({ key, source: 'os-key-store', ...(again?.ok ? { again: again.value } : {}) });
}

/** Makes a folder's key and locks it with the store. */
export async function makeStoreKey(folder: string, store: KeyStore, key: Uint8Array): Promise<Result<DataKey, KeyFault>> {
  const wrapped = await wrapKey(folder, store, key);
  if (!wrapped.ok) return fail(wrapped.error);
  writeKeyNote(folder, { fingerprint: fingerprintOf(key), generation: 0, wrapped: wrapped.value });
  return ok({ key, source: 'os-key-store' });
}

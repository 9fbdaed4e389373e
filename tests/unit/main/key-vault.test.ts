import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type DeskFolderOptions, openDeskVault } from '#electron/host/desk-folder.ts';
import { findKey, type KeyMeans } from '#electron/host/key-source.ts';
import { safeStorageKeys } from '#electron/main/safe-storage-keys.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { FakeSafeStorage } from '#tests/fakes/electron.ts';

let folder: string;
let storage: FakeSafeStorage;
const noteFile = () => path.join(folder, 'key.json');
const store = (user = 'zhou') => safeStorageKeys(storage, 'linux', user);
const find = (means: Partial<KeyMeans> = {}, at = folder) =>
  findKey({ path: at, id: 'folder-id' }, { passphrase: null, keyFile: null, keyHome: path.join(folder, 'keys'), store: store(), ...means });
const fillDatabase = (key: Uint8Array, at = folder) => openForWriting({ file: path.join(at, 'ledger.db'), key, synchronous: 'FULL', logger: null }).close();

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'key-vault-'));
  storage = new FakeSafeStorage();
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** A folder whose key was made at an earlier start, with data in it. */
async function lockedFolder(): Promise<Uint8Array> {
  const made = await find();
  if (!made.ok) throw new Error(made.error.message);
  fillDatabase(made.value.key);
  return made.value.key;
}

/** The fault, after making sure that the note was left as it was. */
async function faultOf(look: () => ReturnType<typeof find> = find): Promise<string> {
  const before = existsSync(noteFile()) ? readFileSync(noteFile(), 'utf8') : null;
  const found = await look();
  expect(existsSync(noteFile()) ? readFileSync(noteFile(), 'utf8') : null).toBe(before);
  if (found.ok) throw new Error('a key was found');
  expect(found.error.message).toContain(folder);
  expect(found.error.message).not.toContain('\n');
  return found.error.code;
}

const changeNote = (change: (note: { fingerprint: string; wrapped: { store: string; bytes: string; checksum: string } }) => void) => {
  const note = JSON.parse(readFileSync(noteFile(), 'utf8'));
  change(note);
  writeFileSync(noteFile(), JSON.stringify(note));
};

test('a key is made once, kept wrapped, and found again', async () => {
  const key = await lockedFolder();
  expect(key).toHaveLength(32);
  const again = await find();
  expect(again.ok && again.value).toMatchObject({ key: Buffer.from(key), source: 'os-key-store' });
  const note = readFileSync(noteFile(), 'utf8');
  expect(note).toContain('gnome_libsecret');
  for (const form of ['base64', 'hex', 'latin1'] as const) expect(note).not.toContain(Buffer.from(key).toString(form));
  expect(statSync(noteFile()).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).filter((name) => !name.startsWith('ledger.db'))).toEqual(['key.json']);
});

test('two folders have two keys', async () => {
  const first = await lockedFolder();
  const other = mkdtempSync(path.join(tmpdir(), 'key-vault-'));
  const second = await find({}, other);
  rmSync(other, { recursive: true, force: true });
  expect(second.ok && Buffer.from(second.value.key).equals(Buffer.from(first))).toBe(false);
});

test('a database without its key is not given another', async () => {
  await lockedFolder();
  rmSync(noteFile());
  expect(await faultOf()).toBe('note-missing');
  expect(existsSync(path.join(folder, 'keys'))).toBe(false);
});

test.each([
  ['half-written', (text: string) => text.slice(0, text.length / 2)],
  ['empty', () => ''],
  ['of another form', () => '{"key":"x"}'],
  ['not text', () => '\u0000\u0000'],
])('a note that is %s is unreadable', async (_, damage) => {
  await lockedFolder();
  writeFileSync(noteFile(), damage(readFileSync(noteFile(), 'utf8')));
  expect(await faultOf()).toBe('note-unreadable');
});

test('a write that was cut short leaves the old note in force', async () => {
  const key = await lockedFolder();
  writeFileSync(`${noteFile()}.new`, '{"finger');
  const again = await find();
  expect(again.ok && again.value.key).toEqual(Buffer.from(key));
});

test('a changed wrapping is noticed before the store is asked', async () => {
  await lockedFolder();
  changeNote((note) => {
    note.wrapped.bytes = Buffer.from('something else').toString('base64');
  });
  storage.refusal = 'must not be asked';
  expect(await faultOf()).toBe('note-damaged');
});

test('a wrong checksum is noticed', async () => {
  await lockedFolder();
  changeNote((note) => {
    note.wrapped.checksum = '0'.repeat(64);
  });
  expect(await faultOf()).toBe('note-damaged');
});

test('another store than the one that wrapped the key is named', async () => {
  await lockedFolder();
  storage.backend = 'kwallet6';
  expect(await faultOf()).toBe('store-changed');
});

test.each([
  ['basic_text', 'store-plain'],
  ['unknown', 'store-unavailable'],
] as const)('%s counts as no key store', async (backend, code) => {
  await lockedFolder();
  storage.backend = backend;
  expect(await faultOf()).toBe(code);
});

test('a store that is not available is said', async () => {
  await lockedFolder();
  storage.available = false;
  expect(await faultOf()).toBe('store-unavailable');
});

test.each([
  ['the collection is locked\nat frame 1', 'store-locked'],
  ['User interaction is not possible (-25308)', 'store-locked'],
  ['access denied by the user', 'store-denied'],
  ['The prompt was dismissed', 'store-denied'],
  ['decryption is temporarily unavailable', 'store-unavailable'],
  ['Error while decrypting', 'store-refused'],
])('a store that refuses is told with its reason: %j', async (refusal, code) => {
  await lockedFolder();
  storage.refusal = refusal;
  expect(await faultOf()).toBe(code);
  const found = await find();
  expect(!found.ok && found.error.message).toContain(refusal.split('\n')[0]);
});

test('what another user’s store wrapped is told as theirs', async () => {
  await lockedFolder();
  storage.refusal = 'Error while decrypting';
  expect(await faultOf(() => find({ store: store('lin') }))).toBe('other-user');
});

test.each([
  ['too short', Buffer.alloc(16, 1), 'key-wrong-length', 'this one has 16'],
  ['too long', Buffer.alloc(64, 1), 'key-wrong-length', 'this one has 64'],
  ['empty', Buffer.alloc(0), 'key-wrong-length', 'this one has 0'],
  ['another key', Buffer.alloc(32, 1), 'key-other', 'does not hold the key'],
])('a key that decrypts to something %s is refused', async (_, instead, code, said) => {
  await lockedFolder();
  storage.instead = instead.toString('base64');
  expect(await faultOf()).toBe(code);
  const found = await find();
  expect(!found.ok && found.error.message).toContain(said);
});

test('a store that does not give back what it was given makes no key', async () => {
  storage.instead = Buffer.alloc(32, 1).toString('base64');
  expect(await faultOf()).toBe('store-unavailable');
  expect(existsSync(noteFile())).toBe(false);
});

test('a store with a newer key of its own wraps the same key again', async () => {
  const key = await lockedFolder();
  const before = readFileSync(noteFile(), 'utf8');
  storage.shouldReEncrypt = true;
  const renewed = await find();
  expect(renewed.ok && renewed.value.key).toEqual(Buffer.from(key));
  expect(readFileSync(noteFile(), 'utf8')).not.toBe(before);
  storage.shouldReEncrypt = false;
  const again = await find();
  expect(again.ok && again.value.key).toEqual(Buffer.from(key));
});

test('a folder that a passphrase locked is left alone by the store', async () => {
  expect((await find({ passphrase: 'correct horse' })).ok).toBe(true);
  expect(await faultOf()).toBe('passphrase-needed');
  expect(storage.wraps).toBe(0);
});

test('the browser edition refuses a folder that the key store locks', async () => {
  await lockedFolder();
  for (const passphrase of [null, 'a passphrase']) expect(await faultOf(() => find({ store: null, passphrase }))).toBe('store-elsewhere');
  expect(existsSync(path.join(folder, 'keys'))).toBe(false);
});

test.each([
  ['darwin', 'keychain'],
  ['win32', 'dpapi'],
  ['linux', 'gnome_libsecret'],
] as const)('on %s the store is named %s', async (platform, name) => {
  const keys = safeStorageKeys(storage, platform, 'zhou');
  expect(await keys.name()).toEqual({ ok: true, value: name });
  storage.available = false;
  expect(await keys.name()).toMatchObject({ ok: false, error: { code: 'unavailable' } });
});

const deskOptions = (): DeskFolderOptions => ({
  dataDir: path.join(folder, 'data'),
  demo: true,
  memory: false,
  passphraseFile: null,
  keyFile: null,
  engine: null,
});

/** Opens the desk's folder, notes what locks it, and lets it go. */
async function sourceOf(keys = store(), options: Partial<DeskFolderOptions> = {}) {
  const opened = await openDeskVault({ ...deskOptions(), ...options }, keys);
  if (!opened.ok) return opened.error;
  const vault = opened.value;
  vault?.release();
  return vault?.key?.source ?? vault?.lock?.code;
}

test('a fresh folder is locked by the key store where there is one, else by a key file; then it stays so', async () => {
  vi.stubEnv('XDG_CONFIG_HOME', path.join(folder, 'config'));
  storage.backend = 'basic_text';
  expect(await sourceOf()).toBe('key-file');
  storage.backend = 'gnome_libsecret';
  expect(await sourceOf()).toBe('key-file');
  expect(await sourceOf(undefined, { dataDir: path.join(folder, 'other') })).toBe('os-key-store');
  storage.backend = 'basic_text';
  expect(await sourceOf(undefined, { dataDir: path.join(folder, 'other') })).toBe('store-plain');
});

test('what the user named goes before the key store', async () => {
  const secret = path.join(folder, 'passphrase');
  writeFileSync(secret, 'correct horse\n');
  expect(await sourceOf(undefined, { passphraseFile: secret })).toBe('passphrase');
});

test('a file that was put right is read again at the next try', async () => {
  const secret = path.join(folder, 'passphrase');
  writeFileSync(secret, 'correct horse\n');
  expect(await sourceOf(undefined, { passphraseFile: secret })).toBe('passphrase');
  writeFileSync(secret, 'another');
  const opened = await openDeskVault({ ...deskOptions(), passphraseFile: secret }, store());
  if (!opened.ok || opened.value === null) throw new Error('the folder is there');
  const vault = opened.value;
  expect(vault.lock?.code).toBe('passphrase-wrong');
  rmSync(secret);
  expect((await vault.unlock({ way: 'again' })).ok).toBe(false);
  writeFileSync(secret, 'correct horse');
  expect((await vault.unlock({ way: 'again' })).ok).toBe(true);
  vault.release();
});

test('a desk with data and without a note is not opened with a fresh key', async () => {
  vi.stubEnv('XDG_CONFIG_HOME', path.join(folder, 'config'));
  mkdirSync(path.join(folder, 'data/demo'), { recursive: true });
  writeFileSync(path.join(folder, 'data/demo/engine.db'), 'data');
  expect(await sourceOf()).toBe('note-missing');
  vi.stubEnv('WALLET_CONSOLE_PASSPHRASE', 'correct horse');
  expect(await sourceOf()).toBe('note-missing');
  expect(existsSync(path.join(folder, 'data/demo/key.json'))).toBe(false);
});

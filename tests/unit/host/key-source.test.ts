import { scryptSync } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type DataKey, fileFault, fingerprintOf, type KeyFault } from '#electron/host/key-note.ts';
import { findKey, type KeyedFolder, type KeyMeans } from '#electron/host/key-source.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { contents, mode, oneLine, temporaryFolder } from '#tests/unit/host/folder-kit.ts';

type Options = KeyMeans & { readonly folder: KeyedFolder };

let home: string;
let folder: string;
let keyHome: string;
let own: string;
beforeEach(() => {
  home = temporaryFolder();
  folder = path.join(home, 'data');
  keyHome = path.join(home, 'config/keys');
  own = path.join(keyHome, 'folder-1.key');
  mkdirSync(folder);
});

const ask = ({ folder: at = { path: folder, id: 'folder-1' }, ...over }: Partial<Options> = {}) =>
  findKey(at, { passphrase: null, keyFile: null, keyHome, store: null, ...over });

async function keyOf(over: Partial<Options> = {}): Promise<DataKey> {
  const answer = await ask(over);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

/** Why there is no key; its line names the place, and nothing in the data folder was touched. */
async function faultOf(over: Partial<Options>, place: string): Promise<KeyFault['code']> {
  const before = contents(folder);
  const answer = await ask(over);
  if (answer.ok) throw new Error('there is a key');
  expect(answer.error.message).toContain(place);
  expect(answer.error.message).toSatisfy(oneLine);
  expect(contents(folder)).toEqual(before);
  return answer.error.code;
}

function keyFile(bytes: Uint8Array, name = 'given.key', rights = 0o600): string {
  const file = path.join(home, name);
  writeFileSync(file, bytes);
  chmodSync(file, rights);
  return file;
}

/** A database under a key, as a host leaves it. */
function fillFolder(key: Uint8Array): void {
  openForWriting({ file: path.join(folder, 'engine.db'), key, synchronous: 'NORMAL', logger: null }).close();
}

describe('without a word about keys', () => {
  it('a key of 32 bytes is made outside the data folder, for its owner alone', async () => {
    const made = await keyOf();
    expect(made).toMatchObject({ source: 'key-file', file: own });
    expect(made.key).toHaveLength(32);
    expect([mode(own), mode(keyHome)]).toEqual(['600', '700']);
    expect(JSON.stringify(contents(folder))).not.toContain(Buffer.from(made.key).toString('base64'));
  });

  it('it is the same key from then on, and another folder’s is another', async () => {
    const made = Buffer.from((await keyOf()).key);
    expect(made.equals((await keyOf()).key)).toBe(true);
    const other = await keyOf({ folder: { path: temporaryFolder(), id: 'folder-2' } });
    expect(made.equals(other.key)).toBe(false);
  });

  it('a key that went missing is said, never made anew', async () => {
    await keyOf();
    rmSync(own);
    expect(await faultOf({}, own)).toBe('key-missing');
    expect(existsSync(own)).toBe(false);
  });

  it('a key that was put back is taken again', async () => {
    const { key } = await keyOf();
    copyFileSync(own, path.join(home, 'backup'));
    rmSync(own);
    await ask();
    copyFileSync(path.join(home, 'backup'), own);
    chmodSync(own, 0o600);
    expect(Buffer.from((await keyOf()).key).equals(key)).toBe(true);
  });

  it('a folder with data whose note is gone too gets no new key', async () => {
    fillFolder((await keyOf()).key);
    rmSync(path.join(folder, 'key.json'));
    rmSync(own);
    expect(await faultOf({}, own)).toBe('note-missing');
    expect(existsSync(own)).toBe(false);
  });

  it('a folder with data whose note alone is gone is opened by its key', async () => {
    const { key } = await keyOf();
    fillFolder(key);
    rmSync(path.join(folder, 'key.json'));
    expect(Buffer.from((await keyOf()).key).equals(key)).toBe(true);
  });

  it('a place for keys that cannot be made is said', async () => {
    writeFileSync(path.join(home, 'config'), 'a file');
    expect(await faultOf({}, keyHome)).toBe('key-unreadable');
  });
});

it.each(['EACCES', 'EPERM'])('a file that the system keeps from this user (%s) is told as another’s', (code) => {
  const cause = Object.assign(new Error('no'), { code });
  expect(fileFault(cause, 'key-unreadable', '/keys/x.key', 'cannot be read')).toEqual({
    code: 'other-user',
    message: `/keys/x.key: belongs to another user of this machine (${code})`,
  });
  expect(fileFault(Object.assign(new Error('no'), { code: 'EIO' }), 'key-unreadable', '/keys/x.key', 'cannot be read').code).toBe('key-unreadable');
});

describe('a key file', () => {
  const key = Buffer.alloc(32, 9);

  it('that was named is used as it is', async () => {
    const file = keyFile(key);
    expect(await keyOf({ keyFile: file })).toMatchObject({ source: 'key-file', file });
    expect(Buffer.from((await keyOf({ keyFile: file })).key).equals(key)).toBe(true);
    expect(existsSync(keyHome)).toBe(false);
  });

  it('that is not there is not made', async () => {
    const file = path.join(home, 'none.key');
    expect(await faultOf({ keyFile: file }, file)).toBe('key-missing');
    expect(existsSync(file)).toBe(false);
  });

  it('that went missing after use is said', async () => {
    const file = keyFile(key);
    await keyOf({ keyFile: file });
    rmSync(file);
    expect(await faultOf({ keyFile: file }, file)).toBe('key-missing');
  });

  it.each([0o640, 0o604, 0o660, 0o666, 0o644, 0o601])('that others have rights to (%i) is refused with the way out', async (rights) => {
    const file = keyFile(key, 'open.key', rights);
    expect(await faultOf({ keyFile: file }, `chmod 600 '${file}'`)).toBe('key-too-open');
    chmodSync(file, 0o600);
    expect((await keyOf({ keyFile: file })).source).toBe('key-file');
  });

  it.each([0, 1, 31, 33, 64])('of %i bytes is refused', async (length) => {
    const file = keyFile(Buffer.alloc(length));
    expect(await faultOf({ keyFile: file }, `${file}: a key has 32 bytes, this file has ${length}`)).toBe('key-wrong-length');
  });

  it('of another folder is refused, and the right one works after that', async () => {
    const [right, wrong] = [keyFile(key, 'right.key'), keyFile(Buffer.alloc(32, 8), 'wrong.key')];
    await keyOf({ keyFile: right });
    expect(await faultOf({ keyFile: wrong }, wrong)).toBe('key-other');
    expect((await keyOf({ keyFile: right })).file).toBe(right);
  });

  it('of another folder does not take the place of the right one when the note is gone', async () => {
    const [right, wrong] = [keyFile(key, 'right.key'), keyFile(Buffer.alloc(32, 8), 'wrong.key')];
    fillFolder((await keyOf({ keyFile: right })).key);
    rmSync(path.join(folder, 'key.json'));
    await ask({ keyFile: wrong });
    expect(Buffer.from((await keyOf({ keyFile: right })).key).equals(key)).toBe(true);
  });

  it('that is a folder is refused', async () => {
    const file = path.join(home, 'folder.key');
    mkdirSync(file, { mode: 0o700 });
    expect(await faultOf({ keyFile: file }, file)).toBe('key-unreadable');
  });

  it('below a file is refused', async () => {
    const file = path.join(keyFile(key), 'below.key');
    expect(await faultOf({ keyFile: file }, file)).toBe('key-missing');
  });
});

describe('a passphrase', () => {
  const passphrase = '正确的马 电池 staple';

  it('gives the same key each time, however it is composed', async () => {
    const first = await keyOf({ passphrase: `${passphrase}é` });
    expect(first).toMatchObject({ source: 'passphrase' });
    expect(first.file).toBeUndefined();
    expect(Buffer.from((await keyOf({ passphrase: `${passphrase}e\u0301` })).key).equals(first.key)).toBe(true);
    expect(existsSync(keyHome)).toBe(false);
  });

  it('gives each folder another key', async () => {
    const other = temporaryFolder();
    expect(Buffer.from((await keyOf({ passphrase })).key).equals((await keyOf({ passphrase, folder: { path: other, id: 'folder-2' } })).key)).toBe(false);
  });

  it.each(['', 'wrong', passphrase.toUpperCase(), `${passphrase} `])('that is wrong is refused: %j', async (wrong) => {
    await keyOf({ passphrase });
    expect(await faultOf({ passphrase: wrong }, folder)).toBe('passphrase-wrong');
  });

  it('is asked for by name where it was given once', async () => {
    await keyOf({ passphrase });
    expect(await faultOf({}, 'WALLET_CONSOLE_PASSPHRASE')).toBe('passphrase-needed');
    expect(await faultOf({ keyFile: keyFile(Buffer.alloc(32)) }, folder)).toBe('passphrase-needed');
    expect(existsSync(own)).toBe(false);
  });

  it('does not open a folder that has a key file', async () => {
    await keyOf();
    expect(await faultOf({ passphrase }, folder)).toBe('passphrase-wrong');
    expect((await keyOf()).source).toBe('key-file');
  });

  it('cannot open a folder with data whose note, and so the salt, is gone', async () => {
    fillFolder((await keyOf({ passphrase })).key);
    rmSync(path.join(folder, 'key.json'));
    expect(await faultOf({ passphrase }, 'key.json')).toBe('note-missing');
  });

  it('that is empty locks no folder', async () => {
    expect(await faultOf({ passphrase: '' }, folder)).toBe('passphrase-wrong');
  });

  it('of an older program gives the data key itself, and goes on doing so', async () => {
    const salt = Buffer.alloc(16, 3);
    const key = scryptSync(passphrase, salt, 32, { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 });
    writeFileSync(path.join(folder, 'key.json'), JSON.stringify({ fingerprint: fingerprintOf(key), salt: salt.toString('base64') }));
    fillFolder(key);
    expect(Buffer.from((await keyOf({ passphrase })).key).equals(key)).toBe(true);
    expect(await faultOf({ passphrase: 'wrong' }, folder)).toBe('passphrase-wrong');
  });

  it('is not in what the folder keeps of it', async () => {
    const { key } = await keyOf({ passphrase });
    const note = readFileSync(path.join(folder, 'key.json'), 'utf8');
    expect(note).not.toContain(Buffer.from(key).toString('hex'));
    expect(note).not.toContain(Buffer.from(key).toString('base64'));
    expect(note).not.toContain(passphrase);
    expect(mode(path.join(folder, 'key.json'))).toBe('600');
  });
});

describe('a damaged note of the key', () => {
  it.each(['', '{', '[]', 'null', '{}', '{"fingerprint":7}', '{"fingerprint":"x","salt":7}'])('is said, and no key is tried or made: %j', async (note) => {
    writeFileSync(path.join(folder, 'key.json'), note);
    expect(await faultOf({}, path.join(folder, 'key.json'))).toBe('note-unreadable');
    expect(await faultOf({ passphrase: 'x' }, path.join(folder, 'key.json'))).toBe('note-unreadable');
    expect(existsSync(own)).toBe(false);
  });
});

import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DataKey, KeyFault } from '#electron/host/key-note.ts';
import { findDataKey } from '#electron/host/key-source.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { contents, mode, oneLine, temporaryFolder } from '#tests/unit/host/folder-kit.ts';

type Options = Parameters<typeof findDataKey>[0];

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

const ask = (over: Partial<Options> = {}) => findDataKey({ folder: { path: folder, id: 'folder-1' }, passphrase: null, keyFile: null, keyHome, ...over });

function keyOf(over: Partial<Options> = {}): DataKey {
  const answer = ask(over);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

/** Why there is no key; its line names the place, and nothing in the data folder was touched. */
function faultOf(over: Partial<Options>, place: string): KeyFault['code'] {
  const before = contents(folder);
  const answer = ask(over);
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
  it('a key of 32 bytes is made outside the data folder, for its owner alone', () => {
    const made = keyOf();
    expect(made).toMatchObject({ source: 'key-file', file: own });
    expect(made.key).toHaveLength(32);
    expect([mode(own), mode(keyHome)]).toEqual(['600', '700']);
    expect(JSON.stringify(contents(folder))).not.toContain(Buffer.from(made.key).toString('base64'));
  });

  it('it is the same key from then on, and another folder’s is another', () => {
    const made = Buffer.from(keyOf().key);
    expect(made.equals(keyOf().key)).toBe(true);
    const other = keyOf({ folder: { path: temporaryFolder(), id: 'folder-2' } });
    expect(made.equals(other.key)).toBe(false);
  });

  it('a key that went missing is said, never made anew', () => {
    keyOf();
    rmSync(own);
    expect(faultOf({}, own)).toBe('key-missing');
    expect(existsSync(own)).toBe(false);
  });

  it('a key that was put back is taken again', () => {
    const { key } = keyOf();
    copyFileSync(own, path.join(home, 'backup'));
    rmSync(own);
    ask();
    copyFileSync(path.join(home, 'backup'), own);
    chmodSync(own, 0o600);
    expect(Buffer.from(keyOf().key).equals(key)).toBe(true);
  });

  it('a folder with data whose note is gone too gets no new key', () => {
    fillFolder(keyOf().key);
    rmSync(path.join(folder, 'key.json'));
    rmSync(own);
    expect(faultOf({}, own)).toBe('key-missing');
    expect(existsSync(own)).toBe(false);
  });

  it('a folder with data whose note alone is gone is opened by its key', () => {
    const { key } = keyOf();
    fillFolder(key);
    rmSync(path.join(folder, 'key.json'));
    expect(Buffer.from(keyOf().key).equals(key)).toBe(true);
  });

  it('a place for keys that cannot be made is said', () => {
    writeFileSync(path.join(home, 'config'), 'a file');
    expect(faultOf({}, keyHome)).toBe('key-unreadable');
  });
});

describe('a key file', () => {
  const key = Buffer.alloc(32, 9);

  it('that was named is used as it is', () => {
    const file = keyFile(key);
    expect(keyOf({ keyFile: file })).toMatchObject({ source: 'key-file', file });
    expect(Buffer.from(keyOf({ keyFile: file }).key).equals(key)).toBe(true);
    expect(existsSync(keyHome)).toBe(false);
  });

  it('that is not there is not made', () => {
    const file = path.join(home, 'none.key');
    expect(faultOf({ keyFile: file }, file)).toBe('key-missing');
    expect(existsSync(file)).toBe(false);
  });

  it('that went missing after use is said', () => {
    const file = keyFile(key);
    keyOf({ keyFile: file });
    rmSync(file);
    expect(faultOf({ keyFile: file }, file)).toBe('key-missing');
  });

  it.each([0o640, 0o604, 0o660, 0o666, 0o644, 0o601])('that others have rights to (%i) is refused with the way out', (rights) => {
    const file = keyFile(key, 'open.key', rights);
    expect(faultOf({ keyFile: file }, `chmod 600 '${file}'`)).toBe('key-too-open');
    chmodSync(file, 0o600);
    expect(keyOf({ keyFile: file }).source).toBe('key-file');
  });

  it.each([0, 1, 31, 33, 64])('of %i bytes is refused', (length) => {
    const file = keyFile(Buffer.alloc(length));
    expect(faultOf({ keyFile: file }, `${file}: a key has 32 bytes, this file has ${length}`)).toBe('key-unreadable');
  });

  it('of another folder is refused, and the right one works after that', () => {
    const [right, wrong] = [keyFile(key, 'right.key'), keyFile(Buffer.alloc(32, 8), 'wrong.key')];
    keyOf({ keyFile: right });
    expect(faultOf({ keyFile: wrong }, wrong)).toBe('key-unreadable');
    expect(keyOf({ keyFile: right }).file).toBe(right);
  });

  it('of another folder does not take the place of the right one when the note is gone', () => {
    const [right, wrong] = [keyFile(key, 'right.key'), keyFile(Buffer.alloc(32, 8), 'wrong.key')];
    fillFolder(keyOf({ keyFile: right }).key);
    rmSync(path.join(folder, 'key.json'));
    ask({ keyFile: wrong });
    expect(Buffer.from(keyOf({ keyFile: right }).key).equals(key)).toBe(true);
  });

  it('that is a folder is refused', () => {
    const file = path.join(home, 'folder.key');
    mkdirSync(file, { mode: 0o700 });
    expect(faultOf({ keyFile: file }, file)).toBe('key-unreadable');
  });

  it('below a file is refused', () => {
    const file = path.join(keyFile(key), 'below.key');
    expect(faultOf({ keyFile: file }, file)).toBe('key-missing');
  });
});

describe('a passphrase', () => {
  const passphrase = '正确的马 电池 staple';

  it('gives the same key each time, however it is composed', () => {
    const first = keyOf({ passphrase: `${passphrase}é` });
    expect(first).toMatchObject({ source: 'passphrase' });
    expect(first.file).toBeUndefined();
    expect(Buffer.from(keyOf({ passphrase: `${passphrase}e\u0301` }).key).equals(first.key)).toBe(true);
    expect(existsSync(keyHome)).toBe(false);
  });

  it('gives each folder another key', () => {
    const other = temporaryFolder();
    expect(Buffer.from(keyOf({ passphrase }).key).equals(keyOf({ passphrase, folder: { path: other, id: 'folder-2' } }).key)).toBe(false);
  });

  it.each(['', 'wrong', passphrase.toUpperCase(), `${passphrase} `])('that is wrong is refused: %j', (wrong) => {
    keyOf({ passphrase });
    expect(faultOf({ passphrase: wrong }, folder)).toBe('passphrase-wrong');
  });

  it('is asked for by name where it was given once', () => {
    keyOf({ passphrase });
    expect(faultOf({}, 'WALLET_CONSOLE_PASSPHRASE')).toBe('key-missing');
    expect(faultOf({ keyFile: keyFile(Buffer.alloc(32)) }, folder)).toBe('key-missing');
    expect(existsSync(own)).toBe(false);
  });

  it('does not open a folder that has a key file', () => {
    keyOf();
    expect(faultOf({ passphrase }, folder)).toBe('passphrase-wrong');
    expect(keyOf().source).toBe('key-file');
  });

  it('cannot open a folder with data whose note, and so the salt, is gone', () => {
    fillFolder(keyOf({ passphrase }).key);
    rmSync(path.join(folder, 'key.json'));
    expect(faultOf({ passphrase }, 'key.json')).toBe('key-missing');
  });

  it('that is empty locks no folder', () => {
    expect(faultOf({ passphrase: '' }, folder)).toBe('passphrase-wrong');
  });

  it('is not in what the folder keeps of it', () => {
    const { key } = keyOf({ passphrase });
    const note = readFileSync(path.join(folder, 'key.json'), 'utf8');
    expect(note).not.toContain(Buffer.from(key).toString('hex'));
    expect(note).not.toContain(Buffer.from(key).toString('base64'));
    expect(note).not.toContain(passphrase);
    expect(mode(path.join(folder, 'key.json'))).toBe('600');
  });
});

describe('a damaged note of the key', () => {
  it.each(['', '{', '[]', 'null', '{}', '{"fingerprint":7}', '{"fingerprint":"x","salt":7}'])('is said, and no key is tried or made: %j', (note) => {
    writeFileSync(path.join(folder, 'key.json'), note);
    expect(faultOf({}, path.join(folder, 'key.json'))).toBe('key-unreadable');
    expect(faultOf({ passphrase: 'x' }, path.join(folder, 'key.json'))).toBe('key-unreadable');
    expect(existsSync(own)).toBe(false);
  });
});

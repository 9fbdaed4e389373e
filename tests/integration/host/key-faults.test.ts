import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { KeyMeans } from '#electron/host/key-source.ts';
import type { KeyFaultCode } from '#shared/contract/key-schemas.ts';
import { type LockedBy, type LockedFolder, lockedFolder, openedWith, otherKey, passphrase, recovery, recoveryKey } from '#tests/integration/host/key-kit.ts';
import { temporaryFolder } from '#tests/unit/host/folder-kit.ts';

interface Fault {
  readonly name: string;
  readonly by: LockedBy;
  readonly code: KeyFaultCode;
  /** Brings the fault about; answers how it is put right. */
  readonly bring: (folder: LockedFolder) => Promise<() => void> | (() => void);
  readonly means?: Partial<KeyMeans>;
  /** Whether the recovery key opens the data all the same; it does unless the notes are gone, or a newer program's. */
  readonly recovers?: false;
}

/** Both notes of another desk of the same user, in the place of this one's: what a restored profile brings. */
async function anotherDesksNote(folder: LockedFolder): Promise<() => void> {
  const other = await lockedFolder(folder.by);
  const text = readFileSync(other.note, 'utf8');
  return folder.changeNotes(() => text);
}

const storage =
  (change: (storage: LockedFolder['storage']) => void) =>
  ({ storage: of }: LockedFolder) => {
    const { available, backend, refusal, instead } = of;
    change(of);
    return () => Object.assign(of, { available, backend, refusal, instead });
  };
const refuses = (refusal: string) =>
  storage((of) => {
    of.refusal = refusal;
  });

/** The twelve of the reference first, in its order; then those of a passphrase and a key file. */
const faults: readonly Fault[] = [
  { name: '1 missing: the key file', by: 'key-file', code: 'key-missing', bring: (folder) => folder.changeKeyFile((file) => rmSync(file)) },
  { name: '1 missing: what the store wrapped', by: 'store', code: 'note-missing', bring: (folder) => folder.changeNotes(() => null), recovers: false },
  {
    name: '2 half-written',
    by: 'store',
    code: 'note-unreadable',
    bring: (folder) => folder.changeNotes((text) => text.slice(0, text.length / 2)),
    recovers: false,
  },
  {
    name: '3 wrong checksum',
    by: 'passphrase',
    code: 'note-damaged',
    bring: (folder) => folder.changeNotes((text) => text.replace(/"generation":\d+/, '"generation":77')),
    recovers: false,
  },
  {
    name: '4 other user',
    by: 'store',
    code: 'other-user',
    bring: (folder) => {
      folder.user = 'lin';
      folder.storage.refusal = 'Error while decrypting';
      return () => {
        folder.user = 'zhou';
        folder.storage.refusal = null;
      };
    },
  },
  {
    name: '5 backend changed',
    by: 'store',
    code: 'store-changed',
    bring: storage((of) => {
      of.backend = 'kwallet6';
    }),
  },
  {
    name: '6 basic_text',
    by: 'store',
    code: 'store-plain',
    bring: storage((of) => {
      of.backend = 'basic_text';
    }),
  },
  { name: '7 keyring locked', by: 'store', code: 'store-locked', bring: refuses('the collection is locked') },
  { name: '8 keyring denied by the user', by: 'store', code: 'store-denied', bring: refuses('The prompt was dismissed') },
  {
    name: '9 temporarily unavailable',
    by: 'store',
    code: 'store-unavailable',
    bring: storage((of) => {
      of.available = false;
    }),
  },
  {
    name: '10 decrypts to a wrong length',
    by: 'store',
    code: 'key-wrong-length',
    bring: storage((of) => {
      of.instead = Buffer.alloc(16).toString('base64');
    }),
  },
  { name: '11 restored: the store’s note of other data', by: 'store', code: 'data-other', bring: anotherDesksNote, recovers: false },
  { name: '11 restored: the passphrase’s note of other data', by: 'passphrase', code: 'data-other', bring: anotherDesksNote, recovers: false },
  {
    name: '12 two versions',
    by: 'key-file',
    code: 'note-newer',
    bring: (folder) => folder.changeNotes((text) => text.replace('"form":2', '"form":3')),
    recovers: false,
  },
  { name: 'a store that only says no', by: 'store', code: 'store-refused', bring: refuses('Error while decrypting') },
  { name: 'a store that this edition has not', by: 'store', code: 'store-elsewhere', bring: () => () => undefined, means: { store: null } },
  { name: 'no passphrase', by: 'passphrase', code: 'passphrase-needed', bring: () => () => undefined, means: { passphrase: null } },
  { name: 'a wrong passphrase', by: 'passphrase', code: 'passphrase-wrong', bring: () => () => undefined, means: { passphrase: 'wrong horse' } },
  { name: 'a key file that others read', by: 'key-file', code: 'key-too-open', bring: (folder) => folder.changeKeyFile((file) => chmodSync(file, 0o644)) },
  {
    name: 'a key file that was cut short',
    by: 'key-file',
    code: 'key-wrong-length',
    bring: (folder) => folder.changeKeyFile((file) => writeFileSync(file, 'half')),
  },
  {
    name: 'another desk’s key file',
    by: 'key-file',
    code: 'key-other',
    bring: (folder) => folder.changeKeyFile((file) => writeFileSync(file, Buffer.alloc(32, 5))),
  },
];

describe.each(faults)('$name', ({ by, code, bring, means }) => {
  it('is told by name with its ways, changes nothing, and once put right the same work is there', async () => {
    const folder = await lockedFolder(by);
    const before = await folder.work(await folder.open());
    folder.close();
    const mend = await bring(folder);
    const files = folder.contents();
    const vault = await folder.open(means);
    expect(vault.lock).toMatchObject({ code, folder: folder.path });
    expect(vault.lock?.detail).toContain(folder.home);
    expect(vault.lock?.detail).not.toContain('\n');
    expect(vault.lock?.ways).toContain('again');
    expect(await vault.unlock({ way: 'again' })).toMatchObject({ ok: false, error: { code: 'fault', fault: code } });
    expect(folder.contents()).toEqual(files);
    await mend();
    if (means === undefined) {
      expect(await vault.unlock({ way: 'again' })).toEqual({ ok: true, value: { aside: null } });
      await openedWith(folder, vault, before);
    } else await openedWith(folder, await folder.open(), before);
    folder.close();
  });
});

describe.each(faults.filter(({ recovers }) => recovers !== false))('$name', ({ by, code, bring, means }) => {
  it('is opened by the recovery key, with the same work, and not by another’s', async () => {
    const folder = await lockedFolder(by);
    const first = await folder.open();
    const before = await folder.work(first);
    await folder.keepRecovery(first, recoveryKey);
    await bring(folder);
    const vault = await folder.open(means);
    expect(vault.lock).toMatchObject({ code, ways: expect.arrayContaining(['recovery']) });
    expect(await vault.unlock(recovery(otherKey))).toEqual({ ok: false, error: { code: 'recovery-wrong' } });
    expect(await vault.unlock(recovery(recoveryKey.replace(/^./, (sign) => (sign === '7' ? '8' : '7'))))).toEqual({
      ok: false,
      error: { code: 'recovery-typo', group: 1 },
    });
    expect(await vault.unlock(recovery(recoveryKey.toLowerCase()))).toEqual({ ok: true, value: { aside: null } });
    await openedWith(folder, vault, before);
    folder.close();
  });
});

describe('where the databases are damaged or gone, and a backup is there', () => {
  const withBackup = async () => {
    const folder = await lockedFolder('key-file');
    const [ledger, backups] = [path.join(folder.path, 'ledger.db'), path.join(folder.path, 'backups')];
    mkdirSync(backups);
    copyFileSync(ledger, path.join(backups, 'ledger-000000000001-2026-11-29T120000Z.db'));
    return { folder, ledger };
  };

  it('the key is the right one: that is damage, and told as such by who opens them', async () => {
    const { folder, ledger } = await withBackup();
    writeFileSync(ledger, Buffer.alloc(8_192, 1));
    expect((await folder.open()).lock).toBeNull();
    folder.changeKeyFile((file) => writeFileSync(file, Buffer.alloc(32, 5)));
    expect((await folder.open()).lock?.code).toBe('key-other');
  });

  it('no key is made in the place of the one that opens the backup', async () => {
    const { folder, ledger } = await withBackup();
    for (const file of [ledger, `${ledger}-wal`, `${ledger}-shm`]) rmSync(file, { force: true });
    folder.changeNotes(() => null);
    rmSync(folder.keyFile);
    expect((await folder.open()).lock?.code).toBe('note-missing');
    expect(readdirSync(folder.keyHome)).toEqual([]);
  });
});

describe('a passphrase or a key file given to the page', () => {
  it('opens the data, after wrong ones that change nothing', async () => {
    const folder = await lockedFolder('passphrase');
    const before = await folder.work(await folder.open());
    const vault = await folder.open({ passphrase: null });
    for (const wrong of ['x', passphrase.toUpperCase()]) {
      expect(await vault.unlock({ way: 'passphrase', passphrase: wrong })).toMatchObject({ error: { code: 'fault', fault: 'passphrase-wrong' } });
    }
    expect(vault.lock?.code).toBe('passphrase-wrong');
    expect((await vault.unlock({ way: 'passphrase', passphrase })).ok).toBe(true);
    await openedWith(folder, vault, before);
  });

  it('a key file opens the data from where it lies, and is copied nowhere', async () => {
    const folder = await lockedFolder('key-file');
    const before = await folder.work(await folder.open());
    const elsewhere = path.join(temporaryFolder(), 'usb.key');
    copyFileSync(folder.keyFile, elsewhere);
    chmodSync(elsewhere, 0o600);
    const own = folder.keyFile;
    rmSync(own);
    const vault = await folder.open();
    const at = (file: string) => vault.unlock({ way: 'key-file', path: file });
    expect(await at('/nowhere/x.key')).toMatchObject({ error: { fault: 'key-missing', detail: expect.stringContaining('/nowhere/x.key') } });
    expect(await at(folder.home)).toMatchObject({ error: { code: 'fault' } });
    expect(await at(path.join(folder.path, 'ledger.db'))).toMatchObject({ error: { code: 'fault' } });
    expect((await at(elsewhere)).ok).toBe(true);
    await openedWith(folder, vault, before);
    expect(existsSync(own)).toBe(false);
  });

  it('the key file opens data whose notes are damaged, and they are kept aside', async () => {
    const folder = await lockedFolder('key-file');
    const before = await folder.work(await folder.open());
    folder.changeNotes(() => '{"form":2');
    const vault = await folder.open();
    await openedWith(folder, vault, before);
    expect(readFileSync(`${folder.note}.aside`, 'utf8')).toBe('{"form":2');
  });
});

import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, previousNotePathOf } from '#electron/host/key-note.ts';
import { type LockedBy, type LockedFolder, lockedFolder, openedWith, otherKey, recovery, recoveryKey } from '#tests/integration/host/key-kit.ts';

describe('after the recovery key', () => {
  const recovered = async (by: LockedBy, bring: (folder: LockedFolder) => void, given: string | null = null) => {
    const folder = await lockedFolder(by);
    const first = await folder.open();
    const before = await folder.work(first);
    await folder.keepRecovery(first, recoveryKey);
    bring(folder);
    const vault = await folder.open();
    expect(vault.lock).not.toBeNull();
    expect((await vault.unlock(recovery(recoveryKey, given))).ok).toBe(true);
    await openedWith(folder, vault, before);
    return { folder, before, vault };
  };

  it('a lost key file is made again, and the next start asks for nothing', async () => {
    const { folder, before, vault } = await recovered('key-file', (of) => rmSync(of.keyFile));
    expect(vault.key).toMatchObject({ source: 'key-file', file: folder.keyFile });
    await openedWith(folder, await folder.open(), before);
  });

  it('a damaged key file is kept aside', async () => {
    const { folder, before } = await recovered('key-file', (of) => writeFileSync(of.keyFile, 'half'));
    await openedWith(folder, await folder.open(), before);
    expect(readFileSync(`${folder.keyFile.replace(/\.aside$/, '')}.aside`, 'utf8')).toBe('half');
  });

  it('another key file than the console’s own is left alone, and the next start asks again', async () => {
    const folder = await lockedFolder('key-file');
    const first = await folder.open();
    await folder.keepRecovery(first, recoveryKey);
    const named = path.join(folder.home, 'usb.key');
    writeFileSync(named, Buffer.alloc(32, 3), { mode: 0o600 });
    const vault = await folder.open({ keyFile: named });
    expect((await vault.unlock(recovery(recoveryKey))).ok).toBe(true);
    expect(vault.key?.source).toBe('recovery-key');
    expect(readFileSync(named)).toEqual(Buffer.alloc(32, 3));
    expect((await folder.open({ keyFile: named })).lock?.code).toBe('key-other');
  });

  it('a new passphrase takes the lost one’s place', async () => {
    const folder = await lockedFolder('passphrase');
    const first = await folder.open();
    const before = await folder.work(first);
    await folder.keepRecovery(first, recoveryKey);
    const vault = await folder.open({ passphrase: null });
    expect((await vault.unlock(recovery(recoveryKey, 'another long passphrase'))).ok).toBe(true);
    await openedWith(folder, vault, before);
    expect((await folder.open()).lock?.code).toBe('passphrase-wrong');
    await openedWith(folder, await folder.open({ passphrase: 'another long passphrase' }), before);
    expect(readFileSync(folder.note, 'utf8')).not.toContain('another long');
  });

  it('the key is locked with the present key store', async () => {
    const { folder, before, vault } = await recovered('store', ({ storage: of }) => {
      of.backend = 'kwallet6';
    });
    expect(vault.key?.source).toBe('os-key-store');
    await openedWith(folder, await folder.open(), before);
    folder.storage.backend = 'gnome_libsecret';
    expect((await folder.open()).lock?.code).toBe('store-changed');
  });

  it('a new one makes the one before it worthless, also beside the note once the desk has opened', async () => {
    const folder = await lockedFolder('key-file');
    await folder.keepRecovery(await folder.open(), recoveryKey);
    await folder.keepRecovery(await folder.open(), otherKey);
    await folder.work(await folder.open());
    rmSync(folder.keyFile);
    const vault = await folder.open();
    expect(await vault.unlock(recovery(recoveryKey))).toEqual({ ok: false, error: { code: 'recovery-wrong' } });
    expect((await vault.unlock(recovery(otherKey))).ok).toBe(true);
  });

  it('none is found where none was made', async () => {
    const folder = await lockedFolder('key-file');
    rmSync(folder.keyFile);
    const vault = await folder.open();
    expect(vault.lock?.ways).toEqual(['again', 'key-file', 'aside']);
    expect(await vault.unlock(recovery(recoveryKey))).toEqual({ ok: false, error: { code: 'recovery-none' } });
  });

  it('is nowhere in the folder in clear', async () => {
    const folder = await lockedFolder('key-file');
    await folder.keepRecovery(await folder.open(), recoveryKey);
    const all = Object.values(folder.contents()).map((base64) => Buffer.from(base64, 'base64').toString('latin1'));
    for (const part of [recoveryKey, recoveryKey.replaceAll('-', ''), ...recoveryKey.split('-')]) expect(all.some((text) => text.includes(part))).toBe(false);
  });
});

describe('the note kept beside the present one', () => {
  it.each([
    ['half-written', (text: string) => text.slice(0, 20)],
    ['damaged', (text: string) => text.replace(/"generation":\d+/, '"generation":99')],
    ['gone', () => null],
  ])('opens the data where that is %s, and takes its place once the ledger was open', async (_, damage) => {
    for (const by of ['store', 'passphrase', 'key-file'] as const) {
      const folder = await lockedFolder(by);
      const before = await folder.work(await folder.open());
      const text = readFileSync(folder.note, 'utf8');
      const changed = damage(text);
      if (changed === null) rmSync(folder.note);
      else writeFileSync(folder.note, changed);
      const vault = await folder.open();
      expect(vault.lock).toBeNull();
      // Not before: a key that opened nothing yet proves nothing.
      expect(existsSync(folder.note) ? readFileSync(folder.note, 'utf8') : null).toBe(changed);
      await openedWith(folder, vault, before);
      expect(readFileSync(folder.note, 'utf8')).toBe(text);
      if (changed !== null) expect(readFileSync(`${folder.note}.aside`, 'utf8')).toBe(changed);
    }
  });

  it('is the one before until the present one has opened the data, and is fallen back on', async () => {
    const folder = await lockedFolder('store');
    const first = await folder.open();
    const before = await folder.work(first);
    const good = readFileSync(folder.note, 'utf8');
    await folder.keepRecovery(first, recoveryKey);
    expect(readFileSync(previousNotePathOf(folder.path), 'utf8')).toBe(good);
    const other = await lockedFolder('store');
    copyFileSync(other.note, folder.note);
    await openedWith(folder, await folder.open(), before);
    expect(readFileSync(folder.note, 'utf8')).toBe(good);
  });
});

describe('a profile that was put back', () => {
  it('of before the newest recovery key is told, and opens; a new recovery key ends it', async () => {
    const folder = await lockedFolder('key-file');
    const older = readFileSync(folder.note);
    await folder.keepRecovery(await folder.open(), recoveryKey);
    await folder.work(await folder.open());
    folder.changeNotes(() => older.toString());
    const restored = await folder.open();
    await folder.work(restored);
    expect([restored.recovery.noteOlder(), restored.recovery.madeAt()]).toEqual([true, null]);
    // It stays told until something is done about it.
    const again = await folder.open();
    await folder.work(again);
    expect(again.recovery.noteOlder()).toBe(true);
    await folder.keepRecovery(again, otherKey);
    expect(again.recovery.noteOlder()).toBe(false);
    const last = await folder.open();
    await folder.work(last);
    expect(last.recovery.noteOlder()).toBe(false);
  });

  it('with a clock that is a year off opens as ever', async () => {
    const folder = await lockedFolder('store');
    const before = await folder.work(await folder.open());
    await folder.keepRecovery(await folder.open(), recoveryKey);
    folder.now -= 365 * 86_400_000;
    const vault = await folder.open();
    await openedWith(folder, vault, before);
    expect(vault.recovery.noteOlder()).toBe(false);
  });

  it('is not written over by a program that did not read it', async () => {
    const folder = await lockedFolder('key-file');
    const vault = await folder.open();
    await folder.work(vault);
    const text = readFileSync(folder.note, 'utf8').replace('"form":2', '"form":3');
    writeFileSync(folder.note, text);
    expect(await vault.recovery.keep(recoveryKey)).toEqual({ ok: false, error: 'note-changed' });
    expect(readFileSync(folder.note, 'utf8')).toBe(text);
  });
});

describe('a key that is lost for good', () => {
  it.each(['store', 'passphrase', 'key-file'] as const)(
    'with %s: an empty desk is begun, and the data is kept as it is, to be opened with its key',
    async (by) => {
      const folder = await lockedFolder(by);
      const before = await folder.work(await folder.open());
      const own = by === 'key-file' ? folder.keyFile : null;
      const key = own === null ? null : readFileSync(own);
      if (own !== null) rmSync(own);
      if (by === 'store') folder.storage.refusal = 'Error while decrypting';
      const ledger = readFileSync(path.join(folder.path, 'ledger.db'));
      const vault = await folder.open(by === 'passphrase' ? { passphrase: 'a lost one' } : {});
      let moving = 0;
      vault.beforeMove = () => {
        moving += 1;
      };
      expect(vault.lock?.ways).toContain('aside');
      if (by === 'store') folder.storage.refusal = null;
      const begun = await vault.unlock({ way: 'aside' });
      if (!begun.ok || begun.value.aside === null) throw new Error(JSON.stringify(begun));
      expect(moving).toBe(1);
      expect(path.dirname(begun.value.aside)).toBe(path.dirname(folder.path));
      expect(readFileSync(path.join(begun.value.aside, 'desk/ledger.db')).equals(ledger)).toBe(true);
      expect(await folder.work(vault)).toEqual({ drafts: [], outbox: [] });
      folder.close();
      // The new desk in its place, and the old one under its own key.
      expect(fingerprintOf(vault.key?.key ?? new Uint8Array())).not.toBe(
        JSON.parse(readFileSync(path.join(begun.value.aside, 'desk/key.json'), 'utf8')).fingerprint,
      );
      const fresh = `${folder.path}-fresh`;
      renameSync(folder.path, fresh);
      renameSync(path.join(begun.value.aside, 'desk'), folder.path);
      if (own !== null && key !== null) writeFileSync(own, key, { mode: 0o600 });
      await openedWith(folder, await folder.open(), before);
      folder.close();
    },
  );

  it('where an empty desk would have no key either, the data is put back', async () => {
    const folder = await lockedFolder('store');
    const before = await folder.work(await folder.open());
    folder.storage.refusal = 'the collection is locked';
    const vault = await folder.open();
    expect(await vault.unlock({ way: 'aside' })).toMatchObject({ ok: false, error: { code: 'aside-failed', detail: expect.stringContaining('is locked') } });
    expect(readdirSync(path.dirname(folder.path))).toEqual(['desk']);
    folder.storage.refusal = null;
    expect((await vault.unlock({ way: 'again' })).ok).toBe(true);
    await openedWith(folder, vault, before);
  });

  it('that cannot be moved stays where it is', async () => {
    const folder = await lockedFolder('key-file');
    rmSync(folder.keyFile);
    const vault = await folder.open();
    const stamp = new Date(folder.now).toISOString().replaceAll(/[:.]/g, '-');
    mkdirSync(`${folder.path}-aside-${stamp}`);
    expect(await vault.unlock({ way: 'aside' })).toMatchObject({ ok: false, error: { code: 'aside-failed' } });
    expect(vault.lock?.code).toBe('key-missing');
    expect(existsSync(path.join(folder.path, 'ledger.db'))).toBe(true);
  });
});

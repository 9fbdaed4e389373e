import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyedHasher } from '#electron/wallet/keyed-hash.ts';
import { EmbeddedVault } from '#electron/wallet/vault/embedded-vault.ts';
import { vaultConformance } from '#tests/conformance/vault.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const key = Buffer.alloc(32, 5);
const logger = recordingLogger();
const freshFolder = () => mkdtempSync(join(tmpdir(), 'vault-'));
const remove = (folder: string) => rmSync(folder, { recursive: true, force: true });

vaultConformance('The embedded vault in memory', async () => ({ vault: new EmbeddedVault({ memory: true, key, logger }), dispose: async () => undefined }));

vaultConformance('The embedded vault on disk', async () => {
  const folder = freshFolder();
  return { vault: new EmbeddedVault({ file: join(folder, 'vault.db'), key, logger }), dispose: async () => remove(folder) };
});

describe('The embedded vault on disk', () => {
  it('has its values after a restart, and nothing readable in its files', async () => {
    const folder = freshFolder();
    const made = () => new EmbeddedVault({ file: join(folder, 'vault.db'), key, logger });
    const first = made();
    await first.start();
    const token = await first.put('card', '6222020200112233445');
    const onDisk = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
    expect(onDisk.includes('6222020200112233445')).toBe(false);
    expect(onDisk.includes(token)).toBe(false);
    await first.stop();
    const again = made();
    await again.start();
    expect(await again.match('card', '6222 0202 0011 2233 445')).toBe(token);
    expect(await again.reveal(token)).toEqual({ kind: 'card', raw: '6222020200112233445' });
    await again.stop();
    const wrong = new EmbeddedVault({ file: join(folder, 'vault.db'), key: Buffer.alloc(32, 6), logger });
    await expect(wrong.start()).rejects.toMatchObject({ code: 'wrong-key-or-not-a-database' });
    remove(folder);
  });
});

describe('The keyed hash', () => {
  it('differs by key and purpose, so that no table of known numbers fits', () => {
    const hash = (of: Uint8Array, purpose: string) => Buffer.from(keyedHasher(of, purpose)('phone', '13800138000')).toString('hex');
    const all = [hash(key, 'vault match'), hash(Buffer.alloc(32, 6), 'vault match'), hash(key, 'wallet match')];
    expect(new Set(all).size).toBe(3);
    expect(hash(key, 'vault match')).toBe(hash(Buffer.from(key), 'vault match'));
  });
});

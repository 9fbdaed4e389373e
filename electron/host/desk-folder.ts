import path from 'node:path';
import envPaths from 'env-paths';
import { v7 } from 'uuid';
import { takeDataFolder } from '#electron/host/data-folder.ts';
import type { DataKey } from '#electron/host/key-note.ts';
import type { KeyStore } from '#electron/host/key-store.ts';
import { KeyVault } from '#electron/host/key-vault.ts';
import { readText } from '#electron/host/read-text.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

export interface DeskFolderOptions {
  readonly dataDir: string | null;
  readonly demo: boolean;
  readonly memory: boolean;
  readonly passphraseFile: string | null;
  readonly keyFile: string | null;
  readonly engine: { readonly desk: string } | null;
}

export interface DeskFolder {
  readonly path: string;
  /** The folder's own, kept for its life. */
  readonly id: string;
  readonly key: DataKey;
  release(): void;
}

const paths = () => envPaths('wallet-service-console', { suffix: '' });

/** Where data lies that no folder was named for. */
export const dataHome = (): string => paths().data;

function passphraseOf(file: string | null): Result<string | null, string> {
  if (file === null) return ok(process.env.WALLET_CONSOLE_PASSPHRASE || null);
  const read = readText(file);
  return read.ok ? ok(read.value.replace(/\r?\n$/, '')) : read;
}

/** The name of a desk's folder: each has one of its own below the one that was named, so that none is taken for another. */
export function folderOf({ demo, engine }: Pick<DeskFolderOptions, 'demo' | 'engine'>): string {
  const own = demo ? 'demo' : 'desk';
  return engine === null ? own : `${own}-at-${engine.desk}`;
}

/**
 * Takes the desk's data folder and looks for its key; null keeps everything in memory. A failure is one line, with the
 * folder released again; a key that is missing is none where it can be given later, to the vault.
 */
export async function openDeskVault(options: DeskFolderOptions, store: KeyStore | null): Promise<Result<KeyVault | null, string>> {
  if (options.memory) return ok(null);
  const passphrase = passphraseOf(options.passphraseFile);
  if (!passphrase.ok) return passphrase;
  const taken = takeDataFolder(path.join(options.dataDir ?? dataHome(), folderOf(options)), v7);
  if (!taken.ok) return fail(taken.error.message);
  const means = () => {
    const now = passphraseOf(options.passphraseFile);
    return { passphrase: now.ok ? now.value : passphrase.value, keyFile: options.keyFile, keyHome: path.join(paths().config, 'keys'), store };
  };
  const vault = new KeyVault({ folder: taken.value, means, clock: Date.now, newId: v7 });
  const found = await vault.look();
  if (found.ok || vault.canBeUnlocked(found.error)) return ok(vault);
  vault.release();
  return fail(found.error.message);
}

/** Takes the desk's data folder with its key, for a command that has nobody to ask; a failure is one line, with the folder released again. */
export async function openDeskFolder(options: DeskFolderOptions): Promise<Result<DeskFolder, string>> {
  const opened = await openDeskVault({ ...options, memory: false }, null);
  if (!opened.ok) return opened;
  const vault = opened.value;
  if (vault?.key) return ok({ path: vault.folder, id: vault.recovery.folderId(), key: vault.key, release: () => vault.release() });
  vault?.release();
  return fail(vault?.lock?.detail ?? 'there is no data folder');
}

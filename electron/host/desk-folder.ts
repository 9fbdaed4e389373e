import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import envPaths from 'env-paths';
import { v7 } from 'uuid';
import { type DataFolder, takeDataFolder } from '#electron/host/data-folder.ts';
import { type DataKey, holdsData, type KeyFault, readKeyNote } from '#electron/host/key-note.ts';
import { findDataKey } from '#electron/host/key-source.ts';
import type { KeyStore } from '#electron/host/key-store.ts';
import { findWrappedKey } from '#electron/host/wrapped-key.ts';
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
  /** Null keeps everything in memory. */
  readonly folder: DataFolder | null;
  readonly key: DataKey;
}

const paths = () => envPaths('wallet-service-console', { suffix: '' });

function passphraseOf(file: string | null): Result<string | null, string> {
  if (file === null) return ok(process.env.WALLET_CONSOLE_PASSPHRASE || null);
  try {
    return ok(readFileSync(file, 'utf8').replace(/\r?\n$/, ''));
  } catch (cause) {
    return fail(`${file}: cannot be read (${cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)})`);
  }
}

/**
 * How a folder was locked says how it is opened; a fresh one is locked with what the user named, else with the key store,
 * else with a key file.
 */
async function keyOf(folder: DataFolder, options: DeskFolderOptions, passphrase: string | null, store: KeyStore | null): Promise<Result<DataKey, KeyFault>> {
  const note = readKeyNote(folder.path);
  if (!note.ok) return note;
  const named = passphrase !== null || options.keyFile !== null;
  const fresh = note.value === null && !holdsData(folder.path);
  if (store !== null && (note.value?.wrapped !== undefined || (fresh && !named && (await store.name()) !== null))) return findWrappedKey(folder.path, store);
  return findDataKey({ folder, passphrase, keyFile: options.keyFile, keyHome: path.join(paths().config, 'keys') });
}

/** Each desk has a folder of its own below the one that was named, so that none is taken for another. */
function folderOf({ demo, engine }: Pick<DeskFolderOptions, 'demo' | 'engine'>): string {
  const own = demo ? 'demo' : 'desk';
  return engine === null ? own : `${own}-at-${engine.desk}`;
}

/** Takes the desk's data folder and finds its key; a failure is one line, with the folder released again. */
export async function openDeskFolder(options: DeskFolderOptions, store: KeyStore | null): Promise<Result<DeskFolder, string>> {
  if (options.memory) return ok({ folder: null, key: { key: randomBytes(32), source: 'memory' } });
  const passphrase = passphraseOf(options.passphraseFile);
  if (!passphrase.ok) return passphrase;
  const taken = takeDataFolder(path.join(options.dataDir ?? paths().data, folderOf(options)), v7);
  if (!taken.ok) return fail(taken.error.message);
  const folder = taken.value;
  const key = await keyOf(folder, options, passphrase.value, store);
  if (key.ok) return ok({ folder, key: key.value });
  folder.release();
  return fail(key.error.message);
}

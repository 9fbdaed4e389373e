import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { backupFolderOf } from '#electron/host/keeping/desk-files.ts';
import { openForReading } from '#electron/sqlite/open.ts';
import { OpenFault } from '#electron/sqlite/open-fault.ts';

/** What is locked by the data key and is not made again from elsewhere. */
const databases = ['ledger.db', 'engine.db', 'vault.db'] as const;

/** The databases that are there, and then their backups, which are all that is left where those are gone or damaged. */
function sizes(folder: string): readonly { readonly file: string; readonly size: number }[] {
  const backups = backupFolderOf(folder);
  const kept = existsSync(backups) ? readdirSync(backups).filter((name) => name.endsWith('.db')) : [];
  return [...databases.map((name) => path.join(folder, name)), ...kept.map((name) => path.join(backups, name))].flatMap((file) => {
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    return size === undefined ? [] : [{ file, size }];
  });
}

/** Whether a folder holds data that an earlier key locked; a file that is empty now may not always have been. */
export const holdsData = (folder: string): boolean => sizes(folder).length > 0;

/** Whether a database is one under this key; what else is wrong with it is not the key's fault. */
function opens(file: string, key: Uint8Array): boolean {
  try {
    openForReading({ file, key, synchronous: 'FULL', logger: null }).close();
    return true;
  } catch (cause) {
    return !(cause instanceof OpenFault && cause.code === 'wrong-key-or-not-a-database');
  }
}

/** Whether a key is the one of a folder's data: it opens at least one of the databases or backups, or there is none. A damaged one says nothing. */
export function opensData(folder: string, key: Uint8Array): boolean {
  const filled = sizes(folder).filter(({ size }) => size > 0);
  return filled.length === 0 || filled.some(({ file }) => opens(file, key));
}

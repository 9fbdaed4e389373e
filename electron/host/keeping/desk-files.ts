import path from 'node:path';
import { engineMigrations } from '#electron/engine/embedded/migrations/engine-migrations.ts';
import { type Backup, newestGood } from '#electron/sqlite/backups.ts';
import type { Migration } from '#electron/sqlite/migrate.ts';
import { OpenFault, type OpenFaultCode } from '#electron/sqlite/open-fault.ts';
import { ledgerMigrations } from '#electron/store/migrations/ledger-migrations.ts';
import type { Instant } from '#shared/lib/time.ts';

/** Where the backups of a data folder lie. */
export const backupFolderOf = (folder: string): string => path.join(folder, 'backups');

/** The databases that nothing can rebuild, and the forms they have. */
const restorable = { 'ledger.db': ledgerMigrations, 'engine.db': engineMigrations } as const satisfies Record<string, readonly Migration[]>;
export type RestorableFile = keyof typeof restorable;

/** Faults that a backup heals: the file is not what was acknowledged. */
const healed: ReadonlySet<OpenFaultCode> = new Set(['damaged', 'cut-short', 'missing', 'wrong-key-or-not-a-database']);

export interface DeskFile {
  readonly name: RestorableFile;
  readonly file: string;
  readonly migrations: readonly Migration[];
}

export const deskFile = (folder: string, name: RestorableFile): DeskFile => ({ name, file: path.join(folder, name), migrations: restorable[name] });

/** Whether a fault of a file goes away when a backup is put in its place. */
export const isHealed = ({ code, file }: OpenFault): boolean => healed.has(code) && Object.hasOwn(restorable, path.basename(file));

/** Whether something failed because of a file that a backup could be put in the place of. */
export function isRestorable(cause: unknown): cause is OpenFault {
  return cause instanceof OpenFault && isHealed(cause);
}

/** The newest backup of a file that opens whole with the key. */
export function goodBackupOf(folder: string, { file, migrations }: DeskFile, key: Uint8Array): Backup | null {
  return newestGood({ file, key, into: backupFolderOf(folder) }, migrations.at(-1)?.version ?? 0);
}

/** A time as a person reads it, by the clock and place of this machine. */
export const timeText = (at: number): string => new Date(at).toLocaleString('sv-SE');

/** A desk that cannot be opened because a file of it is damaged: one line that names it and says what can be done. */
export class DataFault extends Error {
  override readonly name = 'DataFault';
  /** Which file, and when its newest good backup was made; null: of something else than one damaged file. */
  readonly damaged: { readonly file: RestorableFile; readonly backupAt: Instant | null } | null;

  constructor(message: string, damaged: DataFault['damaged'] = null) {
    super(message);
    this.damaged = damaged;
  }
}

/** What a person is told about a file that was found damaged at the start. */
export function adviceOn(cause: OpenFault, folder: string, key: Uint8Array): DataFault {
  return damagedFault(cause, goodBackupOf(folder, deskFile(folder, path.basename(cause.file) as RestorableFile), key));
}

export function damagedFault(cause: OpenFault, backup: Backup | null): DataFault {
  const advice =
    backup === null
      ? 'no backup of it opens with this key; nothing was changed'
      : `nothing was changed; its newest good backup is of ${timeText(backup.at)}: start with --restore to keep the damaged file aside and go on from there`;
  return new DataFault(`${cause.message}; ${advice}`, { file: path.basename(cause.file) as RestorableFile, backupAt: backup?.at ?? null });
}

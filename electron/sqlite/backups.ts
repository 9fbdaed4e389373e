import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { syncFolder } from '#electron/sqlite/high-water-mark.ts';
import { openForReading } from '#electron/sqlite/open.ts';
import { OpenFault } from '#electron/sqlite/open-fault.ts';
import { commitsOf } from '#electron/sqlite/tables/commit-count.ts';
import { copyInto, findDamage, formOf } from '#electron/sqlite/tables/whole-file.ts';
import type { Instant } from '#shared/lib/time.ts';

/*
 * Backups of a database, in a folder of their own, encrypted with its key. `VACUUM INTO` reads one moment of the
 * database and holds up nobody who writes; SQLite's backup API begins again whenever somebody does. They are ordered by
 * the number of commits they hold, which never goes back, and not by the clock, which may.
 */

/** One that is being made ends so; each process that makes one has a name of its own, since one that was left alone by its owner may still be at it. */
const UNFINISHED = '.new';

/** How many are kept of each database. */
export const GENERATIONS = 3;

export interface Backup {
  readonly file: string;
  /** How many commits of its database it holds. */
  readonly commits: number;
  /** When it was made, by the clock of that time. */
  readonly at: Instant;
}

export interface BackupPlace {
  readonly file: string;
  readonly key: Uint8Array;
  /** The folder of the backups. */
  readonly into: string;
}

const stemOf = (file: string): string => path.basename(file, '.db');

const nameOf = (stem: string, commits: number, at: Instant): string =>
  `${stem}-${String(commits).padStart(12, '0')}-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '')}Z.db`;

function readName(stem: string, name: string): Pick<Backup, 'commits' | 'at'> | null {
  const read = new RegExp(`^${stem}-(\\d{12,})-(\\d{4}-\\d\\d-\\d\\dT)(\\d\\d)(\\d\\d)(\\d\\d)Z\\.db$`).exec(name);
  if (!read) return null;
  const [, commits, day, hour, minute, second] = read;
  return { commits: Number(commits), at: Date.parse(`${day}${hour}:${minute}:${second}Z`) as Instant };
}

/** The backups of a database, the newest first. */
export function backupsOf({ file, into }: Pick<BackupPlace, 'file' | 'into'>): readonly Backup[] {
  const stem = stemOf(file);
  let names: readonly string[];
  try {
    names = readdirSync(into);
  } catch {
    return [];
  }
  return names
    .flatMap((name) => {
      const read = readName(stem, name);
      return read ? [{ file: path.join(into, name), ...read }] : [];
    })
    .toSorted((a, b) => b.commits - a.commits || b.at - a.at);
}

/** Opens a whole database as a test: its key, its form, every page and every index. Throws an OpenFault. */
export function examine({ file, key }: Pick<BackupPlace, 'file' | 'key'>, newestForm: number): { readonly commits: number; readonly form: number } {
  const db = openForReading({ file, key, synchronous: 'FULL', logger: null });
  try {
    const form = formOf(db);
    if (form > newestForm) throw new OpenFault('newer-version', file, `made by a newer version (form ${form}, this one knows ${newestForm})`);
    const damage = findDamage(db);
    if (damage !== null) throw new OpenFault('damaged', file, damage);
    return { commits: commitsOf(db), form };
  } finally {
    db.close();
  }
}

/** The newest backup that opens whole; null where there is none. */
export function newestGood(place: BackupPlace, newestForm: number): Backup | null {
  for (const backup of backupsOf(place)) {
    try {
      examine({ file: backup.file, key: place.key }, newestForm);
      return backup;
    } catch (cause) {
      if (!(cause instanceof OpenFault)) throw cause;
    }
  }
  return null;
}

/**
 * Makes a backup unless the newest holds as much already, opens it as a test, and only then drops those beyond
 * `keep`. Throws an OpenFault, `full` for a full disk, and leaves the older ones as they were.
 */
export function backUp({ file, key, into }: BackupPlace, at: Instant, keep = GENERATIONS): Backup | 'unchanged' {
  const stem = stemOf(file);
  const fresh = path.join(into, `${stem}.${process.pid}${UNFINISHED}`);
  mkdirSync(into, { recursive: true, mode: 0o700 });
  dropUnfinished({ file, into });
  const db = openForReading({ file, key, synchronous: 'FULL', logger: null });
  try {
    const form = formOf(db);
    const [newest] = backupsOf({ file, into });
    const made = newest?.commits === commitsOf(db) ? null : copied(() => copyInto(db, fresh), fresh, key, form);
    if (made !== null) {
      const whole = path.join(into, nameOf(stem, made.commits, at));
      renameSync(fresh, whole);
      syncFolder(into);
    }
    const all = backupsOf({ file, into });
    for (const old of all.slice(keep)) rmSync(old.file, { force: true });
    return made === null ? 'unchanged' : (all.find(({ commits }) => commits === made.commits) ?? 'unchanged');
  } finally {
    db.close();
    rmSync(fresh, { force: true });
  }
}

/** Removes what is left of backups of a database that were begun and not made, SQLite's own files beside them too; throws where something cannot be removed. */
export function dropUnfinished({ file, into }: Pick<BackupPlace, 'file' | 'into'>): void {
  if (!existsSync(into)) return;
  const left = readdirSync(into).filter((name) => name.startsWith(`${stemOf(file)}.`) && name.includes(UNFINISHED));
  for (const name of left) rmSync(path.join(into, name), { force: true });
}

function copied(copy: () => void, fresh: string, key: Uint8Array, form: number): { readonly commits: number } {
  copy();
  chmodSync(fresh, 0o600);
  const handle = openSync(fresh, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  const found = examine({ file: fresh, key }, form);
  if (found.form !== form) throw new OpenFault('damaged', fresh, `has form ${found.form} instead of ${form}`);
  return found;
}

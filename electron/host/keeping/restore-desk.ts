import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { forgetDamage, isNotedDamaged } from '#electron/host/keeping/damage-note.ts';
import { type DataFault, type DeskFile, damagedFault, deskFile, goodBackupOf, isHealed, type RestorableFile } from '#electron/host/keeping/desk-files.ts';
import { type Backup, examine } from '#electron/sqlite/backups.ts';
import type { WriteDb } from '#electron/sqlite/db.ts';
import { markFileOf, readMark, syncFolder } from '#electron/sqlite/high-water-mark.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { OpenFault } from '#electron/sqlite/open-fault.ts';
import { openMarked, probe } from '#electron/sqlite/open-marked.ts';
import { commitsOf, setCommits } from '#electron/sqlite/tables/commit-count.ts';
import type { Restored } from '#electron/store/port.ts';
import { noteRestoration } from '#electron/store/tables/restoration-table.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';

interface Options {
  readonly folder: string;
  readonly key: Uint8Array;
  /** Whether the desk's log lies in the folder. */
  readonly engineHere: boolean;
  readonly now: Instant;
}

/** Where damaged files are kept in whose place a backup was put. */
export const setAsideIn = (folder: string): string => path.join(folder, 'set-aside');

/** The databases of a desk that nothing can rebuild. */
const namesIn = (engineHere: boolean): readonly RestorableFile[] => (engineHere ? ['ledger.db', 'engine.db'] : ['ledger.db']);

interface Damaged extends DeskFile {
  readonly fault: OpenFault;
  readonly backup: Backup;
}

/**
 * Puts the newest good backup in the place of each damaged file, on somebody's word alone. The damaged file is kept
 * aside with its log and its mark. What is done is put on record in the ledger before it is done, and done so that an
 * end in the middle leaves a file missing, which the next start tells and the same word heals. The cache is put aside
 * with a log that went back. Answers what was put back, or one line that names file and fault, with nothing changed.
 */
export function restoreDesk({ folder, key, engineHere, now }: Options): Result<readonly Restored[], string> {
  const damaged: Damaged[] = [];
  for (const name of namesIn(engineHere)) {
    const known = deskFile(folder, name);
    const fault = faultOf(known, key);
    if (fault === null) continue;
    if (!isHealed(fault)) return fail(`${fault.message}; nothing was changed`);
    const backup = goodBackupOf(folder, known, key);
    if (backup === null) return fail(`${fault.message}; no backup of it opens with this key; nothing was changed`);
    damaged.push({ ...known, fault, backup });
  }
  for (const name of namesIn(engineHere)) if (damaged.every((one) => one.name !== name)) forgetDamage(path.join(folder, name));
  if (damaged.length === 0) return ok([]);
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '');
  const aside = setAsideIn(folder);
  const records = damaged.map(
    ({ name, fault, backup }): Restored => ({ file: name, fault: `${fault.code}: ${fault.detail}`, keptAs: `${name}-${stamp}Z`, backupAt: backup.at, at: now }),
  );
  try {
    mkdirSync(aside, { recursive: true, mode: 0o700 });
    const ledger = damaged.find(({ name }) => name === 'ledger.db');
    const note = (db: WriteDb) =>
      db.transaction(() => {
        for (const record of records) noteRestoration(db, record);
      });
    if (ledger === undefined) noteIn(deskFile(folder, 'ledger.db'), key, note);
    for (const one of damaged) {
      prepare(one, key, one === ledger ? note : () => undefined);
      setAside(one.file, path.join(aside, `${one.name}-${stamp}Z`));
      renameSync(`${one.file}.new`, one.file);
      syncFolder(folder);
      forgetDamage(one.file);
      if (one.name === 'engine.db') setAside(path.join(folder, 'cache.db'), path.join(aside, `cache.db-${stamp}Z`));
    }
    return ok(records);
  } catch (cause) {
    return fail(`${folder}: the restore could not be finished (${cause instanceof Error ? cause.message : String(cause)}); start with --restore again`);
  }
}

/**
 * What is wrong with a file that was met damaged at work: it is read through, and believed again where it is whole by now. One that no
 * backup could take the place of is gone on with: what of it can be read is true.
 */
export function metDamaged({ folder, key, engineHere }: Omit<Options, 'now'>): OpenFault | DataFault | null {
  for (const name of namesIn(engineHere)) {
    const known = deskFile(folder, name);
    if (!isNotedDamaged(known.file)) continue;
    const fault = faultOf(known, key);
    if (fault === null) {
      forgetDamage(known.file);
      continue;
    }
    if (!isHealed(fault)) return fault;
    const backup = goodBackupOf(folder, known, key);
    if (backup !== null) return damagedFault(fault, backup);
  }
  return null;
}

/** What is wrong with a file, read through from its mark to its last page; a file that was never there is right. */
function faultOf({ file, migrations }: DeskFile, key: Uint8Array): OpenFault | null {
  try {
    probe({ file, key, migrations, logger: null });
    if (existsSync(file)) examine({ file, key }, migrations.at(-1)?.version ?? 0);
    return null;
  } catch (cause) {
    if (cause instanceof OpenFault) return cause;
    throw cause;
  }
}

function noteIn({ file, migrations }: DeskFile, key: Uint8Array, note: (db: WriteDb) => void): void {
  const db = openMarked({ file, key, synchronous: 'FULL', markEach: 'commit', migrations, logger: null });
  try {
    note(db);
  } finally {
    db.close();
  }
}

/** A copy of the backup beside the file, in the newest form and ahead of the mark: the numbers that the lost commits had are not given again. */
function prepare({ file, migrations, backup }: Damaged, key: Uint8Array, note: (db: WriteDb) => void): void {
  const fresh = `${file}.new`;
  for (const ending of ['', '-wal', '-shm']) rmSync(`${fresh}${ending}`, { force: true });
  copyFileSync(backup.file, fresh);
  const db = openForWriting({ file: fresh, key, synchronous: 'FULL', logger: null });
  try {
    migrate(db, migrations);
    note(db);
    setCommits(db, Math.max(readMark(file), commitsOf(db)) + 1);
    db.checkpoint();
  } finally {
    db.close();
  }
}

function setAside(file: string, as: string): void {
  for (const ending of ['', '-wal']) if (existsSync(`${file}${ending}`)) renameSync(`${file}${ending}`, `${as}${ending}`);
  rmSync(`${file}-shm`, { force: true });
  // The mark stays where it is too: until the restored file has passed it, a start must not take a file of less for whole.
  if (existsSync(markFileOf(file))) copyFileSync(markFileOf(file), markFileOf(as));
  if (path.basename(file) === 'cache.db') rmSync(markFileOf(file), { force: true });
}

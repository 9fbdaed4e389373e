import { existsSync, statSync } from 'node:fs';
import type { CommitWatch, WriteDb } from '#electron/sqlite/db.ts';
import { HighWaterMark, readMark } from '#electron/sqlite/high-water-mark.ts';
import { type Migration, migrate, refuseNewer } from '#electron/sqlite/migrate.ts';
import { type OpenOptions, openForReading, openForWriting } from '#electron/sqlite/open.ts';
import { OpenFault } from '#electron/sqlite/open-fault.ts';
import { commitsOf, countCommit, rowsChanged } from '#electron/sqlite/tables/commit-count.ts';
import type { Logger } from '#shared/lib/logger.ts';

/*
 * When the write-ahead log is moved into the file. A file marked at each commit leaves it to the driver: passively, at
 * the commit that brings the log to 1,000 pages and at each after it until it succeeds, so that a reader delays it and
 * is never waited for; the log that grew meanwhile is cut back to 16 MiB (open.ts). One marked at each checkpoint does
 * the same by itself, since the mark has to be written first. Both empty the log at the end of the work.
 */

export interface MarkedOptions extends OpenOptions {
  readonly migrations: readonly Migration[];
  /**
   * `commit`: no acknowledged commit is missed. `checkpoint`, for what follows a log with a cursor
   * in the same transactions: the newest commits may go, with their cursor, and are asked for again; what must not
   * happen is that the file already has pages of commits which the log in front of it has lost, since rows of two times
   * would then stand side by side.
   */
  readonly markEach: 'commit' | 'checkpoint';
}

/** At this size of its write-ahead log a file marked at each checkpoint is checkpointed; 1,000 pages, as SQLite has it. */
const WAL_FULL = 1_000 * 4_096;

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** Whether a database was left by an end without a stop, to be asked before it is opened. */
export function wasInUse(file: string): boolean {
  return file !== ':memory:' && sizeOf(`${file}-wal`) > 0;
}

/**
 * Looks at a database with its mark and its form, and changes nothing: to be done before it is opened for writing, which
 * moves what is left of its log into it and forgets the rest. Throws an OpenFault.
 */
export function probe({ file, key, migrations, logger }: Pick<MarkedOptions, 'file' | 'key' | 'migrations' | 'logger'>): void {
  const marked = readMark(file);
  if (!existsSync(file)) {
    if (marked === 0) return;
    throw new OpenFault('missing', file, `it is gone, and ${marked} changes in it were acknowledged`);
  }
  if (sizeOf(file) === 0 && marked === 0) return;
  const db = openForReading({ file, key, synchronous: 'FULL', logger });
  try {
    refuseNewer(db, migrations);
    const held = commitsOf(db);
    if (held < marked) throw new OpenFault('cut-short', file, `of ${marked} changes that were acknowledged it holds ${held}`);
  } finally {
    db.close();
  }
}

/** Opens a database, brings it to its newest form, and from then on marks its commits. Throws an OpenFault and leaves what it is about as it was. */
export function openMarked(options: MarkedOptions): WriteDb {
  const { file, migrations, markEach, logger } = options;
  const onDisk = file !== ':memory:';
  if (onDisk) probe(options);
  const db = openForWriting({ ...options, ...(markEach === 'checkpoint' ? { autoCheckpoint: false as const } : {}) });
  try {
    migrate(db, migrations);
    if (onDisk) db.watchCommits(watchOf(db, markEach, logger));
    return db;
  } catch (cause) {
    db.close();
    throw cause;
  }
}

function watchOf(db: WriteDb, markEach: MarkedOptions['markEach'], logger: Logger | null): CommitWatch {
  let commits = commitsOf(db);
  let mark: HighWaterMark | null = null;
  let told = false;
  // A commit is in its file whether its mark can be written or not: the mark then knows less, which harms nothing by itself.
  const fault = (cause: unknown) => {
    if (!told) logger?.error('mark: cannot be written', { file: db.file, cause: String(cause) });
    told = true;
  };
  const note = () => {
    try {
      mark ??= new HighWaterMark(db.file, fault);
      mark.write(commits);
    } catch (cause) {
      fault(cause);
    }
  };
  const checkpoint = (mode: 'TRUNCATE' | 'PASSIVE') => {
    try {
      if (markEach === 'checkpoint') {
        note();
        mark?.flush();
      }
      db.checkpoint(mode);
    } catch (cause) {
      // The log keeps what could not be moved, and the next commit or start tries again.
      logger?.warn('checkpoint: not done', { file: db.file, mode, cause: String(cause) });
    }
  };
  if (commits !== readMark(db.file)) note();
  return {
    changes: () => rowsChanged(db),
    count: () => countCommit(db),
    committed: (counted) => {
      commits = counted;
      if (markEach === 'commit') note();
      else if (sizeOf(`${db.file}-wal`) >= WAL_FULL) checkpoint('PASSIVE');
    },
    closing: () => {
      checkpoint('TRUNCATE');
      try {
        mark?.close();
      } catch (cause) {
        fault(cause);
      }
    },
  };
}

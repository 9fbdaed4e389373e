import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { OpenFault, toOpenFault } from '#electron/sqlite/open-fault.ts';
import { invariant } from '#shared/lib/assert.ts';
import type { Logger } from '#shared/lib/logger.ts';

export interface OpenOptions {
  /** A path, or `:memory:`. */
  readonly file: string;
  /** 32 bytes; null only in memory. */
  readonly key: Uint8Array | null;
  /** FULL for what must survive a power cut once acknowledged; NORMAL for what can be rebuilt. */
  readonly synchronous: 'FULL' | 'NORMAL';
  readonly logger: Logger | null;
  /** Page cache in KiB. */
  readonly cacheKib?: number;
  /** How long to wait for another connection's lock; 5 s unless said. */
  readonly busyMs?: number;
  /** WAL unless said. */
  readonly journal?: 'WAL' | 'DELETE';
  /** Whether the driver moves the write-ahead log into the file by itself, every 1,000 pages; so unless said. */
  readonly autoCheckpoint?: false;
}

/**
 * What a write-ahead log keeps of its size once it was moved into the file: one that grew while a reader held it is cut
 * back. Where somebody else decides when it is moved, nothing, since its size is what that is decided by.
 */
const WAL_KEPT = 16 * 1024 * 1024;

/**
 * Opens with ChaCha20-Poly1305, so that a changed page is noticed, never believed. The raw key is given as hex and
 * checked by form; the first read is what proves it. Temporary tables stay in memory, since a file of theirs would not
 * be encrypted; no mapping of the file, since it goes around the cipher; deleted rows are overwritten, since a dropped
 * data key must be gone; a checkpoint on macOS waits for the disk itself (F_FULLFSYNC).
 */
function openRaw(options: OpenOptions, readonly: boolean): Database.Database {
  const { file, key } = options;
  let raw: Database.Database | null = null;
  invariant(key !== null || file === ':memory:', 'a database on disk has a key');
  try {
    raw = new Database(file, { readonly, fileMustExist: readonly, timeout: options.busyMs ?? 5_000 });
    if (key !== null && file !== ':memory:') {
      const hex = Buffer.from(key).toString('hex');
      invariant(/^[0-9a-f]{64}$/.test(hex), 'a database key has 32 bytes');
      raw.pragma("cipher='chacha20'");
      raw.pragma(`key='raw:${hex}'`);
    }
    raw.prepare('SELECT count(*) FROM sqlite_master').get();
    if (!readonly) {
      raw.pragma(`journal_mode = ${options.journal ?? 'WAL'}`);
      raw.pragma(`synchronous = ${options.synchronous}`);
      raw.pragma(`journal_size_limit = ${options.autoCheckpoint === false ? 0 : WAL_KEPT}`);
      if (options.autoCheckpoint === false) raw.pragma('wal_autocheckpoint = 0');
      raw.pragma('foreign_keys = ON');
      raw.pragma('secure_delete = ON');
      if (process.platform === 'darwin') raw.pragma('checkpoint_fullfsync = true');
    }
    raw.pragma('temp_store = MEMORY');
    raw.pragma('mmap_size = 0');
    raw.pragma(`cache_size = -${options.cacheKib ?? 4096}`);
    return raw;
  } catch (cause) {
    raw?.close();
    throw named(cause, file);
  }
}

/** SQLite says only "unable to open"; whether the folder may be written is what a person needs to know. */
function named(cause: unknown, file: string): unknown {
  // The driver checks the folder by itself, with an error of another kind.
  const fault = cause instanceof TypeError ? new OpenFault('io', file, cause.message) : toOpenFault(cause, file);
  if (!(fault instanceof OpenFault) || fault.code !== 'io') return fault;
  try {
    accessSync(dirname(file), constants.W_OK);
    return fault;
  } catch (reason) {
    const code = reason instanceof Error && 'code' in reason ? reason.code : '';
    if (code !== 'EROFS' && code !== 'EACCES' && code !== 'EPERM') return fault;
    return new OpenFault('read-only', file, `its folder cannot be written (${code})`);
  }
}

/** Opens a database for writing, making it where there is none; throws an OpenFault. */
export function openForWriting(options: OpenOptions): WriteDb {
  return new WriteDb(openRaw(options, false), options.file, options.logger);
}

/** Opens an existing database for reading alone; throws an OpenFault. */
export function openForReading(options: OpenOptions): ReadDb {
  return new ReadDb(openRaw(options, true), options.file, options.logger);
}

import { rmSync } from 'node:fs';
import type { WriteDb } from '#electron/sqlite/db.ts';
import type { OpenFaultCode } from '#electron/sqlite/open-fault.ts';
import { openMarked } from '#electron/sqlite/open-marked.ts';
import { isLost } from '#electron/store/cache-loss.ts';
import { cacheMigrations } from '#electron/store/migrations/cache-migrations.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Options {
  readonly file: string;
  readonly key: Uint8Array;
  readonly logger: Logger;
}

/** Removes the cache's files: everything in them is in the log too. */
export function discardCache(file: string): void {
  for (const ending of ['', '-wal', '-shm', '.mark']) rmSync(`${file}${ending}`, { force: true });
}

/**
 * NORMAL is enough for this file, since its rows and its cursor are committed together: a power cut may take back the
 * newest commits, rows and cursor alike, and the follower asks the log for them again.
 */
const open = ({ file, key, logger }: Options): WriteDb =>
  openMarked({ file, key, synchronous: 'NORMAL', markEach: 'checkpoint', migrations: cacheMigrations, logger });

/** Opens the cache; damaged, of another key or of a newer program, it is made anew, empty, and the reason told. */
export function openCache(options: Options): { readonly cache: WriteDb; readonly reset: OpenFaultCode | null } {
  try {
    return { cache: open(options), reset: null };
  } catch (cause) {
    if (!isLost(cause)) throw cause;
    discardCache(options.file);
    return { cache: open(options), reset: cause.code };
  }
}

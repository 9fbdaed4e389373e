import { type Backup, backUp } from '#electron/sqlite/backups.ts';
import { openForReading } from '#electron/sqlite/open.ts';
import { findDamage } from '#electron/sqlite/tables/whole-file.ts';
import { serveWorker } from '#electron/sqlite/worker.ts';
import type { Instant } from '#shared/lib/time.ts';

/**
 * Reads whole databases, beside those who work with them: backups and looks for damage take as long as the files are
 * large. To be run in a process: each is one call of SQLite's, which neither a thread's end nor its program's breaks off.
 */
function handlers(key: Uint8Array) {
  return {
    /** What is wrong with a database, or null. Throws an OpenFault. */
    check: (file: string): string | null => {
      const db = openForReading({ file, key, synchronous: 'FULL', logger: null });
      try {
        return findDamage(db);
      } finally {
        db.close();
      }
    },
    backUp: (file: string, into: string, at: number, keep: number): Backup | 'unchanged' => backUp({ file, key, into }, at as Instant, keep),
  };
}

export type KeeperHandlers = ReturnType<typeof handlers>;

serveWorker(async ({ key }: { readonly key: Uint8Array }) => ({ handlers: handlers(key), stop: () => undefined }));

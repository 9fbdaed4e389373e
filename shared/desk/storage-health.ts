import { z } from 'zod';
import { instant } from '#shared/lib/time.ts';

/** The databases of a desk that this host looks after. */
export const storedFile = z.enum(['cache.db', 'ledger.db', 'engine.db']);
export type StoredFile = z.infer<typeof storedFile>;

/** One file that was put back from a backup, and what became of what was under way. */
export const restoration = z.object({
  file: storedFile,
  /** When it was put back. */
  at: instant,
  /** When the backup was made. */
  backupAt: instant,
  /** What was found wrong with the file. */
  fault: z.string(),
  /** The name under which the damaged file is kept. */
  keptAs: z.string(),
  /** Commands whose end is not known since; null until they were counted. */
  unknown: z.number().int().nullable(),
  /** Events that the ledger had and the log had lost, written again. */
  again: z.number().int().nullable(),
});

/** How the databases on this machine are: looked through, and backed up. */
export const storageHealth = z.object({
  files: z.array(
    z.object({
      file: storedFile,
      /** When it was last read through; null: never. */
      checkedAt: instant.nullable(),
      /** What was found wrong; null: nothing. */
      damage: z.string().nullable(),
      /** When the newest backup was made; null: there is none, as of the cache, which is rebuilt instead. */
      backedUpAt: instant.nullable(),
      /** The last stop did not wait for a backup of it: what was written before is in none yet. */
      behind: z.boolean(),
      /** Why the last backup could not be made, and since when. */
      backupFault: z.object({ at: instant, full: z.boolean(), detail: z.string() }).nullable(),
    }),
  ),
  /** The newest first. */
  restorations: z.array(restoration),
});
export type StorageHealth = z.infer<typeof storageHealth>;

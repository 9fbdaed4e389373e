import { openForWriting } from '#electron/sqlite/open.ts';
import { sql } from '#electron/sqlite/sql.ts';

/** A file that this process has for itself until `close`. */
export interface HeldFile {
  close(): void;
}

/**
 * Holds a file with an open exclusive transaction, which the operating system ends with the process, however it ends.
 * Throws an OpenFault, `busy` where another process holds it.
 */
export function holdFile(file: string): HeldFile {
  // The file holds nothing, so any key will do.
  const db = openForWriting({ file, key: new Uint8Array(32), synchronous: 'NORMAL', logger: null, busyMs: 0, journal: 'DELETE' });
  try {
    db.run(sql`BEGIN EXCLUSIVE`);
    return db;
  } catch (cause) {
    db.close();
    throw cause;
  }
}

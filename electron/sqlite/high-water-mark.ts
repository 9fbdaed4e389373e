import { closeSync, existsSync, fdatasync, fdatasyncSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';

/**
 * How many commits of a database were acknowledged, in a file of its own beside it. SQLite takes a write-ahead log that
 * was cut, or whose middle no longer fits its sums, as one that ended there: the commits after that place are gone and
 * nothing is said. A count inside the database, raised by each commit, and its copy here tell: a database that holds
 * fewer commits than were acknowledged has lost some. A mark that is missing, damaged or behind harms nothing; it only
 * knows less.
 *
 * The mark is written before a commit is answered, which is enough for every way in which a process can end, and flushed
 * to the disk about a tenth of a second behind, for all commits of that time at once: a flush before each answer was measured
 * and costs six tenths of a commit, one right behind each answer a tenth of the next. A power cut between the two takes
 * no commit, since the log itself is flushed first; it leaves a mark that knows a tenth of a second less.
 *
 * Two records take turns, each in a block of its own, so that a write cut short leaves the one before it. The file keeps
 * its size, so that a write needs no room on a full disk and its flush moves one block.
 */

const MAGIC = Buffer.from('WSCMARK1');
const RECORD = MAGIC.length + 8 + 4;
const BLOCK = 4_096;
/** How long behind a commit its flush begins, with those of all commits meanwhile; later where the thread is busy or a flush is under way. */
const BEHIND_MS = 100;

/** Where a database's mark lies. */
export const markFileOf = (file: string): string => `${file}.mark`;

function decode(record: Buffer): number {
  if (record.length < RECORD || !record.subarray(0, MAGIC.length).equals(MAGIC)) return 0;
  if (crc32(record.subarray(0, RECORD - 4)) !== record.readUInt32LE(RECORD - 4)) return 0;
  return Number(record.readBigUInt64LE(MAGIC.length));
}

/** How many commits a database is known to have acknowledged; 0 where the mark is missing or cannot be read. */
export function readMark(file: string): number {
  const at = markFileOf(file);
  if (!existsSync(at)) return 0;
  try {
    const bytes = readFileSync(at);
    return Math.max(decode(bytes.subarray(0, RECORD)), decode(bytes.subarray(BLOCK, BLOCK + RECORD)));
  } catch {
    return 0;
  }
}

/** The mark of a database that is open for writing. */
export class HighWaterMark {
  readonly #handle: number;
  readonly #onFault: (cause: Error) => void;
  /** The next flush, for all that is noted until then. */
  #due: NodeJS.Timeout | null = null;
  #flushing = false;
  /** Something was noted since the newest flush began. */
  #behind = false;
  #closed = false;

  /** Opens the mark, or makes one; `onFault` hears of a flush that failed. */
  constructor(file: string, onFault: (cause: Error) => void) {
    const at = markFileOf(file);
    this.#onFault = onFault;
    if (existsSync(at)) {
      this.#handle = openSync(at, 'r+');
      return;
    }
    this.#handle = openSync(at, 'w+', 0o600);
    writeSync(this.#handle, Buffer.alloc(2 * BLOCK));
    fsyncSync(this.#handle);
    syncFolder(path.dirname(at));
  }

  /** Notes a number of commits: no end of this process takes it back when this returns. */
  write(commits: number): void {
    const record = Buffer.alloc(RECORD);
    MAGIC.copy(record);
    record.writeBigUInt64LE(BigInt(commits), MAGIC.length);
    record.writeUInt32LE(crc32(record.subarray(0, RECORD - 4)), RECORD - 4);
    writeSync(this.#handle, record, 0, RECORD, (commits % 2) * BLOCK);
    this.#behind = true;
    this.#flushSoon();
  }

  /** Waits until what was noted is on the disk. */
  flush(): void {
    fdatasyncSync(this.#handle);
  }

  #flushSoon(): void {
    if (this.#flushing) return;
    this.#due ??= setTimeout(() => {
      this.#due = null;
      this.#behind = false;
      this.#flushing = true;
      fdatasync(this.#handle, (cause) => {
        this.#flushing = false;
        // One that was under way when the mark was closed was done once more by that; its handle may be another file's by now.
        if (this.#closed) return;
        if (cause) this.#onFault(cause);
        if (this.#behind) this.#flushSoon();
      });
    }, BEHIND_MS).unref();
  }

  /** Flushes and closes. */
  close(): void {
    this.#closed = true;
    if (this.#due !== null) clearTimeout(this.#due);
    fdatasyncSync(this.#handle);
    closeSync(this.#handle);
  }
}

/** Flushes a folder's names; Windows has no handle of a folder. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

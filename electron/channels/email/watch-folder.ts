import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { MailBook } from '#electron/channels/email/mail-book.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { SECOND } from '#shared/lib/time.ts';

/**
 * Looks, and is not told: notices of changes do not come from network drives, nor from a folder that was away. Nothing
 * in the folder is ever changed, moved or removed.
 */

/** How the folder is; a fault names its place and what is wrong, and ends with `watching`. */
export type WatchState =
  | { readonly state: 'watching'; readonly folder: string }
  | { readonly state: 'fault'; readonly folder: string; readonly fault: 'missing' | 'not-a-folder' | 'not-readable' | 'failed'; readonly detail: string };

interface Options {
  readonly folder: string;
  readonly book: MailBook;
  /** Takes what is in a file; a file whose taking rejects is tried again at the next look. */
  readonly take: (file: string) => Promise<void>;
  /** Told when it changes. */
  readonly onState: (state: WatchState) => void;
  /** A file that cannot be read, once until it changes. */
  readonly onFileFault: (file: string, detail: string) => void;
  readonly logger: Logger;
  /** Between two looks, in ms; a file that did not change from one to the next has been written. */
  readonly everyMs?: number;
}

interface Seen {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
  /** Taken, or known to be unreadable, as it is now. */
  readonly done: boolean;
}

const EVERY = 2 * SECOND;

const faultOf: Readonly<Record<string, 'missing' | 'not-a-folder' | 'not-readable'>> = {
  ENOENT: 'missing',
  ENOTDIR: 'not-a-folder',
  EACCES: 'not-readable',
  EPERM: 'not-readable',
};

const codeOf = (cause: unknown): string => (cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown');

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256').update('file\0');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Takes each `.eml` and `.mbox` file of a folder once, by its contents, when it has stopped growing. */
export class FolderWatch {
  readonly #options: Options;
  readonly #seen = new Map<string, Seen>();
  #told = '';
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();
  #ending = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Looks at once, then again and again. A folder that is missing is told, not an error. */
  async start(): Promise<void> {
    this.#ending = false;
    await this.look();
    this.#rest();
  }

  /** Lets the file under way be finished. */
  async stop(): Promise<void> {
    this.#ending = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#looking;
  }

  /** One look at the folder; looks never overlap. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look());
    return this.#looking;
  }

  #rest(): void {
    if (this.#ending) return;
    this.#timer = setTimeout(() => void this.look().then(() => this.#rest()), this.#options.everyMs ?? EVERY);
  }

  async #look(): Promise<void> {
    const { folder } = this.#options;
    let names: readonly string[];
    try {
      const entries = await readdir(folder, { withFileTypes: true });
      // Links lead out of the folder that was chosen, and are not followed.
      names = entries.filter((entry) => entry.isFile() && /\.(?:eml|mbox)$/i.test(entry.name)).map((entry) => entry.name);
    } catch (cause) {
      const code = codeOf(cause);
      this.#tell({ state: 'fault', folder, fault: faultOf[code] ?? 'failed', detail: code });
      return;
    }
    this.#tell({ state: 'watching', folder });
    for (const known of this.#seen.keys()) if (!names.includes(known)) this.#seen.delete(known);
    for (const name of names.toSorted()) {
      if (this.#ending) return;
      await this.#lookAt(name);
    }
  }

  async #lookAt(name: string): Promise<void> {
    const { folder, book, take, onFileFault, logger } = this.#options;
    const file = path.join(folder, name);
    try {
      const { size, mtimeMs, ino } = await lstat(file);
      const before = this.#seen.get(name);
      const same = before !== undefined && before.size === size && before.mtimeMs === mtimeMs && before.ino === ino;
      if (!same) this.#seen.set(name, { size, mtimeMs, ino, done: false });
      if (!same || before.done || size === 0) return;
      const hash = await hashOf(file);
      if (!(await book.taken(hash))) {
        await take(file);
        await book.markTaken(hash);
      }
      this.#seen.set(name, { ...before, done: true });
    } catch (cause) {
      const code = codeOf(cause);
      // Gone between two steps: the next look says whether it, or the whole folder, is.
      if (code === 'ENOENT') return;
      logger.warn('look: file not taken', { code });
      if (code !== 'EACCES' && code !== 'EPERM') return;
      const before = this.#seen.get(name);
      if (before) this.#seen.set(name, { ...before, done: true });
      onFileFault(file, code);
    }
  }

  #tell(state: WatchState): void {
    const key = state.state === 'watching' ? state.state : `${state.fault} ${state.detail}`;
    if (key === this.#told) return;
    this.#told = key;
    this.#options.onState(state);
  }
}

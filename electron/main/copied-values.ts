import { createHash } from 'node:crypto';
import type { WebFrameMain } from 'electron';
import { APP_ORIGIN } from '#electron/main/app-protocol.ts';
import { SHOWN_SECONDS } from '#shared/desk/reasons.ts';
import type { Logger } from '#shared/lib/logger.ts';

/** The channel on which a preload tells the hash of a value that was copied. */
export const COPIED_CHANNEL = 'value-copied';

interface Told {
  readonly senderFrame: Pick<WebFrameMain, 'parent' | 'origin' | 'detached'> | null;
}

export interface CopiedValuesOptions {
  readonly clipboard: { readText(): Promise<string>; clear(): void };
  /** Runs something after so many milliseconds. */
  readonly later: (run: () => void, ms: number) => void;
  readonly logger: () => Logger;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** More than anybody copies in half a minute. */
const MOST = 100;

/**
 * Takes values that were shown in full out of the clipboard after their time, and at the end of the program: also when
 * the window lies behind others, where its page could not. The page tells a value's hash alone and learns nothing; what
 * somebody copied since stays.
 */
export class CopiedValues {
  readonly #options: CopiedValuesOptions;
  /** How often each was copied within its time. */
  readonly #waiting = new Map<string, number>();

  constructor(options: CopiedValuesOptions) {
    this.#options = options;
  }

  /** Hears of a copy, from the top frame of the console's own page alone. */
  copied({ senderFrame: frame }: Told, hash: unknown): void {
    const own = frame !== null && frame.parent === null && !frame.detached && frame.origin === APP_ORIGIN;
    const fits = typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash) && this.#waiting.size < MOST;
    if (!own || !fits) {
      this.#options.logger().warn('copied: refused', { own, fits });
      return;
    }
    this.#waiting.set(hash, (this.#waiting.get(hash) ?? 0) + 1);
    this.#options.later(() => void this.#over(hash), SHOWN_SECONDS * 1000);
  }

  /** Takes out at once what has its time yet. */
  async stop(): Promise<void> {
    const hashes = new Set(this.#waiting.keys());
    this.#waiting.clear();
    if (hashes.size > 0) await this.#clear(hashes);
  }

  /** A value that was copied again has its time from then on. */
  async #over(hash: string): Promise<void> {
    const left = (this.#waiting.get(hash) ?? 0) - 1;
    if (left > 0) this.#waiting.set(hash, left);
    else if (this.#waiting.delete(hash)) await this.#clear(new Set([hash]));
  }

  async #clear(hashes: ReadonlySet<string>): Promise<void> {
    const { clipboard, logger } = this.#options;
    try {
      if (hashes.has(hashOf(await clipboard.readText()))) clipboard.clear();
    } catch (cause) {
      logger().warn('clear: the clipboard was not read', { cause: String(cause) });
    }
  }
}

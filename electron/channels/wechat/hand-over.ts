import { RecentSet } from '#electron/channels/wechat/recent.ts';

/** What became of handing something over within the time there was. */
export type Outcome = 'done' | 'failed' | 'later';

export interface HandOverParts {
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  /** How long one call waits, in ms. */
  readonly patience: number;
}

/** How many of what was handed over is remembered: far more than a provider repeats within seconds. */
const REMEMBERED = 5_000;
/** How much may be under way at once; more means that the desk has stopped, and is told to come again. */
const MOST_UNDER_WAY = 1_000;

/**
 * Hands each thing over once, however often it comes: a repeat shares what is under way, and is done at once where it
 * was done. What failed is tried anew with the next repeat. Work that takes longer than the caller waits goes on.
 */
export class HandOver {
  readonly #parts: HandOverParts;
  readonly #underWay = new Map<string, Promise<'done' | 'failed'>>();
  readonly #done = new RecentSet<string>(REMEMBERED);

  constructor(parts: HandOverParts) {
    this.#parts = parts;
  }

  /** `work` rejects where it did not succeed. Never rejects. */
  async once(key: string, work: () => Promise<void>): Promise<Outcome> {
    if (this.#done.has(key)) return 'done';
    let shared = this.#underWay.get(key);
    if (!shared) {
      if (this.#underWay.size >= MOST_UNDER_WAY) return 'later';
      shared = this.#run(key, work);
      this.#underWay.set(key, shared);
    }
    const { setTimer, clearTimer, patience } = this.#parts;
    let timer: unknown;
    const late = new Promise<'later'>((resolve) => {
      timer = setTimer(() => resolve('later'), patience);
    });
    const outcome = await Promise.race([shared, late]);
    clearTimer(timer);
    return outcome;
  }

  /** Fulfilled when nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values());
  }

  async #run(key: string, work: () => Promise<void>): Promise<'done' | 'failed'> {
    try {
      // So that this is found under way before the work can come back.
      await Promise.resolve();
      await work();
      this.#done.add(key);
      return 'done';
    } catch {
      return 'failed';
    } finally {
      this.#underWay.delete(key);
    }
  }
}

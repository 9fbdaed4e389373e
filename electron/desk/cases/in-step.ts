import { afterCatchingUp } from '#electron/desk/after-catching-up.ts';
import type { CaseHub, Ingested } from '#electron/desk/cases/case-hub.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Options {
  readonly hub: Pick<CaseHub, 'onIngested' | 'onSync' | 'sync'>;
  /** Does what follows from what has come just now. */
  readonly take: (ingested: Ingested) => Promise<void>;
  /** Does what a follower would have done of all that is in the cache. */
  readonly settle: () => Promise<void>;
  readonly logger: Logger;
}

/**
 * Writes what follows from other events, one after another: of live events at once, and of what came while this host
 * was away or still reading when all of it is here. What it does twice must be harmless.
 */
export class InStep {
  readonly #options: Options;
  readonly #ending = new AbortController();
  #line: Promise<void> = Promise.resolve();
  #off: (() => void) | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    const { hub, take, settle } = this.#options;
    this.#off = hub.onIngested((ingested) => {
      if (hub.sync().state === 'live') this.#later(() => take(ingested));
    });
    void afterCatchingUp(hub, this.#ending.signal, () => this.#later(settle));
    this.#later(settle);
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    this.#off?.();
    await this.#line;
  }

  /** Fulfilled when everything that was taken in so far is written. */
  settled(): Promise<void> {
    return this.#line;
  }

  #later(work: () => Promise<void>): void {
    this.#line = this.#line.then(work).catch((cause: unknown) => this.#options.logger.warn('in step: not yet', { cause: String(cause) }));
  }
}

import { afterCatchingUp } from '#electron/desk/after-catching-up.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { Cache } from '#electron/store/port.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import { retentionDays } from '#shared/desk/retention.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { DAY, MINUTE } from '#shared/lib/time.ts';

interface Options {
  readonly hub: Pick<CaseHub, 'leave' | 'sync' | 'onSync'>;
  readonly cache: Pick<Cache, 'settle'>;
  readonly configuration: Topic<Configuration>;
  readonly clock: Clock;
  readonly logger: Logger;
}

const EVERY = 10 * MINUTE;

/**
 * Keeps the cache to the desk's retention window: closed cases leave it so many days after the last thing that happened
 * in them, a few at a time, so that whoever writes meanwhile does not wait. The log keeps everything.
 */
export class Retention {
  readonly #options: Options;
  #timer: NodeJS.Timeout | null = null;
  #sweeping: Promise<number> | null = null;
  readonly #ending = new AbortController();

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => this.#soon(), EVERY).unref();
    this.#soon();
    // A cache that was filled again holds everything that ever was.
    void afterCatchingUp(this.#options.hub, this.#ending.signal, () => this.#soon());
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    if (this.#timer) clearInterval(this.#timer);
    await this.#sweeping?.catch(() => undefined);
  }

  #soon(): void {
    this.sweep().catch((cause: unknown) => this.#options.logger.warn('retention: could not sweep', { cause: String(cause) }));
  }

  /** Lets everything go whose time is over; answers how many cases went. Nothing while the log is being read again. */
  sweep(): Promise<number> {
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = null;
    });
    return this.#sweeping;
  }

  async #sweep(): Promise<number> {
    const { hub, cache, configuration, clock, logger } = this.#options;
    let gone = 0;
    for (let more = true; more && !this.#ending.signal.aborted && hub.sync().state !== 'catching-up'; ) {
      const now = clock();
      const turn = await hub.leave(now - retentionDays(configuration.value.retention) * DAY, now);
      gone += turn.left.length;
      more = turn.more && turn.left.length > 0;
    }
    if (gone === 0) return 0;
    await cache.settle();
    logger.info('retention: closed cases left the cache', { cases: gone });
    return gone;
  }
}

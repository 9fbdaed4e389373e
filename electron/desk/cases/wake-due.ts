import type { CaseDesk } from '#electron/desk/cases/case-desk.ts';
import { derivedId } from '#electron/desk/cases/case-desk.ts';
import type { Cache } from '#electron/store/port.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CommandId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { SECOND } from '#shared/lib/time.ts';

interface Options {
  readonly cache: Cache;
  readonly desk: CaseDesk;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Puts on record that a snooze is over. Its id comes from case and due time, so that several consoles write it once. */
export class WakeDue {
  readonly #options: Options;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.wake().catch((cause: unknown) => this.#options.logger.warn('wake: could not wake cases', { cause: String(cause) }));
    }, 2 * SECOND);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Wakes what is due now. */
  async wake(): Promise<void> {
    for (const row of await this.#options.cache.snoozedUntil(this.#options.clock())) {
      const commandId = derivedId(`${row.id} case.woken ${row.snoozedUntil}`) as CommandId;
      await this.#options.desk.act(row.id, { kind: 'system', id: 'desk' }, commandId, { type: 'wake', reason: 'due' });
    }
  }
}

import { z } from 'zod';
import type { ConnectionStatus } from '#electron/channels/connection-status.ts';
import { accountFault, type BotApi, type BotFault } from '#electron/channels/telegram/bot-api.ts';
import { readUpdate, type TelegramUpdate } from '#electron/channels/telegram/read-update.ts';
import { backoff } from '#shared/lib/backoff.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { SECOND } from '#shared/lib/time.ts';

export interface PollerOptions {
  readonly api: BotApi;
  readonly status: ConnectionStatus;
  readonly logger: Logger;
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  readonly random: () => number;
  /** Asked before each poll, for gateways that share a bot; one that may not asks again later. */
  readonly mayPoll: () => Promise<boolean>;
  /** Whether an update is with the desk. */
  readonly take: (update: TelegramUpdate) => Promise<boolean>;
}

/** How long Telegram holds an empty answer back, and how long it may take in all. */
const HOLD_SECONDS = 50;
const POLL_MS = (HOLD_SECONDS + 15) * SECOND;
const NOT_MINE_MS = 5 * SECOND;

/**
 * Asks Telegram for messages, again and again. A batch is confirmed by the next asking, and only when all of it is with the
 * desk; where the program ends before, it comes again, and a repeat is harmless.
 */
export class TelegramPoller {
  readonly #options: PollerOptions;
  readonly #end = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  #next: number | null = null;
  #failures = 0;
  /** Whether the last asking was answered. An answer is held back only then: whoever comes, or comes back, wants to know at once that all is well. */
  #well = false;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Ends the asking; what came already is handed over first. */
  async stop(): Promise<void> {
    this.#end.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#end.signal.aborted) {
      const pause = await this.#once().catch((cause: unknown) => this.#broke(cause));
      if (pause > 0) await this.#wait(pause);
    }
  }

  /** One asking; answers how long to wait before the next in ms. */
  async #once(): Promise<number> {
    const { api, status, mayPoll } = this.#options;
    if (!(await mayPoll().catch(() => false))) return NOT_MINE_MS;
    if (this.#end.signal.aborted) return 0;
    const parameters = {
      timeout: this.#well ? HOLD_SECONDS : 0,
      allowed_updates: ['message', 'edited_message'],
      ...(this.#next === null ? {} : { offset: this.#next }),
    };
    const answered = await api.call('getUpdates', z.array(z.unknown()), parameters, { timeoutMs: POLL_MS, signal: this.#end.signal });
    if (this.#end.signal.aborted && !answered.ok) return 0;
    this.#well = answered.ok;
    if (!answered.ok) return this.#failed(answered.error);
    status.answered();
    status.heard();
    return this.#handOver(answered.value);
  }

  async #handOver(batch: readonly unknown[]): Promise<number> {
    const { status, take } = this.#options;
    const updates = batch.map(readUpdate);
    const known = updates.filter((update) => update !== null);
    if (known.length < updates.length) status.note({ code: 'bad-message', detail: 'an update without a number came' });
    for (const update of known.toSorted((left, right) => left.id - right.id)) {
      if (await take(update)) continue;
      // Those behind it would overtake it.
      status.fail('in', { code: 'not-handed-over', detail: 'the desk did not take a message; it is asked for again' });
      return this.#pause();
    }
    const last = Math.max(...known.map(({ id }) => id));
    if (known.length > 0) this.#next = last + 1;
    // An answer of nothing but nonsense would be asked for at once for ever.
    if (known.length === 0 && updates.length > 0) return this.#pause();
    this.#failures = 0;
    status.taken();
    return 0;
  }

  /** A fault of ours, which must not end the asking. */
  #broke(cause: unknown): number {
    const { logger, status } = this.#options;
    logger.error('once: broke', { cause: cause instanceof Error ? cause.name : 'unknown' });
    status.fail('in', { code: 'not-handed-over', detail: 'a message could not be worked on; it is asked for again' });
    return this.#pause();
  }

  #failed(fault: BotFault): number {
    const { status } = this.#options;
    status.fail(
      'out',
      accountFault(fault) ?? { code: 'provider-error', detail: fault.kind === 'refused' ? `${fault.description} (${fault.code})` : 'no answer' },
    );
    const pause = this.#pause();
    return fault.kind === 'refused' && fault.retryAfter !== null ? Math.max(pause, fault.retryAfter) : pause;
  }

  /** At least a millisecond, so that a stop is always seen. */
  #pause(): number {
    return Math.max(1, backoff(this.#failures++, this.#options.random));
  }

  #wait(ms: number): Promise<void> {
    const { setTimer, clearTimer } = this.#options;
    const { signal } = this.#end;
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = (): void => {
        clearTimer(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimer(done, ms);
      signal.addEventListener('abort', done);
    });
  }
}

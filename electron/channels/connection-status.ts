import type { ConnectionFault, ConnectionState } from '#electron/channels/connection-port.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { MINUTE } from '#shared/lib/time.ts';

type Way = 'in' | 'out';
type Told = ConnectionFault & { readonly at: number };

const MOST_DETAIL = 300;

/**
 * How an account stands at its provider. What comes in and what goes out fail and mend apart: words that arrive say nothing
 * of a token that is refused. A fault that is only noted (a stranger's forged call, one bad entry among good ones) leaves
 * an account connected that was.
 */
export class ConnectionStatus {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #listeners = new Set<(state: ConnectionState) => void>();
  #base: 'off' | 'waiting' | 'connected' = 'off';
  #lastMessageAt: number | null = null;
  #failed: Readonly<Record<Way, Told | null>> = { in: null, out: null };
  #noted: Told | null = null;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  get on(): boolean {
    return this.#base !== 'off';
  }

  state(): ConnectionState {
    const fault = this.#failed.out ?? this.#failed.in ?? this.#noted;
    const failing = this.#failed.out !== null || this.#failed.in !== null;
    const state = this.#base === 'off' ? 'off' : failing ? 'fault' : this.#base;
    return { state, lastMessageAt: this.#lastMessageAt, fault };
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    this.#change(() => {
      this.#base = 'waiting';
      this.#failed = { in: null, out: null };
      this.#noted = null;
    });
  }

  stop(): void {
    this.#change(() => {
      this.#base = 'off';
    });
  }

  /** The provider spoke to us, or answered our asking for messages. */
  heard(): void {
    if (this.#base !== 'waiting') return;
    this.#change(() => {
      this.#base = 'connected';
    });
  }

  /** All that the provider brought is with the desk. */
  taken(): void {
    if (this.#failed.in === null) return;
    this.#change(() => {
      this.#failed = { ...this.#failed, in: null };
    });
  }

  /** What came is with the desk, and says that the account is in order: a note is over too. */
  well(): void {
    this.heard();
    this.taken();
    if (this.#noted === null) return;
    this.#change(() => {
      this.#noted = null;
    });
  }

  /** A customer's message is handed over. */
  message(): void {
    this.#change(() => {
      this.#lastMessageAt = this.#clock();
    });
  }

  /** The provider took a call of ours. */
  answered(): void {
    if (this.#failed.out === null) return;
    this.#change(() => {
      this.#failed = { ...this.#failed, out: null };
    });
  }

  fail(way: Way, fault: ConnectionFault): void {
    if (same(this.#failed[way], fault, this.#clock())) return;
    const told = this.#tell(fault);
    this.#change(() => {
      this.#failed = { ...this.#failed, [way]: told };
    });
  }

  /** Where nothing good has come yet a note is all there is to go by, and counts as a fault. */
  note(fault: ConnectionFault): void {
    if (this.#base !== 'connected') {
      this.fail('in', fault);
      return;
    }
    // Strangers can cause these as often as they like.
    if (same(this.#noted, fault, this.#clock())) return;
    const told = this.#tell(fault);
    this.#change(() => {
      this.#noted = told;
    });
  }

  #tell({ code, detail }: ConnectionFault): Told {
    this.#logger.warn('fault: told', { code, detail: detail.slice(0, MOST_DETAIL) });
    return { code, detail: detail.slice(0, MOST_DETAIL), at: this.#clock() };
  }

  #change(work: () => void): void {
    work();
    const state = this.state();
    for (const listener of this.#listeners) {
      try {
        listener(state);
      } catch (cause) {
        // Whoever looks on must not keep a customer's message up.
        this.#logger.error('change: a listener failed', { cause: cause instanceof Error ? cause.name : 'unknown' });
      }
    }
  }
}

const same = (told: Told | null, { code, detail }: ConnectionFault, now: number): boolean =>
  told !== null && told.code === code && told.detail === detail.slice(0, MOST_DETAIL) && now - told.at < MINUTE;

import type { ConnectionFault, ConnectionState } from '#electron/channels/connection-port.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Instant } from '#shared/lib/time.ts';

/** From which side a fault came: what we asked of WeChat, or what was asked of us. */
export type Side = 'asking' | 'asked';
type Told = ConnectionFault & { readonly at: Instant };

/** Anybody can call with a wrong signature, so that this alone does not say that a working account is out of order. */
const byAnybody: ReadonlySet<ConnectionFault['code']> = new Set(['bad-signature', 'bad-message']);

/** How an account stands: what went wrong last on each side is told until something goes well there. */
export class WechatStanding {
  readonly #clock: Clock;
  readonly #faults: { asking: Told | null; asked: Told | null } = { asking: null, asked: null };
  readonly #listeners = new Set<(state: ConnectionState) => void>();
  #on = false;
  #heard = false;
  #lastMessageAt: Instant | null = null;
  #told = '';

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get on(): boolean {
    return this.#on;
  }

  get value(): ConnectionState {
    const { asking, asked } = this.#faults;
    const fault = asking && asked ? (asking.at > asked.at ? asking : asked) : (asking ?? asked);
    const broken = asking !== null || (asked !== null && (!this.#heard || !byAnybody.has(asked.code)));
    const state = !this.#on ? 'off' : broken ? 'fault' : this.#heard ? 'connected' : 'waiting';
    return { state, lastMessageAt: this.#lastMessageAt, fault };
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  turn(on: boolean): void {
    this.#on = on;
    this.#tell();
  }

  /** WeChat has called, and it was WeChat. */
  heard(): void {
    this.#heard = true;
    this.#faults.asked = null;
    this.#tell();
  }

  message(): void {
    this.#lastMessageAt = this.#clock();
    this.#tell();
  }

  well(): void {
    this.#faults.asking = null;
    this.#tell();
  }

  fault(side: Side, { code, detail }: ConnectionFault): void {
    this.#faults[side] = { code, detail, at: this.#clock() };
    this.#tell();
  }

  /** The same fault again is no news: a flood of forgeries is told once. */
  #tell(): void {
    const { value } = this;
    const { state, lastMessageAt, fault } = value;
    const words = JSON.stringify([state, lastMessageAt, fault?.code, fault?.detail]);
    if (words === this.#told) return;
    this.#told = words;
    for (const listener of this.#listeners) listener(value);
  }
}

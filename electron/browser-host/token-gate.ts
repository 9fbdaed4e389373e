import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '#shared/lib/clock.ts';
import { MINUTE } from '#shared/lib/time.ts';

const FAILURES = 10;
const LOCK_MS = MINUTE;

const secret = () => randomBytes(32).toString('base64url');

function equal(given: string, due: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(due)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Who may open the console: whoever was given the host's token; valid while the host runs. Ten wrong ones close the gate for a minute. */
export class TokenGate {
  readonly token = secret();
  readonly #cookie = secret();
  readonly #tabs = new Set<string>();
  readonly #clock: Clock;
  #failures = 0;
  #lockedUntil = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Exchanges the token for the browser's cookie and a secret of the tab; null when it is wrong or the gate is locked. */
  enter(token: string): { readonly cookie: string; readonly tab: string } | 'wrong' | 'locked' {
    if (this.#clock() < this.#lockedUntil) return 'locked';
    if (!equal(token, this.token)) {
      if (++this.#failures >= FAILURES) {
        this.#failures = 0;
        this.#lockedUntil = this.#clock() + LOCK_MS;
      }
      return 'wrong';
    }
    this.#failures = 0;
    const tab = secret();
    this.#tabs.add(tab);
    return { cookie: this.#cookie, tab };
  }

  /** Whether a connection's cookie and tab secret are both this host's. */
  admits(cookie: string | null, tab: string): boolean {
    return cookie !== null && equal(cookie, this.#cookie) && this.#tabs.has(tab);
  }
}

import type { IncomingMessage, Intake } from '#electron/channels/port.ts';
import { DemoArrivals } from '#electron/demo/arrivals.ts';
import { summary } from '#electron/wallet/demo/account-card.ts';
import { makeCustomers } from '#electron/wallet/demo/make-customers.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { ok } from '#shared/lib/result.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

interface Timer {
  readonly due: number;
  readonly work: () => void;
}

/** The simulation over time that a test moves; what comes in is kept with its moment. */
export class Simulation {
  readonly came: { readonly at: number; readonly message: IncomingMessage }[] = [];
  readonly logger = recordingLogger();
  readonly arrivals: DemoArrivals;
  now = 1_790_000_000_000;
  readonly #timers = new Set<Timer>();

  /** `meets` is called before each message is taken in, and may refuse it by throwing. */
  constructor(seed = 91, meets: (message: IncomingMessage) => Promise<void> = async () => undefined) {
    let made = 0;
    const people = makeCustomers(seededRandom(seed), this.now).map(summary);
    const intake: Intake = {
      caseFor: async () => 'c' as CaseId,
      bind: async (_channel, _thread, caseId) => caseId,
      receive: async (message) => {
        await meets(message);
        this.came.push({ at: this.now, message });
        return ok({ caseId: message.thread as CaseId, events: [] });
      },
    };
    this.arrivals = new DemoArrivals({
      intake,
      feed: null,
      wallet: { some: async (limit) => people.slice(0, limit) },
      clock: () => this.now,
      newId: () => `id-${made++}`,
      random: seededRandom(seed),
      logger: this.logger,
      setTimer: (work, ms) => {
        const timer = { due: this.now + ms, work };
        this.#timers.add(timer);
        return timer;
      },
      clearTimer: (timer) => this.#timers.delete(timer as Timer),
    });
  }

  /** How many timers are set. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Lets an amount of time pass: timers ring in the order of their moments, and what they began is done before the next. */
  async pass(ms: number): Promise<void> {
    const until = this.now + ms;
    for (;;) {
      const [next] = [...this.#timers].sort((a, b) => a.due - b.due);
      if (!next || next.due > until) break;
      this.#timers.delete(next);
      this.now = Math.max(this.now, next.due);
      next.work();
      await new Promise(setImmediate);
    }
    this.now = until;
  }

  /** The first messages of those who came; the others are second lines. */
  get openings(): { readonly at: number; readonly message: IncomingMessage }[] {
    const seen = new Set<string>();
    return this.came.filter(({ message }) => !seen.has(message.thread) && seen.add(message.thread));
  }
}

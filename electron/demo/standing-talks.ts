import type { CaseFeed, Intake } from '#electron/channels/port.ts';
import { scriptOf } from '#electron/demo/talk-thread.ts';
import { TalkingCustomer } from '#electron/demo/talking-customer.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId, CommandId, NewId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Options {
  /** The cases that wait or are worked now. */
  readonly cases: () => readonly Pick<InboxRow, 'id' | 'channel'>[];
  readonly state: (id: CaseId) => Promise<CaseState | undefined>;
  readonly intake: Intake;
  readonly feed: CaseFeed;
  readonly newId: NewId;
  readonly random: () => number;
  /** Whether the simulated customers rest: what they would say waits until they do not. */
  readonly paused: () => boolean;
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  readonly logger: Logger;
}

/** When the cases are looked at after the start, ms: a desk with many is read for half a second, and whoever opens it is given their lists first. */
const LOOK_AFTER = 2_000;
/** How long one who rests waits before they look whether they still do, ms. */
const PAUSE = 1_000;

/** The made-up customers whose chats stand when the program starts: they answer as those do who come later. */
export class StandingTalks {
  readonly #options: Options;
  readonly #talking = new Set<TalkingCustomer>();
  readonly #timers = new Set<unknown>();
  readonly #coming = new Set<Promise<void>>();
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    // Those who come from now on are others' to answer.
    const standing = this.#options.cases().filter(({ channel }) => channel === 'chat');
    this.#later(LOOK_AFTER, () => void this.#track(this.#resumeAll(standing), 'start: not all customers go on'));
  }

  /** Nothing is written any more; fulfilled when what was on its way has come. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) this.#options.clearTimer(timer);
    for (const customer of [...this.#talking]) customer.leave();
    await Promise.all(this.#coming);
  }

  async #resumeAll(standing: readonly Pick<InboxRow, 'id'>[]): Promise<void> {
    for (const { id } of standing) {
      if (this.#stopped) return;
      const state = await this.#options.state(id);
      if (state) await this.#resume(state);
    }
  }

  async #resume({ id: caseId, channel, thread, queue, language, position, preview }: CaseState): Promise<void> {
    const script = scriptOf(thread);
    if (script === null) return;
    const { intake, feed, newId, random } = this.#options;
    if ((await intake.bind(channel, thread, caseId)) !== caseId) return;
    const customer = new TalkingCustomer({
      script,
      caseId,
      feed,
      random,
      say: (text) =>
        this.#track(
          intake.receive({ channel, thread, queue, language, text, attachments: [], commandId: newId() as CommandId }),
          'say: a customer could not write',
        ),
      after: (ms, work) => this.#after(ms, work),
      onGone: () => this.#talking.delete(customer),
    });
    if (this.#stopped) return;
    this.#talking.add(customer);
    customer.goOn(position, preview?.from === 'desk' ? preview.text : null);
  }

  /** Whoever stops this waits for it. */
  async #track(coming: Promise<unknown>, fault: string): Promise<void> {
    const done = coming.then(
      () => undefined,
      (cause: unknown) => this.#options.logger.warn(fault, { cause: String(cause) }),
    );
    this.#coming.add(done);
    await done;
    this.#coming.delete(done);
  }

  #after(ms: number, work: () => void): void {
    this.#later(ms, () => (this.#options.paused() ? this.#after(PAUSE, work) : work()));
  }

  #later(ms: number, work: () => void): void {
    if (this.#stopped) return;
    const timer = this.#options.setTimer(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }
}

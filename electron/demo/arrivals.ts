import type { CaseFeed, Intake } from '#electron/channels/port.ts';
import { scripts } from '#electron/demo/conversation/scripts.ts';
import { anOpening } from '#electron/demo/openings.ts';
import { secondLinesEn, secondLinesZh } from '#electron/demo/openings-zh.ts';
import { talkThread } from '#electron/demo/talk-thread.ts';
import { TalkingCustomer } from '#electron/demo/talking-customer.ts';
import type { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import { pick } from '#electron/wallet/demo/make-customers.ts';
import type { DemoState } from '#shared/contract/schemas.ts';

import type { Clock } from '#shared/lib/clock.ts';
import type { CommandId, NewId, QueueId } from '#shared/lib/ids.ts';
import type { Language } from '#shared/lib/localized.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#shared/lib/time.ts';
import type { CustomerSummary } from '#shared/wallet/account.ts';

interface Options {
  readonly intake: Intake;
  /** Where customers hear what the desk answers; without it nobody answers back. */
  readonly feed: CaseFeed | null;
  readonly wallet: Pick<DemoWallet, 'some'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: () => number;
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  readonly logger: Logger;
}

/** How the simulated customers come. */
export type ArrivalState = Omit<DemoState, 'colleagues'>;

/** Share of a day's customers that come in each hour, in percent: the arrival curve of a mobile-money service. */
export const ARRIVALS = [3.3, 1.2, 0.3, 0, 0, 0, 0.1, 0.4, 1, 1.4, 1.2, 1.6, 2.5, 3.6, 4.4, 4.4, 6.1, 7, 10.6, 12.9, 12.9, 10.2, 8.5, 6.5] as const;
/** Customers of a demo day at speed 1. */
const A_DAY = 250;
/** The demo day begins at the evening's peak. */
const BEGIN = 19.5 * HOUR;

/** The first one comes within so long at speed 1, whatever the curve says: whoever tries the desk sees that it lives. */
const FIRST = 40 * SECOND;
/** The day's clock is told with each minute of it, and no faster than this. */
const SHORTEST_TICK = SECOND;

/** Share of the customers who answer what the agent writes; the others have one question and go. */
const TALKING = 0.75;

/** How long until the next customer at an hour's rate: exponential, in ms at speed 1; never in a dead hour. */
export function gapAt(hour: number, random: () => number): number {
  const perHour = (A_DAY * (ARRIVALS[hour] ?? 0)) / 100;
  return perHour === 0 ? Number.POSITIVE_INFINITY : (-Math.log(1 - random()) * HOUR) / perHour;
}

/** Simulated customers of the demo wallet who open cases as the day goes. */
export class DemoArrivals {
  readonly #options: Options;
  readonly #listeners = new Set<(state: ArrivalState) => void>();
  readonly #timers = new Set<unknown>();
  /** Of those who are here already: they talk on while nobody new comes. */
  readonly #talks = new Set<unknown>();
  readonly #coming = new Set<Promise<void>>();
  readonly #talking = new Set<TalkingCustomer>();
  #customers: readonly CustomerSummary[] = [];
  #paused = false;
  #stopped = false;
  #speed = 1;
  #arrived = 0;
  /** The demo day's clock when it was last set, in ms after midnight, and the real moment of that. */
  #dayAt = BEGIN;
  #since = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#customers = await this.#options.wallet.some(400);
    this.#since = this.#options.clock();
    this.#plan(FIRST);
    this.#tick();
  }

  /** Nobody comes any more; fulfilled when those who are on their way have come. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#clear();
    for (const timer of this.#talks) this.#options.clearTimer(timer);
    for (const customer of [...this.#talking]) customer.leave();
    await Promise.all(this.#coming);
  }

  state(): ArrivalState {
    const minuteOfDay = Math.floor(this.#time() / MINUTE) % 1440;
    return { paused: this.#paused, speed: this.#speed, minuteOfDay, arrived: this.#arrived };
  }

  set(wish: { paused: boolean; speed: number }): ArrivalState {
    this.#dayAt = this.#time();
    this.#since = this.#options.clock();
    this.#paused = wish.paused;
    this.#speed = wish.speed;
    this.#clear();
    if (!this.#paused) {
      this.#plan(this.#arrived === 0 ? FIRST : undefined);
      this.#tick();
    }
    return this.#tell();
  }

  onChange(listener: (state: ArrivalState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): ArrivalState {
    const state = this.state();
    for (const listener of this.#listeners) listener(state);
    return state;
  }

  #time(): number {
    if (this.#paused) return this.#dayAt;
    return (this.#dayAt + (this.#options.clock() - this.#since) * this.#speed) % DAY;
  }

  #clear(): void {
    for (const timer of this.#timers) this.#options.clearTimer(timer);
    this.#timers.clear();
  }

  #after(ms: number, work: () => void): void {
    this.#later(this.#timers, ms, work);
  }

  #later(timers: Set<unknown>, ms: number, work: () => void): void {
    if (this.#stopped) return;
    const timer = this.#options.setTimer(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  }

  /** What somebody who is there would say waits while the customers rest. */
  #say(ms: number, work: () => void): void {
    this.#later(this.#talks, ms, () => (this.#paused ? this.#say(SECOND, work) : work()));
  }

  /** Tells the day's clock as its minutes pass, so that it shows the same wherever somebody looks at it. */
  #tick(): void {
    const left = (MINUTE - (this.#time() % MINUTE)) / this.#speed;
    this.#after(Math.max(SHORTEST_TICK, left), () => {
      this.#tell();
      this.#tick();
    });
  }

  /** Waits for the next customer, or for the hour's end: from there on others come, at another rate. */
  #plan(within = Number.POSITIVE_INFINITY): void {
    const time = this.#time();
    const gap = Math.min(within, gapAt(Math.floor(time / HOUR), this.#options.random));
    const left = HOUR - (time % HOUR);
    this.#after(Math.max(1, Math.min(gap, left) / this.#speed), () => {
      this.#plan();
      if (gap < left) this.#come(this.#arrive());
    });
  }

  /** One customer who cannot come in keeps nobody else from coming. */
  #come(coming: Promise<unknown>): void {
    const done = coming.then(
      () => undefined,
      (cause: unknown) => this.#options.logger.warn('arrive: a customer could not come in', { cause: String(cause) }),
    );
    this.#coming.add(done);
    void done.then(() => this.#coming.delete(done));
  }

  async #arrive(): Promise<void> {
    const { random, intake, newId, feed } = this.#options;
    if (feed !== null && random() < TALKING) return this.#talk(feed);
    const opening = anOpening(random);
    const customer = this.#customerOf(opening.language);
    const base = {
      channel: 'chat' as const,
      thread: `demo-${newId()}`,
      queue: opening.queue as QueueId,
      language: opening.language,
      attachments: [],
      customer: customer.id,
      contactName: customer.name,
    };
    await intake.receive({ ...base, text: opening.text, commandId: newId() as CommandId });
    this.#arrived++;
    this.#tell();
    if (random() > 0.25 || this.#paused) return;
    const more = pick(random, opening.language === 'zh-CN' ? secondLinesZh : secondLinesEn);
    this.#after((8 + random() * 40) * SECOND, () => this.#come(intake.receive({ ...base, text: more, commandId: newId() as CommandId })));
  }
  /** Somebody of the wallet who writes this language. */
  #customerOf(language: Language): CustomerSummary {
    const speaking = this.#customers.filter((one) => one.language === language);
    return pick(this.#options.random, speaking.length > 0 ? speaking : this.#customers);
  }

  /** A customer with a matter of their own, who stays until it is over. */
  async #talk(feed: CaseFeed): Promise<void> {
    const { random, intake, newId } = this.#options;
    const script = pick(random, random() < 0.65 ? scripts['zh-CN'] : scripts.en);
    const customer = this.#customerOf(script.language);
    const base = {
      channel: 'chat' as const,
      thread: talkThread(script, newId()),
      queue: script.queue as QueueId,
      language: script.language,
      attachments: [],
      customer: customer.id,
      contactName: customer.name,
    };
    const write = (text: string) => intake.receive({ ...base, text, commandId: newId() as CommandId });
    const [first = '', ...rest] = script.opening;
    const opened = await write(first);
    if (!opened.ok) return;
    for (const line of rest) await write(line);
    this.#arrived++;
    this.#tell();
    const talking = new TalkingCustomer({
      script,
      caseId: opened.value.caseId,
      feed,
      random,
      say: async (text) => this.#come(write(text)),
      after: (ms, work) => this.#say(ms / this.#pace(), work),
      onGone: () => this.#talking.delete(talking),
    });
    this.#talking.add(talking);
    talking.start();
  }

  /** Talks go at life's pace, or faster with the day, but never so fast that nobody could read along. */
  #pace(): number {
    return Math.min(4, Math.max(1, this.#speed));
  }
}

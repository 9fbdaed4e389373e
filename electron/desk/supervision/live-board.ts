import type { Sessions } from '#electron/desk/session/sessions.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { Batch, QueueEngine, Subscription } from '#electron/engine/port.ts';
import { type AnyEvent, readEvent } from '#shared/case/envelope.ts';
import type { BoardFrame } from '#shared/contract/board-schemas.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import { loadKind } from '#shared/desk/person.ts';
import { may } from '#shared/desk/powers.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { GroupId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { sameValue } from '#shared/lib/same-value.ts';
import { HOUR, MINUTE, SECOND } from '#shared/lib/time.ts';
import { boardAt, casesBehind, type FigurePlace } from '#shared/metrics/board.ts';
import type { BoardOptions } from '#shared/metrics/board-options.ts';
import { type BoardState, emptyBoard, foldBoard, settleBoard } from '#shared/metrics/board-state.ts';
import { dayStart } from '#shared/metrics/day-start.ts';
import type { FigureCases } from '#shared/metrics/figure.ts';
import { flowAt } from '#shared/metrics/flow.ts';
import { valuesOf } from '#shared/metrics/sharded-map.ts';

interface Options {
  readonly engine: Pick<QueueEngine, 'follow' | 'present'>;
  readonly sessions: Pick<Sessions, 'standing' | 'lost'>;
  /** Those whose events make up the desk now. */
  readonly groups: () => readonly GroupId[];
  readonly configuration: Topic<Configuration>;
  /** IANA name of the zone whose midnight begins the desk's day. */
  readonly timeZone: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A board is told at most this often, and never so often that reckoning takes more than a quarter of the time. */
const TELL_MS = 200;
const SHARE_OF_TIME = 4;
/** Without any event it is told this often: what is at risk becomes overdue by itself. */
const LOOK_MS = 2 * SECOND;
/** How much of the flow is shown, and in what steps. */
const FLOW_MS = 6 * HOUR;
const FLOW_STEP = 15 * MINUTE;

/** What the figures are reckoned over, as the configuration says it now. */
export function boardOptions({ queues, people }: Configuration, since: number): BoardOptions {
  return {
    since,
    queues: queues.map(({ id, serviceLevelSeconds, shortAbandonSeconds }) => ({
      id,
      serviceLevelMs: serviceLevelSeconds * SECOND,
      shortAbandonMs: shortAbandonSeconds * SECOND,
    })),
    agents: people
      .filter(({ role, active }) => active && role === 'agent' && may(role, 'work'))
      .map(({ id, queues: served, capacity }) => ({ id, queues: served, capacity: loadKind.options.reduce((all, kind) => all + capacity[kind], 0) })),
  };
}

/**
 * The figures of all queues and agents, live: a fold of its own over the log, without any content being opened. It
 * begins with the first who watches, catches up from the log's beginning and stays; a day that is over is let go.
 */
export class LiveBoard {
  readonly #options: Options;
  #state: BoardState = emptyBoard();
  #topic: Topic<BoardFrame> | null = null;
  #subscription: Subscription | null = null;
  #groups: readonly GroupId[] = [];
  #turn = 0;
  #live = false;
  #since = 0;
  #told = 0;
  #cost = 0;
  #timer: NodeJS.Timeout | null = null;
  #due = 0;
  #off: (() => void) | null = null;
  #watchers = 0;
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** The board at once and whenever it changed, until the signal. */
  async *follow(signal: AbortSignal | undefined): AsyncGenerator<BoardFrame> {
    const topic = this.#begin();
    this.#watchers++;
    topic.set(this.#reckon());
    this.#later();
    try {
      yield* topic.follow(signal);
    } finally {
      this.#watchers--;
    }
  }

  /** The cases behind one figure as it stands now. */
  cases(place: FigurePlace): FigureCases {
    this.#begin();
    return casesBehind(this.#state, this.#options.clock(), boardOptions(this.#options.configuration.value, this.#since), place);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#off?.();
    if (this.#timer) clearTimeout(this.#timer);
    await this.#subscription?.stop();
  }

  #begin(): Topic<BoardFrame> {
    const { clock, timeZone, configuration } = this.#options;
    if (this.#topic) return this.#topic;
    this.#since = dayStart(clock(), timeZone);
    this.#topic = new Topic(this.#reckon());
    this.#off = configuration.onChange(() => {
      if (!sameValue(this.#options.groups(), this.#groups)) void this.#readAnew();
      this.#soon();
    });
    this.#read();
    return this.#topic;
  }

  #read(): void {
    const { engine, groups, logger } = this.#options;
    const turn = ++this.#turn;
    this.#groups = groups();
    this.#subscription = engine.follow(this.#groups, null, {
      onBatch: async (batch) => {
        if (turn === this.#turn) await this.#take(batch);
      },
      onFault: (fault) => {
        logger.warn('board: the log is not what it was and is read anew', { fault });
        void this.#readAnew();
      },
    });
  }

  /** The desk has another group: its events may lie among those that were read already. */
  async #readAnew(): Promise<void> {
    this.#turn++;
    this.#groups = this.#options.groups();
    await this.#subscription?.stop();
    if (this.#stopped) return;
    this.#state = emptyBoard();
    this.#live = false;
    this.#read();
  }

  async #take({ events, live }: Batch): Promise<void> {
    const read = events.flatMap((raw): AnyEvent[] => {
      const event = readEvent(raw);
      return event.ok ? [event.value] : [];
    });
    this.#state = foldBoard(this.#state, read);
    if (live && !this.#live) {
      this.#state = settleBoard(this.#state, this.#since);
      await this.#missLost();
    }
    this.#live = live || this.#live;
    if (read.length > 0 || live) this.#soon();
  }

  /** Whoever stands as there, but whose console ended without a word, is put on record as gone. */
  async #missLost(): Promise<void> {
    const { engine, sessions, logger } = this.#options;
    try {
      const present = new Set((await engine.present()).map(({ person }) => person));
      for (const { id, changes, position } of valuesOf(this.#state.agents)) {
        const there = changes.at(-1)?.state !== 'offline';
        if (there && !present.has(id) && sessions.standing(id) === null) await sessions.lost(id, position);
      }
    } catch (cause) {
      logger.warn('missLost: lost consoles could not be put on record', { cause: String(cause) });
    }
  }

  #reckon(): BoardFrame {
    const { clock, configuration, timeZone } = this.#options;
    const began = performance.now();
    const now = clock();
    const since = dayStart(now, timeZone);
    if (since > this.#since) {
      this.#since = since;
      this.#state = settleBoard(this.#state, since);
    }
    const board = boardAt(this.#state, now, boardOptions(configuration.value, since));
    const flow = flowAt(this.#state, Math.max(since, now - FLOW_MS), now, FLOW_STEP);
    this.#cost = performance.now() - began;
    this.#told = Date.now();
    return { live: this.#live, board, flow: [...flow] };
  }

  /** Tells after a change: at once where the last time is long enough ago. */
  #soon(): void {
    this.#wait(Math.max(TELL_MS, this.#cost * SHARE_OF_TIME) - (Date.now() - this.#told));
  }

  /** Tells when time alone may have changed something. */
  #later(): void {
    if (!this.#timer) this.#wait(LOOK_MS);
  }

  #wait(ms: number): void {
    const due = Date.now() + Math.max(0, ms);
    if (this.#stopped || (this.#timer && this.#due <= due)) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        if (this.#watchers === 0) return;
        this.#topic?.set(this.#reckon());
        this.#later();
      },
      Math.max(0, ms),
    );
    this.#timer.unref();
  }
}

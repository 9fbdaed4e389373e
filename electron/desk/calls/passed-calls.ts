import { z } from 'zod';
import { RINGS_MOST, type Ringing, type RingingCalls, type RingingChange } from '#electron/desk/calls/ringing-calls.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import type { Signal } from '#electron/engine/port.ts';
import type { About } from '#shared/case/envelope.ts';
import { DESK_GROUP } from '#shared/desk/desk-stream.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { type CaseId, type GroupId, personId, type QueueId, queueId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { instant, SECOND } from '#shared/lib/time.ts';

interface Options {
  readonly ringing: RingingCalls;
  readonly log: Pick<EventLog, 'sealWords' | 'openWords'> & { readonly engine: Pick<EventLog['engine'], 'signal' | 'onSignal'> };
  readonly hub: Pick<CaseHub, 'onIngested' | 'state'>;
  readonly groupOf: (queue: QueueId) => GroupId;
  /** Names this host among those that tell of calls. */
  readonly self: string;
  readonly clock: Clock;
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  readonly logger: Logger;
}

/** How often a call that rings is told again: a console that has just come, or come back, knows of it by then. */
export const TOLD_EVERY = 5 * SECOND;
/** Who has not told of a call for so long is gone, or its end was lost on the way. */
export const BELIEVED_FOR = 3 * TOLD_EVERY;

/** How many calls are remembered that were over before they rang here. */
const MOST_EARLY = 1_000;

const word = z.discriminatedUnion('word', [
  z.object({
    word: z.literal('rings'),
    raw: z.string().max(120).nullable(),
    queue: queueId,
    agent: personId.nullable(),
    /** How long it has been ringing, ms: the clocks of two hosts may be apart. */
    age: z.number().int(),
    answered: z.boolean(),
    asOf: instant,
  }),
  z.object({ word: z.literal('ended') }),
]);
type Word = z.infer<typeof word>;

/**
 * Passes what rings on this host to all that work in the queue's group, and takes in what rings on theirs. The number
 * goes with it, since an agent asks the wallet who calls; so each word is sealed with the data key of the case that the
 * call gets, and is bound to its call, its host and its moment. The seal keeps it from who only listens; it does not say
 * who wrote it, for whoever works in any group can make and read data keys. Whose word it is, is known by the group that
 * the server let it come by: of a call only that of its queue counts. That a call was noted all hosts hear from the log
 * itself; a word that is lost is made up for by the next, or by none.
 */
export class PassedCalls {
  readonly #options: Options;
  /** Calls that were over, by a group's word, before they were known here. */
  readonly #overEarly = new Set<string>();
  #offs: readonly (() => void)[] = [];
  #timer: unknown = null;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    const { ringing, log, hub } = this.#options;
    this.#offs = [
      ringing.onChange((change) => this.#changed(change)),
      log.engine.onSignal((signal, by) => this.#hear(signal, by)),
      hub.onIngested(({ rows }) => {
        for (const { id } of rows) if (ringing.get(id)) ringing.hearEnd(id);
      }),
    ];
  }

  stop(): void {
    for (const off of this.#offs) off();
    this.#offs = [];
    if (this.#timer !== null) this.#options.clearTimer(this.#timer);
    this.#timer = null;
  }

  #changed({ kind, ringing }: RingingChange): void {
    if (kind === 'ended') {
      this.#tell(ringing.call, ringing.queue, { word: 'ended' });
      return;
    }
    this.#tellRinging(ringing);
    this.#watch();
  }

  #tellRinging({ call, raw, queue, agent, since, answered, asOf }: Ringing): void {
    this.#tell(call, queue, { word: 'rings', raw, queue, agent, age: this.#options.clock() - since, answered, asOf });
  }

  /** While a call is known it is told again, and looked at whether it is still believed. */
  #watch(): void {
    const { ringing, setTimer } = this.#options;
    // Stopped while a word was being opened.
    if (this.#offs.length === 0) return;
    this.#timer ??= setTimer(() => {
      this.#timer = null;
      const any = ringing.sweep();
      for (const own of ringing.own()) this.#tellRinging(own);
      if (any) this.#watch();
    }, TOLD_EVERY);
  }

  #tell(call: CaseId, queue: QueueId, told: Word): void {
    void this.#send(call, queue, told).catch((cause: unknown) => {
      this.#options.logger.info('tell: a call could not be passed on', { call, cause: String(cause) });
    });
  }

  async #send(call: CaseId, queue: QueueId, told: Word): Promise<void> {
    const { log, groupOf, self, clock, ringing } = this.#options;
    const about: About = { kind: 'case', id: call };
    const at = clock();
    const sealed = await log.sealWords(about, JSON.stringify(told), boundTo(about, self, at));
    // It was over while the key came.
    if (told.word === 'rings' && ringing.isOver(call)) return;
    log.engine.signal({ about, kind: 'call', from: self, at, group: groupOf(queue), sealed });
  }

  #hear(signal: Signal, by: GroupId): void {
    if (signal.kind !== 'call' || signal.from === this.#options.self) return;
    void this.#take(signal, by).catch((cause: unknown) => {
      // Its message may quote what was said.
      this.#options.logger.info('hear: a word of a call cannot be read', { cause: cause instanceof Error ? cause.name : 'unknown' });
    });
  }

  async #take({ about, from, at, sealed }: Signal, by: GroupId): Promise<void> {
    const { log, hub, ringing, groupOf, clock } = this.#options;
    // What is said to the whole desk anybody may say.
    if (by === DESK_GROUP) return;
    // What was said long ago is somebody's copy.
    if (about.kind !== 'case' || sealed === undefined || Math.abs(clock() - at) > RINGS_MOST) return;
    const words = await log.openWords(about, sealed, boundTo(about, from, at));
    if (words === null) return;
    const told = word.parse(JSON.parse(words));
    const call = about.id as CaseId;
    if (told.word === 'rings' && (await hub.state(call))) return;
    const known = ringing.get(call);
    // Of another group's call nobody says that it is over, or that it is theirs.
    if (known && groupOf(known.queue) !== by) return;
    if (told.word === 'ended') {
      if (known) ringing.hearEnd(call);
      else this.#noteEarly(`${by} ${call}`);
      return;
    }
    const { raw, queue, agent, age, answered, asOf } = told;
    if (groupOf(queue) !== by || this.#overEarly.has(`${by} ${call}`)) return;
    const now = clock();
    const since = known?.since ?? now - Math.max(0, age);
    ringing.hear({ call, raw, queue, agent, since, answered, asOf }, now + BELIEVED_FOR);
    this.#watch();
  }

  #noteEarly(name: string): void {
    for (const oldest of this.#overEarly) {
      if (this.#overEarly.size < MOST_EARLY) break;
      this.#overEarly.delete(oldest);
    }
    this.#overEarly.add(name);
  }
}

/** What a word is bound to: JSON of fixed places, so that no two give the same. */
const boundTo = ({ kind, id }: About, from: string, at: number): string => JSON.stringify(['call', kind, id, from, at]);

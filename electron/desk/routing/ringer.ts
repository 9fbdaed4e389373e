import { type CaseDesk, derivedId } from '#electron/desk/cases/case-desk.ts';
import type { Workload } from '#electron/desk/routing/workload.ts';
import type { Sessions } from '#electron/desk/session/sessions.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import type { Person } from '#shared/desk/person.ts';
import { mayRing, nextToRing, RING_MS, type RoutingView } from '#shared/desk/routing.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CommandId, PersonId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { type Instant, SECOND } from '#shared/lib/time.ts';

interface Options {
  readonly engine: Pick<QueueEngine, 'hold' | 'unhold' | 'present'>;
  readonly desk: CaseDesk;
  readonly sessions: Sessions;
  readonly workload: Workload;
  readonly configuration: Topic<Configuration>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  readonly logger: Logger;
}

/** A case that rings at one person until a moment. */
export interface Ring {
  readonly row: InboxRow;
  readonly until: Instant;
}

interface Ringing extends Ring {
  readonly timer: unknown;
}

/** The hold outlives the ring a little, so that no other console begins while this one puts on record that nobody answered. */
const HOLD_MS = RING_MS + 5 * SECOND;

/** How often waiting cases are looked at without any event: a hold of a console that is gone runs out unseen. */
const LOOK_MS = 5 * SECOND;

/**
 * Lets waiting cases ring at those who are signed in here, available and have room. Nobody hands out work: each console
 * picks for its own people and takes a short hold; accepting is an append with one winner, and whoever is faster by
 * hand has the case. Who does not answer in time stands as Away, and the case goes on to somebody else.
 */
export class Ringer {
  readonly #options: Options;
  readonly #rings = new Map<PersonId, Ringing>();
  readonly #listeners = new Set<(person: PersonId) => void>();
  /** When each person was last rung: the longest idle come first. */
  readonly #rangAt = new Map<PersonId, Instant>();
  readonly #offs: (() => void)[] = [];
  #round: Promise<void> | null = null;
  #again = false;
  #look: unknown = null;
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    const { sessions, workload, configuration } = this.#options;
    this.#offs.push(
      sessions.onChange((person) => {
        if (sessions.standing(person)?.state !== 'available') void this.#end(person);
        this.#tell(person);
        void this.consider();
      }),
      workload.onChange((rows) => this.#changed(rows)),
      configuration.onChange(() => this.consider()),
    );
    this.#lookLater();
    void this.consider();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const off of this.#offs.splice(0)) off();
    this.#options.clearTimer(this.#look);
    await this.#round;
    await Promise.all([...this.#rings.keys()].map((person) => this.#end(person)));
  }

  /** What rings at a person now. */
  ringOf(person: PersonId): Ring | null {
    return this.#rings.get(person) ?? null;
  }

  /** Calls when a person's ring, state or work changed. */
  onChange(listener: (person: PersonId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Looks for work for everybody who has room; fulfilled when that is done. */
  consider(): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    if (this.#round) {
      this.#again = true;
      return this.#round;
    }
    this.#round = this.#work().finally(() => {
      this.#round = null;
    });
    return this.#round;
  }

  async #work(): Promise<void> {
    do {
      this.#again = false;
      try {
        await this.#once();
      } catch (cause) {
        this.#options.logger.warn('ring: the waiting cases could not be looked at', { cause: String(cause) });
      }
    } while (this.#again && !this.#stopped);
  }

  #lookLater(): void {
    this.#look = this.#options.setTimer(() => {
      void this.consider();
      if (!this.#stopped) this.#lookLater();
    }, LOOK_MS);
  }

  #changed(rows: readonly InboxRow[]): void {
    for (const [person, ring] of this.#rings) {
      // Whoever picked up the telephone since answers nothing else, and did not miss it.
      if (this.#options.workload.callOf(person) !== null) {
        void this.#end(person);
        continue;
      }
      const row = rows.find(({ id }) => id === ring.row.id);
      if (!row) continue;
      if (row.status === 'waiting' && !row.declinedBy.includes(person)) continue;
      void this.#end(person);
    }
    for (const owner of new Set(rows.map((row) => row.owner))) if (owner !== null) this.#tell(owner);
    void this.consider();
  }

  /** Who is to be rung next here: agents who are available, without a ring, a call or anything to write up; the longest idle first. */
  #idle(): readonly Person[] {
    const { sessions, workload } = this.#options;
    return sessions
      .signedInPeople()
      .flatMap((id) => {
        const person = sessions.person(id);
        const free = person && person.role === 'agent' && sessions.standing(id)?.state === 'available' && !this.#rings.has(id);
        return free && workload.callOf(id) === null && workload.openOf(id).every((row) => row.wrapUpUntil === null) ? [person] : [];
      })
      .sort((a, b) => (this.#rangAt.get(a.id) ?? 0) - (this.#rangAt.get(b.id) ?? 0));
  }

  #isFree(person: PersonId): boolean {
    const { sessions, workload } = this.#options;
    return sessions.standing(person)?.state === 'available' && workload.callOf(person) === null;
  }

  async #once(): Promise<void> {
    const { engine, sessions, configuration } = this.#options;
    const idle = this.#idle();
    if (idle.length === 0) return;
    const queues = new Map(configuration.value.queues.map((queue) => [queue.id, queue]));
    const present = new Set((await engine.present()).filter(({ state }) => state === 'available').map(({ person }) => person));
    const view: RoutingView = {
      queue: (id) => queues.get(id),
      isAvailable: (id) => sessions.standing(id)?.state === 'available' || present.has(id),
    };
    const held = new Set([...this.#rings.values()].map(({ row }) => row.id));
    for (const person of idle) await this.#ringFor(person, view, held);
  }

  async #ringFor(person: Person, view: RoutingView, held: Set<CaseId>): Promise<void> {
    const { workload, engine, random, clock } = this.#options;
    for (;;) {
      const load = workload.loadOf(person.id);
      const free = [...workload.waiting()].filter(({ id }) => !held.has(id));
      const row = nextToRing(free, person, load, view, random);
      if (!row) return;
      held.add(row.id);
      if (!(await engine.hold(row.id, person.id, HOLD_MS))) continue;
      const now = workload.row(row.id);
      const still = now && mayRing(now, person, workload.loadOf(person.id), view) && this.#isFree(person.id) && !this.#stopped;
      if (!still) {
        await engine.unhold(row.id, person.id);
        continue;
      }
      const until = clock() + RING_MS;
      const timer = this.#options.setTimer(() => void this.#missed(person.id, row.id), RING_MS);
      this.#rings.set(person.id, { row: now, until, timer });
      this.#rangAt.set(person.id, clock());
      this.#tell(person.id);
      return;
    }
  }

  /** Nobody answered: on record, the person is Away, the case goes on. */
  async #missed(person: PersonId, caseId: CaseId): Promise<void> {
    const ring = this.#rings.get(person);
    if (ring?.row.id !== caseId) return;
    const { desk, sessions, logger } = this.#options;
    const system = { kind: 'system' as const, id: 'desk' };
    try {
      const commandId = derivedId(`${caseId} case.missed ${person} ${ring.until}`) as CommandId;
      const missed = await desk.act(caseId, system, commandId, { type: 'miss', by: person });
      // Taken in the last moment, by them or by somebody else: nobody missed anything.
      if (missed.ok && missed.value.length > 0) await sessions.setStateOf(person, 'away', null, system);
    } catch (cause) {
      logger.warn('missed: could not be put on record', { caseId, cause: String(cause) });
    }
    // A case that was taken meanwhile rings no more, and the next may.
    if (this.#rings.get(person) === ring) await this.#end(person);
  }

  async #end(person: PersonId): Promise<void> {
    const ring = this.#rings.get(person);
    if (!ring) return;
    this.#rings.delete(person);
    this.#options.clearTimer(ring.timer);
    this.#tell(person);
    // One that cannot be given back runs out by itself.
    await this.#options.engine.unhold(ring.row.id, person).catch(() => undefined);
    void this.consider();
  }

  #tell(person: PersonId): void {
    for (const listener of this.#listeners) listener(person);
  }
}

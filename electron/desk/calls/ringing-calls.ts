import type { Sessions } from '#electron/desk/session/sessions.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { RingingCall } from '#shared/contract/phone-schemas.ts';
import type { Person } from '#shared/desk/person.ts';
import { may } from '#shared/desk/powers.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { type Instant, MINUTE } from '#shared/lib/time.ts';
import { mask } from '#shared/wallet/masking.ts';

/** A call that rings, or that somebody answered whom the desk does not know; `raw` is told to no page. */
export interface Ringing {
  /** The case that it gets once it is noted. */
  readonly call: CaseId;
  readonly raw: string | null;
  readonly queue: QueueId;
  /** At whom it rings; null rings at all who are available and serve the queue. */
  readonly agent: PersonId | null;
  readonly since: Instant;
  readonly answered: boolean;
  /** Of when it is told, by the telephone system's clock: of two hosts that tell of one call the newer word counts. */
  readonly asOf: Instant;
}

/** What becomes of a call on this host by a telephone system or a person here. */
export interface RingingChange {
  readonly kind: 'rings' | 'ended';
  readonly ringing: Ringing;
}

/** What rings longer than that has ended unseen. */
export const RINGS_MOST = 5 * MINUTE;

/** How many calls that are over are remembered, so that a late word of their ringing rings nowhere. */
const MOST_OVER = 10_000;

interface Known {
  readonly ringing: Ringing;
  /** Told to this host by the telephone system; what other hosts pass on is not passed on again. */
  readonly own: boolean;
  /** Believed until then, unless it is told again. */
  readonly until: Instant;
}

interface Options {
  readonly sessions: Pick<Sessions, 'person' | 'standing' | 'onChange'>;
  readonly clock: Clock;
}

/** The calls that ring at people of this host now, told here or by other hosts; nothing of it is kept. */
export class RingingCalls {
  readonly #options: Options;
  readonly #calls = new Map<CaseId, Known>();
  readonly #over = new Set<CaseId>();
  readonly #letGo = new Map<CaseId, Set<PersonId>>();
  readonly #listeners = new Set<(change: RingingChange) => void>();
  readonly #turn = new Topic(0);

  constructor(options: Options) {
    this.#options = options;
  }

  /** Told by a telephone system here: it rings from now on, or otherwise than before. */
  put(ringing: Ringing): void {
    if (this.#over.has(ringing.call)) return;
    this.#keep({ ringing, own: true, until: ringing.since + RINGS_MOST });
    this.#tell({ kind: 'rings', ringing });
  }

  /** Told by another host, whose word holds until then. What this host has been told later stays. */
  hear(ringing: Ringing, until: Instant): void {
    const known = this.#calls.get(ringing.call);
    if (this.#over.has(ringing.call) || (known && known.ringing.asOf > ringing.asOf)) return;
    // Told the same at the same moment by both: each goes on to pass it.
    const own = known?.own === true && known.ringing.asOf === ringing.asOf;
    this.#keep({ ringing, own, until: Math.min(own ? known.until : until, ringing.since + RINGS_MOST) });
  }

  get(call: CaseId): Ringing | null {
    return this.#calls.get(call)?.ringing ?? null;
  }

  /** What this host passes on of calls that ring. */
  own(): readonly Ringing[] {
    const now = this.#options.clock();
    return [...this.#calls.values()].filter(({ own, until }) => own && until >= now).map(({ ringing }) => ringing);
  }

  /** Whether a call rang and is over: noted, missed, or ended by whoever called. */
  isOver(call: CaseId): boolean {
    return this.#over.has(call);
  }

  /** Over by what was told or done here, and to be told to other hosts. */
  end(call: CaseId): void {
    const known = this.#calls.get(call);
    this.hearEnd(call);
    if (known) this.#tell({ kind: 'ended', ringing: known.ringing });
  }

  /** Over by what others know too: another host told it, or the log. */
  hearEnd(call: CaseId): void {
    for (const oldest of this.#over) {
      if (this.#over.size < MOST_OVER) break;
      this.#over.delete(oldest);
    }
    this.#over.add(call);
    if (!this.#calls.has(call)) return;
    this.#forget(call);
    this.#wake();
  }

  /** Forgets what is no longer believed; whether any call is left. */
  sweep(): boolean {
    const now = this.#options.clock();
    const gone = [...this.#calls].filter(([, { until }]) => until < now);
    for (const [call] of gone) this.#forget(call);
    if (gone.length > 0) this.#wake();
    return this.#calls.size > 0;
  }

  /** Calls with each change that other hosts are to hear of. */
  onChange(listener: (change: RingingChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Rings at a person no more; at others it goes on. */
  letGo(call: CaseId, person: PersonId): void {
    if (!this.#calls.has(call)) return;
    this.#letGo.set(call, (this.#letGo.get(call) ?? new Set()).add(person));
    this.#wake();
  }

  /** What rings at a person now, the longest first. */
  of(person: PersonId): readonly Ringing[] {
    const { sessions, clock } = this.#options;
    const known = sessions.person(person);
    if (!known || !may(known.role, 'work')) return [];
    const now = clock();
    return [...this.#calls.values()]
      .filter(({ ringing, until }) => until >= now && this.#ringsAt(ringing, known))
      .map(({ ringing }) => ringing)
      .sort((a, b) => a.since - b.since);
  }

  /** What rings at a person, masked: now, and with each change. */
  async *follow(person: PersonId, signal: AbortSignal | undefined): AsyncGenerator<readonly RingingCall[]> {
    const off = this.#options.sessions.onChange((changed) => {
      if (changed === person) this.#wake();
    });
    let told: string | null = null;
    try {
      for await (const _turn of this.#turn.follow(signal)) {
        const calls = this.of(person).map(
          ({ call, raw, queue, agent, since, answered }): RingingCall => ({
            call,
            number: raw === null ? null : mask('phone', raw),
            queue,
            since,
            until: since + RINGS_MOST,
            mine: agent === person,
            answered,
          }),
        );
        const now = JSON.stringify(calls);
        if (now !== told) yield calls;
        told = now;
      }
    } finally {
      off();
    }
  }

  #ringsAt({ call, agent, queue }: Ringing, { id, role, queues }: Person): boolean {
    if (this.#letGo.get(call)?.has(id)) return false;
    if (agent !== null) return agent === id;
    // Of those who lead the desk nobody expects that they pick up the phone.
    return role === 'agent' && queues.includes(queue) && this.#options.sessions.standing(id)?.state === 'available';
  }

  #keep(known: Known): void {
    this.sweep();
    this.#calls.set(known.ringing.call, known);
    this.#wake();
  }

  #forget(call: CaseId): void {
    this.#calls.delete(call);
    this.#letGo.delete(call);
  }

  #tell(change: RingingChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  #wake(): void {
    this.#turn.set(this.#turn.value + 1);
  }
}

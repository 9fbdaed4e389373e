import type { Sessions } from '#electron/desk/session/sessions.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { RingingCall } from '#shared/contract/phone-schemas.ts';
import type { Person } from '#shared/desk/person.ts';
import { may } from '#shared/desk/powers.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { type Instant, MINUTE } from '#shared/lib/time.ts';
import type { MaskedText } from '#shared/wallet/tokens.ts';

/** A call that rings, or that somebody answered whom the desk does not know; `raw` is told to no page. */
export interface Ringing {
  /** The case that it gets once it is noted. */
  readonly call: CaseId;
  readonly raw: string | null;
  readonly number: MaskedText | null;
  readonly queue: QueueId;
  /** At whom it rings; null rings at all who are available and serve the queue. */
  readonly agent: PersonId | null;
  readonly since: Instant;
  readonly answered: boolean;
}

/** What rings longer than that has ended unseen. */
const RINGS_MOST = 5 * MINUTE;

interface Options {
  readonly sessions: Pick<Sessions, 'person' | 'standing' | 'onChange'>;
  readonly clock: Clock;
}

/** The calls that ring on this host now, and at whom; nothing of it is kept. */
export class RingingCalls {
  readonly #options: Options;
  readonly #calls = new Map<CaseId, Ringing>();
  readonly #letGo = new Map<CaseId, Set<PersonId>>();
  readonly #turn = new Topic(0);

  constructor(options: Options) {
    this.#options = options;
  }

  put(ringing: Ringing): void {
    const { clock } = this.#options;
    for (const { call, since } of this.#calls.values()) if (since + RINGS_MOST < clock()) this.#forget(call);
    this.#calls.set(ringing.call, ringing);
    this.#wake();
  }

  get(call: CaseId): Ringing | null {
    return this.#calls.get(call) ?? null;
  }

  end(call: CaseId): void {
    if (!this.#calls.has(call)) return;
    this.#forget(call);
    this.#wake();
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
    return [...this.#calls.values()].filter((ringing) => ringing.since + RINGS_MOST >= now && this.#ringsAt(ringing, known)).sort((a, b) => a.since - b.since);
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
          ({ call, number, queue, agent, since, answered }): RingingCall => ({
            call,
            number: number?.text ?? null,
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

  #forget(call: CaseId): void {
    this.#calls.delete(call);
    this.#letGo.delete(call);
  }

  #wake(): void {
    this.#turn.set(this.#turn.value + 1);
  }
}

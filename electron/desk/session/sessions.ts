import type { Topic } from '#electron/desk/topic.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { AgentState } from '#shared/case/agent-state.ts';
import { newEvent } from '#shared/case/envelope.ts';
import type { BodyOf, EventType } from '#shared/case/events.ts';
import type { Me } from '#shared/contract/schemas.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import type { Person } from '#shared/desk/person.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { EventId, GroupId, NewId, PersonId } from '#shared/lib/ids.ts';

interface Options {
  readonly log: EventLog;
  readonly configuration: Topic<Configuration>;
  readonly group: GroupId;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** How long others believe that a console is there without hearing from it. */
const PRESENCE_MS = 60_000;

type AgentEvent = Extract<EventType, `agent.${string}`>;

/** Who is signed in where, on this host. A session is one window or tab; it lives as long as the host. */
export class Sessions {
  readonly #options: Options;
  readonly #signedIn = new Map<string, PersonId>();
  /** Aborted when the session's person signs out. */
  readonly #ends = new Map<string, AbortController>();
  readonly #states = new Map<PersonId, AgentState>();

  constructor(options: Options) {
    this.#options = options;
  }

  people(): readonly Person[] {
    return this.#options.configuration.value.people.filter((person) => person.active);
  }

  person(id: PersonId): Person | null {
    return this.people().find((person) => person.id === id) ?? null;
  }

  /** The person of a session, or null. */
  personOf(sessionId: string): Person | null {
    const id = this.#signedIn.get(sessionId);
    return id === undefined ? null : this.person(id);
  }

  /** Aborted once the session's person has signed out; at once where nobody is signed in. */
  untilSignedOut(sessionId: string): AbortSignal {
    return this.#ends.get(sessionId)?.signal ?? AbortSignal.abort();
  }

  me(sessionId: string): Me | null {
    const person = this.personOf(sessionId);
    return person === null ? null : { person, state: this.#states.get(person.id) ?? 'offline' };
  }

  /** Signs a person in to a session, Available, and out whoever was in it; null when nobody has that id. */
  async signIn(sessionId: string, id: PersonId): Promise<Me | null> {
    const person = this.person(id);
    if (!person) return null;
    const before = this.#signedIn.get(sessionId);
    if (before !== undefined && before !== id) await this.signOut(sessionId);
    const elsewhere = this.#isSignedIn(id);
    this.#signedIn.set(sessionId, id);
    if (before !== id) this.#ends.set(sessionId, new AbortController());
    if (!elsewhere) {
      await this.#record(person, 'agent.signedIn', {});
      await this.#setState(person, 'available');
    }
    return this.me(sessionId);
  }

  /** Ends a session; the person is offline when it was their last one here. */
  async signOut(sessionId: string): Promise<void> {
    const person = this.personOf(sessionId);
    this.#signedIn.delete(sessionId);
    this.#ends.get(sessionId)?.abort();
    this.#ends.delete(sessionId);
    if (!person || this.#isSignedIn(person.id)) return;
    await this.#setState(person, 'offline');
    await this.#record(person, 'agent.signedOut', {});
  }

  async setState(sessionId: string, state: AgentState): Promise<Me | null> {
    const person = this.personOf(sessionId);
    if (person && this.#states.get(person.id) !== state) await this.#setState(person, state);
    return this.me(sessionId);
  }

  #isSignedIn(id: PersonId): boolean {
    return [...this.#signedIn.values()].includes(id);
  }

  async #setState(person: Person, state: AgentState): Promise<void> {
    this.#states.set(person.id, state);
    await this.#options.log.engine.announce({ person: person.id, state, at: this.#options.clock() }, PRESENCE_MS);
    await this.#record(person, 'agent.stateChanged', { state });
  }

  async #record<T extends AgentEvent>(person: Person, type: T, body: BodyOf<T>): Promise<void> {
    const { log, group, clock, newId } = this.#options;
    const actor: Actor = { kind: person.role, id: person.id };
    const head = { id: newId() as EventId, about: { kind: 'agent' as const, id: person.id }, group, at: clock(), actor };
    const event = (newEvent as (h: typeof head, t: EventType, b: unknown) => Parameters<EventLog['seal']>[0][number])(head, type, body);
    await log.append(await log.seal([event]));
  }
}

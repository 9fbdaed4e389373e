import { derivedId } from '#electron/desk/cases/case-desk.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { AgentState } from '#shared/case/agent-state.ts';
import { newEvent, type Position } from '#shared/case/envelope.ts';
import type { BodyOf, EventType } from '#shared/case/events.ts';
import type { Me } from '#shared/contract/schemas.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import type { Person } from '#shared/desk/person.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { EventId, GroupId, NewId, PersonId } from '#shared/lib/ids.ts';
import { type Instant, SECOND } from '#shared/lib/time.ts';

interface Options {
  readonly log: EventLog;
  readonly configuration: Topic<Configuration>;
  readonly group: GroupId;
  /** Called when somebody was signed in to a session, or out of one. */
  readonly onSession?: (person: Person, what: 'in' | 'out') => Promise<void>;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** A state, why, and since when. */
export interface Standing {
  readonly state: AgentState;
  readonly reason: string | null;
  readonly since: Instant;
}

/** How long others believe that a console is there without hearing from it, and how often they hear. */
const PRESENCE_MS = 60 * SECOND;
const BEAT_MS = 20 * SECOND;

type AgentEvent = Extract<EventType, `agent.${string}`>;

/** What decides on what a person may see and do. */
const rightsOf = ({ role, queues }: Person): string => JSON.stringify([role, [...queues].sort()]);

/** Who is signed in where, on this host. A session is one window or tab; it lives as long as the host. */
export class Sessions {
  readonly #options: Options;
  readonly #signedIn = new Map<string, PersonId>();
  /** Aborted when the session's person signs out. */
  readonly #ends = new Map<string, AbortController>();
  readonly #standings = new Map<PersonId, Standing>();
  readonly #listeners = new Set<(person: PersonId) => void>();
  /** Woken by whatever may change who somebody is here, and how they stand. */
  readonly #wakes = new Set<() => void>();
  readonly #rights = new Map<PersonId, string>();
  /** What is put on record of each person goes one after another: the log's last word is how they stand. */
  readonly #lines = new Map<PersonId, Promise<void>>();
  #off: (() => void) | null = null;
  #beat: NodeJS.Timeout | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Keeps telling the other consoles who is here, and goes by what the desk says of them. */
  start(): void {
    this.#off = this.#options.configuration.onChange(() => void this.#review());
    this.#beat = setInterval(() => {
      for (const person of this.signedInPeople()) void this.#announce(person);
    }, BEAT_MS);
    this.#beat.unref();
  }

  stop(): void {
    if (this.#beat) clearInterval(this.#beat);
    this.#beat = null;
    this.#off?.();
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

  /** Who is signed in on this host, each once. */
  signedInPeople(): readonly PersonId[] {
    return [...new Set(this.#signedIn.values())];
  }

  /** The sessions that a person has here. */
  sessionsOf(id: PersonId): readonly string[] {
    return [...this.#signedIn].flatMap(([session, person]) => (person === id ? [session] : []));
  }

  /** How a person stands; null where they are not signed in here. */
  standing(id: PersonId): Standing | null {
    return this.#isSignedIn(id) ? (this.#standings.get(id) ?? null) : null;
  }

  /** Calls when somebody signed in or out here, or stands differently. */
  onChange(listener: (person: PersonId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Aborted once the session's person has signed out; at once where nobody is signed in. */
  untilSignedOut(sessionId: string): AbortSignal {
    return this.#ends.get(sessionId)?.signal ?? AbortSignal.abort();
  }

  me(sessionId: string): Me | null {
    const person = this.personOf(sessionId);
    if (person === null) return null;
    return { person, ...(this.#standings.get(person.id) ?? { state: 'offline', reason: null, since: this.#options.clock() }) };
  }

  /** Signs a person in to a session, Available, and out whoever was in it; null when nobody has that id. */
  async signIn(sessionId: string, id: PersonId): Promise<Me | null> {
    const person = this.person(id);
    if (!person) return null;
    const before = this.#signedIn.get(sessionId);
    if (before !== undefined && before !== id) await this.signOut(sessionId);
    const elsewhere = this.#isSignedIn(id);
    this.#signedIn.set(sessionId, id);
    this.#rights.set(id, rightsOf(person));
    if (before !== id) this.#ends.set(sessionId, new AbortController());
    // After it is so: a tab that closes meanwhile finds its session to end.
    if (before !== id) await this.#options.onSession?.(person, 'in');
    if (!elsewhere) {
      await this.#record(person, this.#own(person), 'agent.signedIn', {});
      await this.#setState(person, 'available', null, this.#own(person));
    }
    this.#wake();
    return this.me(sessionId);
  }

  /** Ends a session; the person is offline when it was their last one here. */
  async signOut(sessionId: string): Promise<void> {
    const id = this.#signedIn.get(sessionId);
    // Also of somebody who was taken from the desk meanwhile it is said that they are gone.
    const person = this.#options.configuration.value.people.find((one) => one.id === id);
    this.#signedIn.delete(sessionId);
    this.#ends.get(sessionId)?.abort();
    this.#ends.delete(sessionId);
    this.#wake();
    if (person) await this.#options.onSession?.(person, 'out');
    if (!person || this.#isSignedIn(person.id)) return;
    await this.#setState(person, 'offline', null, this.#own(person));
    await this.#record(person, this.#own(person), 'agent.signedOut', {});
  }

  /** Ends every session of a person here. */
  async signOutPerson(id: PersonId): Promise<void> {
    const sessions = [...this.#signedIn].filter(([, person]) => person === id).map(([session]) => session);
    for (const session of sessions) await this.signOut(session);
  }

  /** Who is signed in to a session, and how they stand: now, and whenever that is different. */
  async *follow(sessionId: string, signal: AbortSignal | undefined): AsyncGenerator<Me | null> {
    let told: string | null = null;
    let resume: (() => void) | null = null;
    const wake = () => resume?.();
    this.#wakes.add(wake);
    signal?.addEventListener('abort', wake, { once: true });
    try {
      while (!signal?.aborted) {
        const me = this.me(sessionId);
        const text = JSON.stringify(me);
        if (text !== told) {
          told = text;
          yield me;
          continue;
        }
        await new Promise<void>((resolve) => {
          resume = resolve;
        });
        resume = null;
      }
    } finally {
      this.#wakes.delete(wake);
      signal?.removeEventListener('abort', wake);
    }
  }

  /** The desk changed: who is no longer of it is signed out; whose rights are others begins every stream anew. */
  async #review(): Promise<void> {
    const gone: PersonId[] = [];
    for (const id of this.signedInPeople()) {
      const person = this.person(id);
      if (!person) gone.push(id);
      else if (this.#rights.get(id) !== rightsOf(person)) this.#renew(person);
    }
    this.#wake();
    for (const id of gone) await this.signOutPerson(id);
  }

  #renew(person: Person): void {
    this.#rights.set(person.id, rightsOf(person));
    for (const [session, id] of this.#signedIn) {
      if (id !== person.id) continue;
      this.#ends.get(session)?.abort();
      this.#ends.set(session, new AbortController());
    }
  }

  #wake(): void {
    for (const wake of this.#wakes) wake();
  }

  async setState(sessionId: string, state: AgentState, reason: string | null = null): Promise<Me | null> {
    const person = this.personOf(sessionId);
    if (person) await this.setStateOf(person.id, state, reason, this.#own(person));
    return this.me(sessionId);
  }

  /** Changes how somebody stands who is signed in here, by whoever does it; false where they are not. */
  async setStateOf(id: PersonId, state: AgentState, reason: string | null, by: Actor): Promise<boolean> {
    const person = this.person(id);
    const standing = this.standing(id);
    if (!person || !standing) return false;
    if (standing.state !== state || standing.reason !== reason) await this.#setState(person, state, reason, by);
    return true;
  }

  /** Puts on record that somebody's console ended without their signing out; the id comes from their last entry, so that several consoles write it once. */
  async lost(id: PersonId, last: Position): Promise<void> {
    const person = this.person(id);
    if (!person) return;
    const { log, group, clock } = this.#options;
    const head = { about: { kind: 'agent' as const, id }, group, at: clock(), actor: { kind: 'system' as const, id: 'desk' } };
    const event = newEvent({ ...head, id: derivedId(`${id} lost after ${last}`) as EventId }, 'agent.signedOut', {});
    await log.append(await log.seal([event]));
  }

  #isSignedIn(id: PersonId): boolean {
    return [...this.#signedIn.values()].includes(id);
  }

  #own(person: Person): Actor {
    return { kind: person.role, id: person.id };
  }

  #setState(person: Person, state: AgentState, reason: string | null, by: Actor): Promise<void> {
    this.#standings.set(person.id, { state, reason, since: this.#options.clock() });
    return this.#inLine(person.id, async () => {
      await this.#announce(person.id);
      await this.#record(person, by, 'agent.stateChanged', reason === null ? { state } : { state, reason });
      for (const listener of this.#listeners) listener(person.id);
      this.#wake();
    });
  }

  #inLine(id: PersonId, work: () => Promise<void>): Promise<void> {
    const run = (this.#lines.get(id) ?? Promise.resolve()).then(work);
    const settled = run.catch(() => undefined);
    this.#lines.set(id, settled);
    void settled.then(() => {
      if (this.#lines.get(id) === settled) this.#lines.delete(id);
    });
    return run;
  }

  /** Where the engine cannot be reached the next beat says it. */
  async #announce(id: PersonId): Promise<void> {
    const state = this.#standings.get(id)?.state ?? 'offline';
    await this.#options.log.engine.announce({ person: id, state, at: this.#options.clock() }, PRESENCE_MS).catch(() => undefined);
  }

  async #record<T extends AgentEvent>(person: Person, actor: Actor, type: T, body: BodyOf<T>): Promise<void> {
    const { log, group, clock, newId } = this.#options;
    const head = { id: newId() as EventId, about: { kind: 'agent' as const, id: person.id }, group, at: clock(), actor };
    const event = (newEvent as (h: typeof head, t: EventType, b: unknown) => Parameters<EventLog['seal']>[0][number])(head, type, body);
    await log.append(await log.seal([event]));
  }
}

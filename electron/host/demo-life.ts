import { v7 } from 'uuid';
import type { Intake } from '#electron/channels/port.ts';
import type { DemoArrivals } from '#electron/demo/arrivals.ts';
import { type ColleagueDesk, DemoColleagues } from '#electron/demo/colleagues.ts';
import { StandingTalks } from '#electron/demo/standing-talks.ts';
import type { DemoControls, DeskServices } from '#electron/host/desk-services.ts';
import { clearTimer, setTimer } from '#electron/host/timers.ts';
import type { CaseCommand } from '#shared/case/commands.ts';
import type { DemoState } from '#shared/contract/schemas.ts';
import type { CaseId, CommandId, NewId, PersonId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';

type Parts = Pick<DeskServices, 'sessions' | 'ringer' | 'workload' | 'desk' | 'hub' | 'configuration' | 'logger'> & {
  /** Whether the desk can answer mails now. */
  readonly canMail: () => boolean;
};

/** The session of a simulated colleague. */
const sessionOf = (person: PersonId) => `simulated ${person}`;

/** The desk as simulated colleagues use it: sessions of their own, and commands like anybody's. */
export function colleagueDesk({ sessions, ringer, workload, desk, hub, configuration, canMail }: Parts): ColleagueDesk {
  const act = async (person: PersonId, caseId: CaseId, command: CaseCommand) => {
    await desk.act(caseId, { kind: 'agent', id: person }, v7() as CommandId, command);
  };
  return {
    // The first agent is left to whoever tries the desk.
    free: () => {
      const agents = configuration.value.people.filter(({ role, active }) => role === 'agent' && active).slice(1);
      return agents.map(({ id }) => id).filter((id) => sessions.standing(id) === null);
    },
    signIn: async (person) => void (await sessions.signIn(sessionOf(person), person)),
    signOut: (person) => sessions.signOut(sessionOf(person)),
    setState: async (person, state) => void (await sessions.setState(sessionOf(person), state)),
    isTaken: (person) => sessions.sessionsOf(person).some((session) => session !== sessionOf(person)),
    ringing: (person) => ringer.ringOf(person)?.row.id ?? null,
    openCases: (person) => workload.openOf(person).map(({ id }) => id),
    state: (caseId) => hub.state(caseId),
    canAnswer: async (caseId) => (await hub.state(caseId))?.channel !== 'email' || canMail(),
    accept: (person, caseId) => act(person, caseId, { type: 'accept' }),
    reply: (person, caseId, text) => act(person, caseId, { type: 'reply', text: { text, marks: [] }, attachments: [] }),
    resolve: (person, caseId) => act(person, caseId, { type: 'resolve', disposition: configuration.value.dispositions[0]?.id ?? 'solved', comment: '' }),
    release: (person, caseId) => act(person, caseId, { type: 'release', reason: 'agent' }),
    decline: (person, caseId) => act(person, caseId, { type: 'decline' }),
  };
}

/** Customers and colleagues of the demo desk under one set of controls. */
export class DemoLife implements DemoControls {
  readonly #arrivals: DemoArrivals;
  readonly #colleagues: DemoColleagues;
  readonly #talks: StandingTalks | null;
  readonly #listeners = new Set<(state: DemoState) => void>();

  constructor(arrivals: DemoArrivals, colleagues: DemoColleagues, talks: StandingTalks | null) {
    this.#arrivals = arrivals;
    this.#colleagues = colleagues;
    this.#talks = talks;
    arrivals.onChange(() => this.#tell());
  }

  async start(): Promise<void> {
    this.#talks?.start();
    await this.#arrivals.start();
  }

  async stop(): Promise<void> {
    await this.#colleagues.stop();
    await this.#arrivals.stop();
    await this.#talks?.stop();
  }

  state(): DemoState {
    return { ...this.#arrivals.state(), colleagues: this.#colleagues.count };
  }

  async set(wish: Pick<DemoState, 'paused' | 'speed' | 'colleagues'>): Promise<DemoState> {
    this.#arrivals.set(wish);
    await this.#colleagues.set(wish.colleagues);
    this.#tell();
    return this.state();
  }

  onChange(listener: (state: DemoState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    const state = this.state();
    for (const listener of this.#listeners) listener(state);
  }
}

/** The simulated colleagues over a desk that is open; nobody is signed in yet. */
export function demoColleagues(parts: Parts): DemoColleagues {
  return new DemoColleagues({ desk: colleagueDesk(parts), random: Math.random, logger: parts.logger, setTimer, clearTimer });
}

/** The customers of the demo desk's chats that stand at the start, over a desk that is open. */
export function standingTalks(
  parts: Pick<DeskServices, 'hub' | 'workload' | 'configuration' | 'feed'> & { readonly intake: Intake; readonly newId: NewId; readonly logger: Logger },
  arrivals: Pick<DemoArrivals, 'state'>,
): StandingTalks {
  const { hub, workload, configuration } = parts;
  return new StandingTalks({
    ...parts,
    cases: () => [...workload.waiting(), ...configuration.value.people.flatMap(({ id }) => workload.openOf(id))],
    state: (id) => hub.state(id),
    random: Math.random,
    paused: () => arrivals.state().paused,
    setTimer,
    clearTimer,
  });
}

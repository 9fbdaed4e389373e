import { type CaseDesk, derivedId } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { Workload } from '#electron/desk/routing/workload.ts';
import type { Sessions } from '#electron/desk/session/sessions.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CommandId, PersonId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { type Instant, SECOND } from '#shared/lib/time.ts';

interface Options {
  readonly hub: Pick<CaseHub, 'onIngested'>;
  readonly log: EventLog;
  readonly desk: CaseDesk;
  readonly sessions: Sessions;
  readonly workload: Workload;
  readonly configuration: Topic<Configuration>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Since when a person's console is gone, and the entry that says so. */
interface Lost {
  readonly since: Instant;
  readonly entry: string;
}

const LOOK_MS = 10 * SECOND;

/**
 * Gives cases back whose owner's console ended without a word: that it did is put on record, the cases stay their
 * owner's for their queue's grace time, and then wait again, with a step that says why. Who signed out keeps their
 * cases. Every console looks; ids come from what is on record already, so that several write each thing once.
 */
export class ReturnLost {
  readonly #options: Options;
  /** Whose cases nobody works on: lost, or, as null, gone by their own word. */
  readonly #absent = new Map<PersonId, Lost | null>();
  #timer: NodeJS.Timeout | null = null;
  #looking = false;
  readonly #off: () => void;

  constructor(options: Options) {
    this.#options = options;
    // Whatever is said of a person may make them one who is not lost, or not gone.
    this.#off = options.hub.onIngested(({ events }) => {
      for (const { about } of events) if (about.kind === 'agent') this.#absent.delete(about.id as PersonId);
    });
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.look().catch((cause: unknown) => this.#options.logger.warn('look: lost consoles could not be looked for', { cause: String(cause) }));
    }, LOOK_MS);
    this.#timer.unref();
  }

  stop(): void {
    this.#off();
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Records who is lost now, and returns what waited long enough for them. */
  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const { log, sessions, workload, configuration } = this.#options;
      const present = new Set((await log.engine.present()).map(({ person }) => person));
      for (const { id } of configuration.value.people) {
        if (present.has(id) || sessions.standing(id) !== null || workload.openOf(id).length === 0) this.#absent.delete(id);
        else await this.#lookAt(id);
      }
    } finally {
      this.#looking = false;
    }
  }

  async #lookAt(id: PersonId): Promise<void> {
    const { workload, configuration, desk, clock } = this.#options;
    if (!this.#absent.has(id)) this.#absent.set(id, await this.#lostOf(id));
    const lost = this.#absent.get(id);
    if (!lost) return;
    for (const row of workload.openOf(id)) {
      const queue = configuration.value.queues.find((one) => one.id === row.queue);
      if (row.status === 'snoozed' || queue === undefined || clock() < lost.since + queue.consoleLostSeconds * SECOND) continue;
      const commandId = derivedId(`${row.id} console lost ${lost.entry}`) as CommandId;
      await desk.act(row.id, { kind: 'system', id: 'desk' }, commandId, { type: 'release', reason: 'console-lost' });
    }
  }

  /** What the log says of a person who is not there; that they are lost is put on record where nothing says that they left. */
  async #lostOf(id: PersonId): Promise<Lost | null> {
    const { log, sessions } = this.#options;
    const last = newest(await log.read({ kind: 'agent', id }));
    if (last === undefined) return null;
    if (last.type !== 'agent.signedOut') {
      await sessions.lost(id, last.position);
      return this.#lostOf(id);
    }
    return last.actor.kind === 'system' ? { since: last.at, entry: last.id } : null;
  }
}

/** The newest word on whether somebody is there; others may change how one stands who is gone. */
const newest = (events: readonly AnyEvent[]): AnyEvent | undefined =>
  events.findLast(({ type }) => type === 'agent.signedIn' || type === 'agent.signedOut' || type === 'agent.stateChanged');

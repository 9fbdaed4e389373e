import { Topic } from '#electron/desk/topic.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import type { Subscription } from '#electron/engine/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import { type AnyEvent, readEvent } from '#shared/case/envelope.ts';
import { DESK_GROUP } from '#shared/desk/desk-stream.ts';
import { decideIncident, type IncidentCommand, type IncidentRefusal } from '#shared/desk/incidents/decide-incident.ts';
import { evolveIncident, foldIncidents, type Incident, type Incidents } from '#shared/desk/incidents/incident.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CommandId, IncidentId, NewId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { ok, type Result } from '#shared/lib/result.ts';

interface Options {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
}

/** How often a change is decided again after others were faster. */
const TRIES = 20;

/**
 * The incidents as the log has them: its part of the desk's stream is read from the beginning, since each incident is a
 * thing of its own and no one place names them all. Nothing of them is sealed.
 */
export class IncidentBook {
  readonly incidents = new Topic<Incidents>(new Map());
  readonly #options: Options;
  #subscription: Subscription | null = null;
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    const { log, logger } = this.#options;
    this.#subscription = log.engine.follow([DESK_GROUP], null, {
      onBatch: async ({ events }) => {
        const own = events.flatMap((raw): AnyEvent[] => {
          const event = raw.about.kind === 'incident' ? readEvent(raw) : null;
          return event?.ok ? [event.value] : [];
        });
        this.#fold(own);
      },
      onFault: (fault) => {
        logger.warn('incidents: the log is not what it was and is read anew', { fault });
        if (this.#stopped) return;
        this.incidents.set(new Map());
        this.start();
      },
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#subscription?.stop();
  }

  get(id: IncidentId): Incident | undefined {
    return this.incidents.value.get(id);
  }

  /** An incident; one that this host has not come to yet is read by itself: after a start the stream is long. */
  async find(id: IncidentId): Promise<Incident | undefined> {
    if (!this.get(id)) this.#fold(await this.#options.log.read({ kind: 'incident', id }));
    return this.get(id);
  }

  /** Decides and appends; fulfilled when this host goes by it, with the incident as it is then, or with why not. */
  async change(actor: Actor, command: IncidentCommand, commandId: CommandId): Promise<Result<Incident, IncidentRefusal>> {
    const { log, clock, newId } = this.#options;
    const about = { kind: 'incident' as const, id: command.incident };
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const events = await log.read(about);
      const state = events.reduce<Incident | undefined>(evolveIncident, undefined);
      const decision = decideIncident(state, command, { actor, commandId, now: clock(), newId });
      if (!decision.ok) return decision;
      if (decision.value.length > 0 && !(await log.append(await log.seal(decision.value), state?.position ?? events.at(-1)?.position ?? 0)).ok) continue;
      this.#fold(await log.read(about));
      const is = this.get(command.incident);
      if (is) return ok(is);
    }
    throw new Error(`The incident ${command.incident}: ${TRIES} conflicts in a row`);
  }

  #fold(events: readonly AnyEvent[]): void {
    const next = foldIncidents(this.incidents.value, events);
    if (next !== this.incidents.value) this.incidents.set(next);
  }
}

import type { EventLog } from '#electron/engine/event-log.ts';
import { type NewEvent, newEvent } from '#shared/case/envelope.ts';
import type { BodyOf, EventType } from '#shared/case/events.ts';
import type { Person } from '#shared/desk/person.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CustomerId, EventId, GroupId, NewId, Token } from '#shared/lib/ids.ts';

interface Options {
  readonly log: EventLog;
  readonly group: GroupId;
  readonly clock: Clock;
  readonly newId: NewId;
}

type TrailType = Extract<EventType, `trail.${string}`>;

/** Puts on record what a person of the desk looked at; the trail of a case is a sequence of its own beside the case. */
export class Trail {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** What was shown of a customer, kept as it was, masked, and sealed with the case's key. */
  async seen(person: Person, caseId: CaseId, customer: CustomerId, panel: 'account' | 'timeline', shown: unknown): Promise<void> {
    const blob = await this.#options.log.putBlob({ kind: 'case', id: caseId }, new TextEncoder().encode(JSON.stringify(shown)));
    await this.#record(person, caseId, 'trail.seen', { customer, panel, blob });
  }

  /** That a value is about to be shown, and why; fulfilled once it is on disk. */
  async revealed(person: Person, caseId: CaseId, token: Token, reason: string): Promise<void> {
    await this.#record(person, caseId, 'trail.revealed', { token, reason });
  }

  /** That somebody is about to look at a running case silently. */
  async observed(person: Person, caseId: CaseId): Promise<void> {
    await this.#record(person, caseId, 'trail.observed', {});
  }

  /** That somebody is about to play a closed case again. */
  async replayed(person: Person, caseId: CaseId): Promise<void> {
    await this.#record(person, caseId, 'trail.replayed', {});
  }

  async #record<T extends TrailType>(person: Person, caseId: CaseId, type: T, body: BodyOf<T>): Promise<void> {
    const { log, group, clock, newId } = this.#options;
    const head = {
      id: newId() as EventId,
      about: { kind: 'trail' as const, id: caseId },
      group,
      at: clock(),
      actor: { kind: person.role, id: person.id },
    };
    const event = (newEvent as (h: typeof head, t: TrailType, b: unknown) => NewEvent)(head, type, body);
    await log.append(await log.seal([event]));
  }
}

import type { EventLog } from '#electron/engine/event-log.ts';
import { newEvent } from '#shared/case/envelope.ts';
import type { BodyOf } from '#shared/case/events.ts';
import type { Person } from '#shared/desk/person.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CustomerId, EventId, GroupId, NewId, Token } from '#shared/lib/ids.ts';

interface Options {
  readonly log: EventLog;
  readonly group: GroupId;
  readonly clock: Clock;
  readonly newId: NewId;
}

type TrailBody = { readonly [T in 'trail.seen' | 'trail.revealed']: { readonly type: T; readonly body: BodyOf<T> } }['trail.seen' | 'trail.revealed'];

/** Puts on record what a person of the desk looked at; the trail of a case is a sequence of its own beside the case. */
export class Trail {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** What was shown of a customer, kept as it was, masked, and sealed with the case's key. */
  async seen(person: Person, caseId: CaseId, customer: CustomerId, panel: 'account' | 'timeline', shown: unknown): Promise<void> {
    const blob = await this.#options.log.putBlob({ kind: 'case', id: caseId }, new TextEncoder().encode(JSON.stringify(shown)));
    await this.#record(person, caseId, { type: 'trail.seen', body: { customer, panel, blob } });
  }

  /** That a value is about to be shown, and why; fulfilled once it is on disk. */
  async revealed(person: Person, caseId: CaseId, token: Token, reason: string): Promise<void> {
    await this.#record(person, caseId, { type: 'trail.revealed', body: { token, reason } });
  }

  async #record(person: Person, caseId: CaseId, entry: TrailBody): Promise<void> {
    const { log, group, clock, newId } = this.#options;
    const head = {
      id: newId() as EventId,
      about: { kind: 'trail' as const, id: caseId },
      group,
      at: clock(),
      actor: { kind: person.role, id: person.id },
    };
    const event = entry.type === 'trail.seen' ? newEvent(head, entry.type, entry.body) : newEvent(head, entry.type, entry.body);
    await log.append(await log.seal([event]));
  }
}

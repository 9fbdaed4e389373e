import { lookOf } from '#electron/desk/access/customer-look.ts';
import type { Audit } from '#electron/desk/audit/audit.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { Trail } from '#electron/desk/trail/trail.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import { type NewEvent, newEvent } from '#shared/case/envelope.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { DESK_GROUP } from '#shared/desk/desk-stream.ts';
import type { Person } from '#shared/desk/person.ts';
import { GLASS_MINUTES, type GlassReason } from '#shared/desk/reasons.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CustomerId, EventId, NewId, PersonId } from '#shared/lib/ids.ts';
import { type Instant, MINUTE } from '#shared/lib/time.ts';

interface Options {
  readonly hub: Pick<CaseHub, 'state'>;
  readonly log: EventLog;
  readonly audit: Pick<Audit, 'record'>;
  readonly trail: Pick<Trail, 'atOnce'>;
  /** Is told what was typed, under the event that tells of it. */
  readonly onSaid: (event: EventId, words: string) => void;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** What somebody may look at who has no case of it. */
interface Leave {
  readonly until: Instant;
  readonly customer: CustomerId | null;
}

/** Why somebody opens what is not theirs. */
interface Why {
  readonly reason: GlassReason;
  readonly words: string;
}

/**
 * Opening a customer without a case of one's own. Of a case that others have it is an event of that case, so that its
 * people see it in the conversation; of a customer without any case, an event of who opened it. Supervisors are told of
 * both on every console at once. The leave is for one person and one case, or one customer, and ends by itself. It lives
 * in memory: after a restart it is asked for again.
 */
export class BreakGlass {
  readonly #options: Options;
  /** By person and case. */
  readonly #leaves = new Map<string, Leave>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Opens a case for a person; on record first, here and in the log. Null where there is no such case. */
  async open(person: Person, row: InboxRow, why: Why): Promise<Instant | null> {
    this.#options.trail.atOnce();
    const state = await this.#options.hub.state(row.id);
    if (!state) return null;
    return this.#break(person, row.id, row.customer, why, (head, until) =>
      newEvent({ ...head, about: { kind: 'case', id: row.id }, group: state.group }, 'case.glassBroken', { by: person.id, reason: why.reason, until }),
    );
  }

  /** Opens a customer for a person without any case; the looks go under `lookOf` the customer. */
  openCustomer(person: Person, customer: CustomerId, why: Why): Promise<Instant> {
    this.#options.trail.atOnce();
    const look = lookOf(customer);
    return this.#break(person, look, customer, why, (head, until) =>
      newEvent({ ...head, about: { kind: 'agent', id: person.id }, group: DESK_GROUP }, 'agent.glassBroken', { customer, look, reason: why.reason, until }),
    );
  }

  async #break(
    person: Person,
    caseId: CaseId,
    customer: CustomerId | null,
    { reason, words }: Why,
    event: (head: Pick<NewEvent, 'id' | 'at' | 'actor'>, until: Instant) => NewEvent,
  ): Promise<Instant> {
    const { log, audit, onSaid, clock, newId } = this.#options;
    const actor = { kind: person.role, id: person.id };
    const until = clock() + GLASS_MINUTES * MINUTE;
    await audit.record(actor, { kind: 'glass.broken', caseId, customer, reason, words, facts: { until } });
    const id = newId() as EventId;
    onSaid(id, words.trim());
    await log.append(await log.seal([event({ id, at: clock(), actor }, until)]));
    this.#leaves.set(keyOf(person.id, caseId), { until, customer });
    return until;
  }

  /** Until when a person may look at a case that is not theirs, and whose it is; null where they may not. */
  leave(person: PersonId, caseId: CaseId): Leave | null {
    const key = keyOf(person, caseId);
    const leave = this.#leaves.get(key);
    if (leave === undefined || leave.until > this.#options.clock()) return leave ?? null;
    this.#leaves.delete(key);
    return null;
  }

  /** The same of a customer whom they opened without any case. */
  leaveOf(person: PersonId, customer: CustomerId): Leave | null {
    return this.leave(person, lookOf(customer));
  }
}

const keyOf = (person: PersonId, caseId: CaseId): string => `${person} ${caseId}`;

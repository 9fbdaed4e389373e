import type { Audit } from '#electron/desk/audit/audit.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { Trail } from '#electron/desk/trail/trail.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import { newEvent } from '#shared/case/envelope.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { Person } from '#shared/desk/person.ts';
import { GLASS_MINUTES, type GlassReason } from '#shared/desk/reasons.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { EventId, NewId, PersonId } from '#shared/lib/ids.ts';
import { type Instant, MINUTE } from '#shared/lib/time.ts';

interface Options {
  readonly hub: Pick<CaseHub, 'state'>;
  readonly log: EventLog;
  readonly audit: Pick<Audit, 'record'>;
  readonly trail: Pick<Trail, 'atOnce'>;
  readonly clock: Clock;
  readonly newId: NewId;
}

/**
 * Opening a customer without a case of one's own. It is an event of the case, so that its people see it in the
 * conversation and supervisors on every console at once; the leave is for one person and one case with its customer, and
 * ends by itself. It lives in memory: after a restart it is asked for again.
 */
export class BreakGlass {
  readonly #options: Options;
  /** Until when, by person and case. */
  readonly #leaves = new Map<string, Instant>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Opens a case for a person; on record first, here and in the log. Null where there is no such case. */
  async open(person: Person, row: InboxRow, reason: GlassReason, words: string): Promise<Instant | null> {
    const { hub, log, audit, trail, clock, newId } = this.#options;
    trail.atOnce();
    const state = await hub.state(row.id);
    if (!state) return null;
    const actor = { kind: person.role, id: person.id };
    const until = clock() + GLASS_MINUTES * MINUTE;
    await audit.record(actor, { kind: 'glass.broken', caseId: row.id, customer: row.customer, reason, words, facts: { until } });
    const head = { id: newId() as EventId, about: { kind: 'case' as const, id: row.id }, group: state.group, at: clock(), actor };
    await log.append(await log.seal([newEvent(head, 'case.glassBroken', { by: person.id, reason, until })]));
    this.#leaves.set(keyOf(person.id, row.id), until);
    return until;
  }

  /** Until when a person may look at a case that is not theirs; null where they may not. */
  leave(person: PersonId, caseId: InboxRow['id']): Instant | null {
    const key = keyOf(person, caseId);
    const until = this.#leaves.get(key);
    if (until === undefined || until > this.#options.clock()) return until ?? null;
    this.#leaves.delete(key);
    return null;
  }
}

const keyOf = (person: PersonId, caseId: InboxRow['id']): string => `${person} ${caseId}`;

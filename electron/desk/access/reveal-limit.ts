import type { Audit } from '#electron/desk/audit/audit.ts';
import type { AuditBook } from '#electron/store/port.ts';
import type { Person } from '#shared/desk/person.ts';
import { REVEALS_AN_HOUR } from '#shared/desk/reasons.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { HOUR, type Instant } from '#shared/lib/time.ts';

interface Options {
  readonly book: Pick<AuditBook, 'page'>;
  readonly audit: Pick<Audit, 'record'>;
  /** Called when somebody came to the limit. */
  readonly onReached: (person: PersonId, until: Instant) => void;
  readonly clock: Clock;
}

/** More lifts than anybody gives in an hour. */
const LIFTS = 200;

/**
 * How many full values a person may see in an hour. It is counted in the audit itself, where each reveal is before it is
 * shown: no restart forgets it, and no second window has a count of its own.
 */
export class RevealLimit {
  readonly #options: Options;
  #line: Promise<unknown> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Lets a reveal be put on record by `recording`, one after another; at the limit it is refused with when it ends by itself. */
  take(person: Person, recording: () => Promise<void>): Promise<Result<null, { readonly until: Instant }>> {
    const run = this.#line.then(async () => {
      const until = await this.reached(person.id);
      if (until !== null) {
        const by = { kind: person.role, id: person.id };
        await this.#options.audit.record(by, { kind: 'value.revealed', outcome: 'refused', reason: 'limit', facts: { limit: REVEALS_AN_HOUR } });
        this.#options.onReached(person.id, until);
        return fail({ until });
      }
      await recording();
      return ok(null);
    });
    this.#line = run.catch(() => undefined);
    return run;
  }

  /** When a person may see a full value again; null: now. */
  async reached(person: PersonId): Promise<Instant | null> {
    const { book, clock } = this.#options;
    const any = { actor: null, customer: null, before: null };
    const since = clock() - HOUR;
    const lifts = await book.page({ ...any, kind: 'reveals.lifted', since, limit: LIFTS });
    const lifted = lifts.find(({ facts }) => facts.person === person)?.n ?? 0;
    const newest = await book.page({ ...any, actor: person, kind: 'value.revealed', outcome: 'done', since, limit: REVEALS_AN_HOUR });
    const deciding = newest.filter(({ n }) => n > lifted)[REVEALS_AN_HOUR - 1];
    return deciding === undefined ? null : deciding.at + HOUR;
  }

  /** Begins the count anew; not for oneself. */
  async lift(by: Person, person: PersonId): Promise<boolean> {
    if (by.id === person) return false;
    await this.#options.audit.record({ kind: by.role, id: by.id }, { kind: 'reveals.lifted', facts: { person } });
    return true;
  }
}

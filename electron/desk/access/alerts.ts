import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { SupervisorAlert } from '#shared/contract/guard-schemas.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, EventId, PersonId } from '#shared/lib/ids.ts';
import { HOUR, type Instant } from '#shared/lib/time.ts';

interface Options {
  readonly hub: Pick<CaseHub, 'onIngested'>;
  readonly clock: Clock;
}

const MOST = 50;
const KEPT = 12 * HOUR;

/** What supervisors are told of at once: who opened a customer without a case, on any console, and who came to the limit of full values on this one. Newest first; the audit has what is older. */
export class Alerts {
  readonly list = new Topic<readonly SupervisorAlert[]>([]);
  readonly #options: Options;
  /** By event, until it comes back from the log. */
  readonly #words = new Map<EventId, string>();
  #off: (() => void) | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    const { hub, clock } = this.#options;
    this.#off = hub.onIngested(({ events }) => {
      const broken = events.flatMap((event): readonly SupervisorAlert[] => {
        if ((event.type !== 'case.glassBroken' && event.type !== 'agent.glassBroken') || clock() - event.at > KEPT) return [];
        const { id, at, body } = event;
        const { reason, until } = body;
        const words = this.#words.get(id) ?? null;
        this.#words.delete(id);
        const told = { id, at, kind: 'break-glass', reason, words, until } as const;
        if ('by' in body) return [{ ...told, person: body.by, caseId: event.about.id as CaseId, customer: null }];
        return [{ ...told, person: event.about.id as PersonId, caseId: null, customer: body.customer }];
      });
      const erased = new Set(events.flatMap((event) => (event.type === 'case.erased' ? [event.about.id as CaseId] : [])));
      if (erased.size > 0) this.#forget(erased);
      if (broken.length > 0) this.#add(broken);
    });
  }

  stop(): void {
    this.#off?.();
  }

  /** What somebody typed as their reason, told before the event that it belongs to is in the log. */
  said(event: EventId, words: string): void {
    if (words !== '') this.#words.set(event, words);
  }

  /** Somebody may see no more full values until then, unless it is lifted. */
  limited(person: PersonId, until: Instant): void {
    const at = this.#options.clock();
    // Asking again and again makes one alert.
    this.lifted(person);
    this.#add([{ id: `reveals ${person}`, at, kind: 'reveals', person, caseId: null, customer: null, reason: null, words: null, until }]);
  }

  lifted(person: PersonId): void {
    this.list.set(this.list.value.filter(({ id }) => id !== `reveals ${person}`));
  }

  /** Of a customer without a case it is not known here whose cases were erased: those words go as well. */
  #forget(erased: ReadonlySet<CaseId>): void {
    const goes = ({ caseId }: SupervisorAlert) => caseId === null || erased.has(caseId);
    this.list.set(this.list.value.map((alert) => (alert.words !== null && goes(alert) ? { ...alert, words: null } : alert)));
  }

  #add(added: readonly SupervisorAlert[]): void {
    const since = this.#options.clock() - KEPT;
    const all = [...added, ...this.list.value].filter(({ at }) => at >= since).toSorted((a, b) => b.at - a.at);
    const ids = new Set<string>();
    this.list.set(all.filter(({ id }) => !ids.has(id) && ids.add(id)).slice(0, MOST));
  }
}

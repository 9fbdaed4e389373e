import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { SupervisorAlert } from '#shared/contract/guard-schemas.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
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
        if ('by' in body) return [{ id, at, kind: 'break-glass', person: body.by, caseId: event.about.id as CaseId, customer: null, reason, until }];
        return [{ id, at, kind: 'break-glass', person: event.about.id as PersonId, caseId: null, customer: body.customer, reason, until }];
      });
      if (broken.length > 0) this.#add(broken);
    });
  }

  stop(): void {
    this.#off?.();
  }

  /** Somebody may see no more full values until then, unless it is lifted. */
  limited(person: PersonId, until: Instant): void {
    const at = this.#options.clock();
    // Asking again and again makes one alert.
    this.lifted(person);
    this.#add([{ id: `reveals ${person}`, at, kind: 'reveals', person, caseId: null, customer: null, reason: null, until }]);
  }

  lifted(person: PersonId): void {
    this.list.set(this.list.value.filter(({ id }) => id !== `reveals ${person}`));
  }

  #add(added: readonly SupervisorAlert[]): void {
    const since = this.#options.clock() - KEPT;
    const all = [...added, ...this.list.value].filter(({ at }) => at >= since).toSorted((a, b) => b.at - a.at);
    const ids = new Set<string>();
    this.list.set(all.filter(({ id }) => !ids.has(id) && ids.add(id)).slice(0, MOST));
  }
}

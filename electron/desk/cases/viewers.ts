import { EventPublisher } from '@orpc/server';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';

/** Who has which case open on this host, so that two people do not answer past each other. */
export class Viewers {
  readonly #open = new Map<CaseId, Map<symbol, PersonId>>();
  readonly #changed = new EventPublisher<Record<CaseId, readonly PersonId[]>>();

  /** The people who look at a case, each once. */
  of(caseId: CaseId): readonly PersonId[] {
    return [...new Set(this.#open.get(caseId)?.values() ?? [])];
  }

  /** Notes that a person opened a case; answers the way to close it. */
  open(caseId: CaseId, person: PersonId): () => void {
    const key = Symbol(person);
    const viewers = this.#open.get(caseId) ?? new Map<symbol, PersonId>();
    viewers.set(key, person);
    this.#open.set(caseId, viewers);
    this.#changed.publish(caseId, this.of(caseId));
    return () => {
      viewers.delete(key);
      if (viewers.size === 0) this.#open.delete(caseId);
      this.#changed.publish(caseId, this.of(caseId));
    };
  }

  onChange(caseId: CaseId, listener: (people: readonly PersonId[]) => void): () => void {
    return this.#changed.subscribe(caseId, listener);
  }
}

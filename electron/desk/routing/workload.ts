import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { Cache } from '#electron/store/port.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import { type Load, loadOf } from '#shared/desk/routing.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';

interface Options {
  readonly hub: Pick<CaseHub, 'onIngested'>;
  readonly cache: Pick<Cache, 'inboxPage'>;
  readonly configuration: Topic<Configuration>;
}

const PAGE = 500;

/** The cases that wait, and those that somebody has open, kept in step with the cache. */
export class Workload {
  readonly #options: Options;
  readonly #waiting = new Map<CaseId, InboxRow>();
  readonly #open = new Map<PersonId, Map<CaseId, InboxRow>>();
  readonly #ownerOf = new Map<CaseId, PersonId>();
  readonly #listeners = new Set<(rows: readonly InboxRow[]) => void>();
  #off: (() => void) | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const early: InboxRow[] = [];
    let take = (rows: readonly InboxRow[]) => {
      early.push(...rows);
    };
    this.#off = this.#options.hub.onIngested(({ rows }) => take(rows));
    await this.#read();
    this.#take(early);
    take = (rows) => {
      this.#take(rows);
      for (const listener of this.#listeners) listener(rows);
    };
  }

  stop(): void {
    this.#off?.();
    this.#off = null;
  }

  waiting(): Iterable<InboxRow> {
    return this.#waiting.values();
  }

  row(caseId: CaseId): InboxRow | undefined {
    return this.#waiting.get(caseId);
  }

  /** What anybody has open. */
  *open(): Iterable<InboxRow> {
    for (const own of this.#open.values()) yield* own.values();
  }

  /** What a person has open. */
  openOf(person: PersonId): readonly InboxRow[] {
    return [...(this.#open.get(person)?.values() ?? [])];
  }

  /** The case about which a person is on the phone. */
  callOf(person: PersonId): InboxRow | null {
    return this.openOf(person).find((row) => row.callSince !== null) ?? null;
  }

  loadOf(person: PersonId): Load {
    return loadOf(this.openOf(person));
  }

  /** Calls with the rows that changed, after they are counted. */
  onChange(listener: (rows: readonly InboxRow[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #read(): Promise<void> {
    const { cache, configuration } = this.#options;
    const { people, queues } = configuration.value;
    const sort = { by: 'openedAt' as const, descending: false };
    const views = [
      { view: 'active' as const, person: '' as PersonId, queues: queues.map(({ id }) => id) },
      ...people.map(({ id }) => ({ view: 'mine' as const, person: id, queues: [] })),
    ];
    for (const view of views) {
      // The last row of each page, which is to be the first of the next one.
      const ends: CaseId[] = [];
      for (;;) {
        const { rows } = await cache.inboxPage({ ...view, sort, offset: ends.length * (PAGE - 1), limit: PAGE });
        this.#take(rows);
        // Cases that left the view meanwhile drew others to where was read already.
        if (ends.length > 0 && rows[0]?.id !== ends.at(-1)) {
          ends.pop();
          continue;
        }
        const end = rows.at(-1);
        if (end === undefined || rows.length < PAGE) break;
        ends.push(end.id);
      }
    }
  }

  #take(rows: readonly InboxRow[]): void {
    for (const row of rows) {
      const known = this.#waiting.get(row.id) ?? this.#open.get(this.#ownerOf.get(row.id) ?? ('' as PersonId))?.get(row.id);
      if (known && known.position > row.position) continue;
      this.#forget(row.id);
      if (row.status === 'waiting') this.#waiting.set(row.id, row);
      if (row.status !== 'open' || row.owner === null) continue;
      const own = this.#open.get(row.owner) ?? new Map<CaseId, InboxRow>();
      own.set(row.id, row);
      this.#open.set(row.owner, own);
      this.#ownerOf.set(row.id, row.owner);
    }
  }

  #forget(caseId: CaseId): void {
    this.#waiting.delete(caseId);
    const owner = this.#ownerOf.get(caseId);
    if (owner === undefined) return;
    this.#ownerOf.delete(caseId);
    this.#open.get(owner)?.delete(caseId);
  }
}

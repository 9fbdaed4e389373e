import type { ReviewedCases } from '#electron/desk/replay/reviewed-cases.ts';
import { searchCases } from '#electron/desk/search/search-cases.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { Store } from '#electron/store/port.ts';
import type { Vault } from '#electron/wallet/port.ts';
import type { ClosedCaseRow, ClosedFilter } from '#shared/contract/replay-schemas.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import { UNSORTED } from '#shared/desk/desk-stream.ts';
import type { Person } from '#shared/desk/person.ts';
import { searchForWords } from '#shared/desk/search-query.ts';

interface Options {
  readonly store: Store;
  readonly vault: Vault;
  readonly configuration: Topic<Configuration>;
  readonly reviewed: Pick<ReviewedCases, 'all'>;
}

/** A text is looked for in so many places; the newest come first. */
const MOST_PLACES = 1_000;

/** Finds closed cases by what is known of them; the newest activity first. */
export class ClosedCases {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async find(person: Person, filter: ClosedFilter): Promise<{ readonly rows: ClosedCaseRow[]; readonly total: number }> {
    const { store, configuration, reviewed } = this.#options;
    const { queue, text, owner, channel, closedFrom, closedBefore, disposition, reopened, offset, limit } = filter;
    const reviewers = await reviewed.all();
    const found = text.trim() === '' ? null : new Set((await searchCases(this.#options, person, searchForWords(text), MOST_PLACES)).map(({ row }) => row.id));
    const known = [...reviewers.keys()];
    const page = await store.cache.closedPage({
      queues: queue === null ? [...configuration.value.queues.map(({ id }) => id), UNSORTED] : [queue],
      owner,
      channel,
      closedFrom,
      closedBefore,
      disposition,
      reopened,
      only: filter.reviewed === true ? known.filter((id) => found?.has(id) ?? true) : found === null ? null : [...found],
      without: filter.reviewed === false ? known : null,
      offset,
      limit,
    });
    return { rows: page.rows.map((row) => ({ ...row, reviewedBy: [...(reviewers.get(row.id) ?? [])] })), total: page.total };
  }
}

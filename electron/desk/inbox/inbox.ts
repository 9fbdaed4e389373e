import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { mayRead } from '#electron/desk/session/permissions.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { Cache } from '#electron/store/port.ts';
import type { InboxSort } from '#shared/case/inbox-order.ts';
import type { InboxRow, InboxView } from '#shared/case/inbox-row.ts';
import { replyWindows } from '#shared/case/reply-windows.ts';
import type { InboxFrame } from '#shared/contract/schemas.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import { UNSORTED } from '#shared/desk/desk-stream.ts';
import type { Person } from '#shared/desk/person.ts';
import { may } from '#shared/desk/powers.ts';
import type { CaseId, QueueId } from '#shared/lib/ids.ts';

interface Options {
  readonly hub: CaseHub;
  readonly cache: Cache;
  readonly configuration: Topic<Configuration>;
}

/** What begins a wait: these make a case ring. */
const arrivals: ReadonlySet<string> = new Set(['case.opened', 'case.reopened', 'case.transferred', 'case.released']);

/** What can take a case from a person's sight: it is somebody else's now, or somewhere else. */
const departures: ReadonlySet<string> = new Set(['case.claimed', 'case.released', 'case.transferred', 'case.reopened', 'case.woken']);

/**
 * How far apart frames are at least, in ms: each costs a count of the lists, for which the cache reads anew what was
 * written since the last one. What comes after a quiet moment is told at once.
 */
const APART = 100;

/** Fulfilled after so many ms, or when the signal aborts. */
function passed(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** A person's lists, and what changes in them. */
export class Inbox {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  #queues(person: Person): readonly QueueId[] {
    return may(person.role, 'see-all') ? [...this.#options.configuration.value.queues.map(({ id }) => id), UNSORTED] : person.queues;
  }

  page(
    person: Person,
    query: { view: InboxView; sort: InboxSort; offset: number; limit: number },
  ): Promise<{ readonly rows: readonly InboxRow[]; readonly total: number }> {
    const { cache, configuration, hub } = this.#options;
    const asked = { ...query, person: person.id, queues: this.#queues(person) };
    return cache.inboxPage(query.sort.by === 'windowEnds' ? { ...asked, windows: replyWindows(configuration.value.channelRules, hub.now()) } : asked);
  }

  /** How many cases of the view `resolved` have left the cache. */
  older(person: Person): Promise<number> {
    return this.#options.cache.leftCount(person.id, this.#queues(person));
  }

  counts(person: Person): Promise<Readonly<Record<InboxView, number>>> {
    return this.#options.cache.inboxCounts(person.id, this.#queues(person));
  }

  /**
   * Yields what changed for a person: changes that come while a frame is on its way, or soon after it, are told together
   * in the next. Of a case that left the person's sight nothing but its id is told.
   */
  async *follow(person: Person, signal: AbortSignal | undefined): AsyncGenerator<InboxFrame> {
    const rows = new Map<CaseId, InboxRow>();
    const gone = new Set<CaseId>();
    const arrived = new Set<CaseId>();
    let dirty = true;
    let anew = true;
    let next = 0;
    let wake: (() => void) | null = null;
    const rouse = () => {
      wake?.();
      wake = null;
    };
    const off = this.#options.hub.onIngested((ingested) => {
      if (ingested.rows.length === 0) return;
      const moved = new Set(ingested.events.flatMap(({ type, about }) => (departures.has(type) ? [about.id] : [])));
      for (const row of ingested.rows) {
        if (mayRead(person, row)) {
          rows.set(row.id, row);
          gone.delete(row.id);
        } else if (rows.delete(row.id) || moved.has(row.id)) gone.add(row.id);
      }
      for (const event of ingested.events) {
        if (!arrivals.has(event.type)) continue;
        const row = rows.get(event.about.id as CaseId);
        if (row?.status === 'waiting') arrived.add(row.id);
      }
      dirty = true;
      rouse();
    });
    const doubt = () => {
      dirty = true;
      anew = true;
      rouse();
    };
    const offLeft = this.#options.hub.onLeft(doubt);
    // Other rules of the channels are other ends of their windows.
    let rules = this.#options.configuration.value.channelRules;
    const offRules = this.#options.configuration.onChange(({ channelRules }) => {
      if (channelRules === rules) return;
      rules = channelRules;
      doubt();
    });
    signal?.addEventListener('abort', rouse, { once: true });
    try {
      while (!signal?.aborted) {
        if (!dirty) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        const early = next - performance.now();
        if (early > 0) {
          await passed(early, signal);
          continue;
        }
        dirty = false;
        const changed = { rows: [...rows.values()], gone: [...gone], anew, arrived: [...arrived] };
        anew = false;
        rows.clear();
        gone.clear();
        arrived.clear();
        yield { ...changed, counts: await this.counts(person) };
        next = performance.now() + APART;
      }
    } finally {
      off();
      offLeft();
      offRules();
      signal?.removeEventListener('abort', rouse);
    }
  }
}

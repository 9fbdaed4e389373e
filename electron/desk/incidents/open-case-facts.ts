import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { Cache } from '#electron/store/port.ts';
import type { WalletConnection } from '#electron/wallet/port.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import { UNSORTED } from '#shared/desk/desk-stream.ts';
import { type CaseFacts, factsOf } from '#shared/desk/incidents/case-facts.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, PersonId, TransactionId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { DAY, type Instant, MINUTE } from '#shared/lib/time.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

interface Options {
  readonly hub: Pick<CaseHub, 'onIngested' | 'state'>;
  readonly cache: Pick<Cache, 'inboxPage' | 'caseState'>;
  readonly wallet: Pick<WalletConnection, 'transactions'>;
  readonly configuration: Topic<Configuration>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** An incident is over within days: what rests for longer is no part of one, and not looked at. */
const LOOKED_BACK = 7 * DAY;
/** Of a desk where more is open, the newest. */
const MOST_READ = 3_000;
const PAGE = 500;
/** How many of a customer's newest transactions a linked one is looked for among. */
const NEWEST_TRANSACTIONS = 200;

/** So long the wallet's answer about a case's linked transactions is taken to hold, whatever is written in the case. */
const ANSWER_HOLDS = 10 * MINUTE;

/** Linked transactions as the wallet had them, and of whom and what it was asked. */
interface Linked {
  readonly asked: string;
  readonly at: Instant;
  readonly transactions: ReadonlyMap<TransactionId, Transaction>;
}

/** What can change of a case's facts. */
const telling: ReadonlySet<string> = new Set([
  'case.opened',
  'case.reopened',
  'case.transferred',
  'case.incidentLinked',
  'case.incidentUnlinked',
  'case.erased',
  'case.merged',
  'case.unmerged',
  'customer.identified',
  'message.received',
  'message.redacted',
  'transaction.linked',
  'transaction.unlinked',
]);

/**
 * What is known of every open case that may be one of many. It begins with the first who asks, reads what is open, and
 * goes on with what the hub takes in; a host where nobody directs incidents never does.
 */
export class OpenCaseFacts {
  readonly #options: Options;
  readonly #facts = new Map<CaseId, CaseFacts>();
  readonly #linked = new Map<CaseId, Linked>();
  readonly #dirty = new Set<CaseId>();
  /** At which position each case was learnt that changed while all are read: what was read of it before that comes too late. */
  readonly #learnt = new Map<CaseId, number>();
  readonly #listeners = new Set<() => void>();
  #begun: Promise<void> | null = null;
  #working: Promise<void> | null = null;
  #reading = true;
  #off: (() => void) | null = null;
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** True until everything that was open at the beginning is known. */
  get reading(): boolean {
    return this.#reading;
  }

  all(): Iterable<CaseFacts> {
    return this.#facts.values();
  }

  /** Fulfilled when everything that was open at the beginning is known. */
  begin(): Promise<void> {
    this.#begun ??= this.#read().catch((cause: unknown) => {
      this.#options.logger.error('facts: open cases could not be read', { cause: String(cause) });
      this.#begun = null;
    });
    return this.#begun;
  }

  /** Calls after facts have changed. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#off?.();
    await Promise.all([this.#begun, this.#working]);
  }

  async #read(): Promise<void> {
    this.#off ??= this.#options.hub.onIngested(({ events, rows }) => {
      const told = new Set(events.flatMap(({ type, about }) => (telling.has(type) ? [about.id] : [])));
      for (const { id, status } of rows) {
        if (status === 'resolved') this.#dirty.add(id);
        else if (told.has(id)) this.#dirty.add(id);
      }
      if (this.#dirty.size > 0) this.#work();
    });
    for (const id of await this.#open()) {
      if (this.#stopped) return;
      // What changed meanwhile is known anew already.
      if (this.#facts.has(id) || this.#dirty.has(id)) continue;
      await this.#learn(id, await this.#options.cache.caseState(id));
    }
    this.#reading = false;
    this.#learnt.clear();
    this.#tell();
  }

  /** What is not closed, by the lists of those who have it, the newest first. */
  async #open(): Promise<readonly CaseId[]> {
    const { cache, configuration, clock } = this.#options;
    const { people, queues } = configuration.value;
    const views = [
      { view: 'active' as const, person: '' as PersonId, queues: [...queues.map(({ id }) => id), UNSORTED] },
      ...people.flatMap(({ id }) => (['mine', 'snoozed'] as const).map((view) => ({ view, person: id, queues: [] }))),
    ];
    const since = clock() - LOOKED_BACK;
    const found: CaseId[] = [];
    for (const view of views) {
      for (let offset = 0; offset < MOST_READ; offset += PAGE) {
        const { rows } = await cache.inboxPage({ ...view, sort: { by: 'activeAt', descending: true }, offset, limit: PAGE });
        const late = rows.filter(({ activeAt }) => activeAt >= since);
        found.push(...late.map(({ id }) => id));
        if (late.length < PAGE) break;
      }
    }
    return found;
  }

  #work(): void {
    this.#working ??= this.#workOff()
      .catch((cause: unknown) => this.#options.logger.warn('facts: a case could not be read', { cause: String(cause) }))
      .finally(() => {
        this.#working = null;
        if (this.#dirty.size > 0 && !this.#stopped) this.#work();
      });
  }

  async #workOff(): Promise<void> {
    for (const id of [...this.#dirty]) {
      if (this.#stopped) return;
      this.#dirty.delete(id);
      const state = (await this.#options.hub.state(id)) ?? null;
      if (this.#reading && state !== null) this.#learnt.set(id, state.position);
      await this.#learn(id, state);
    }
    this.#tell();
  }

  async #learn(id: CaseId, state: CaseState | null): Promise<void> {
    const open = state !== null && state.status !== 'resolved' && state.erasedAt === null;
    const facts = open ? factsOf(state, await this.#linkedOf(state)) : null;
    if (state !== null && state.position < (this.#learnt.get(id) ?? 0)) return;
    if (facts !== null) return void this.#facts.set(id, facts);
    this.#facts.delete(id);
    this.#linked.delete(id);
  }

  /** The linked transactions as the wallet has them; without an answer the words alone tell. */
  async #linkedOf({ id, customer, transactions }: CaseState): Promise<ReadonlyMap<TransactionId, Transaction>> {
    if (customer === null || transactions.length === 0) return new Map();
    const at = this.#options.clock();
    const asked = JSON.stringify([customer, transactions]);
    const known = this.#linked.get(id);
    if (known?.asked === asked && at - known.at < ANSWER_HOLDS) return known.transactions;
    const page = await this.#options.wallet.transactions(customer, null, NEWEST_TRANSACTIONS);
    if (!page.ok) return new Map();
    const found = new Map(page.value.transactions.filter((one) => transactions.includes(one.id)).map((one) => [one.id, one]));
    this.#linked.set(id, { asked, at, transactions: found });
    return found;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

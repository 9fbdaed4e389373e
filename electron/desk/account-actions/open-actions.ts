import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { Cache, OpenAction } from '#electron/store/port.ts';
import { isPending } from '#shared/case/account-action.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { HOUR } from '#shared/lib/time.ts';

interface Options {
  readonly hub: CaseHub;
  readonly cache: Pick<Cache, 'openActions'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How many that ended are kept for whoever asked, and how long. */
const MOST_ENDED = 200;
const ENDED_FOR = HOUR;

/** Whether an event changes what is asked of the wallet. */
const concerns = ({ type }: AnyEvent): boolean => type.startsWith('action.') || type === 'case.erased';

/** What is asked of the wallet and not over yet, and what ended lately; live. */
export class OpenActions {
  readonly #options: Options;
  readonly #open = new Topic<readonly OpenAction[]>([]);
  readonly #ended = new Map<string, OpenAction>();
  #off: (() => void) | null = null;
  #reading: Promise<void> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#off = this.#options.hub.onIngested(({ events }) => {
      const changed = events.filter(concerns);
      if (changed.length > 0) this.#read(changed);
    });
    this.#read([]);
    await this.#reading;
  }

  async stop(): Promise<void> {
    this.#off?.();
    await this.#reading;
  }

  #read(events: readonly AnyEvent[]): void {
    const { cache, logger } = this.#options;
    this.#reading = this.#reading
      .then(async () => {
        for (const event of events) await this.#noteEnd(event);
        this.#open.set(await cache.openActions());
      })
      // A cache that is filled anew tells again what there is.
      .catch((cause: unknown) => logger.warn('read: open actions could not be read', { cause: String(cause) }));
  }

  async #noteEnd(event: AnyEvent): Promise<void> {
    const { hub, clock } = this.#options;
    if (!(event.type === 'action.completed' || event.type === 'action.failed' || event.type === 'action.rejected') || clock() - event.at > ENDED_FOR) return;
    const caseId = event.about.id as CaseId;
    const action = (await hub.state(caseId))?.actions.find(({ key }) => key === event.body.key);
    if (!action) return;
    this.#ended.delete(action.key);
    this.#ended.set(action.key, { ...action, caseId });
    const oldest = this.#ended.keys().next();
    if (this.#ended.size > MOST_ENDED && !oldest.done) this.#ended.delete(oldest.value);
  }

  /** What waits for a second person, oldest first: now, and with each change. Over the time of waiting only what is told next changes, so a screen counts down by itself. */
  async *approvals(signal: AbortSignal | undefined): AsyncGenerator<readonly OpenAction[]> {
    for await (const open of this.#open.follow(signal)) {
      const now = this.#options.clock();
      yield open.filter((action) => action.state === 'waiting' && isPending(action, now));
    }
  }

  /** What one person asked for: what is open, and what ended within the last hour. */
  async *of(person: PersonId, signal: AbortSignal | undefined): AsyncGenerator<readonly OpenAction[]> {
    let told: string | null = null;
    for await (const open of this.#open.follow(signal)) {
      const openNow = new Set(open.map(({ key }) => key));
      const own = [...open, ...[...this.#ended.values()].filter(({ key }) => !openNow.has(key))].filter(({ by }) => by === person);
      const now = JSON.stringify(own.map(({ key, state, told: done }) => [key, state, done]));
      if (now !== told) yield own;
      told = now;
    }
  }

  /** One that is open, or ended lately. */
  find(caseId: CaseId, key: string): OpenAction | null {
    const found = this.#open.value.find((action) => action.key === key) ?? this.#ended.get(key);
    return found?.caseId === caseId ? found : null;
  }
}

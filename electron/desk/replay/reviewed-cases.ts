import type { QueueEngine, Subscription } from '#electron/engine/port.ts';
import { readEvent } from '#shared/case/envelope.ts';
import type { CaseId, GroupId, PersonId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Options {
  readonly engine: Pick<QueueEngine, 'follow'>;
  readonly groups: readonly GroupId[];
  readonly logger: Logger;
}

/**
 * Who saved a review of which case. It begins with the first who asks, reads the log without opening any content, and
 * goes on with it.
 */
export class ReviewedCases {
  readonly #options: Options;
  readonly #reviewers = new Map<CaseId, Set<PersonId>>();
  #subscription: Subscription | null = null;
  #caughtUp: Promise<void> | null = null;
  #wake: () => void = () => undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Everything recorded by now. */
  async all(): Promise<ReadonlyMap<CaseId, ReadonlySet<PersonId>>> {
    this.#caughtUp ??= this.#begin();
    await this.#caughtUp;
    return this.#reviewers;
  }

  /** A review that was saved just now, before the log tells of it. */
  add(caseId: CaseId, reviewer: PersonId): void {
    const known = this.#reviewers.get(caseId);
    if (known) known.add(reviewer);
    else this.#reviewers.set(caseId, new Set([reviewer]));
  }

  async stop(): Promise<void> {
    this.#wake();
    await this.#subscription?.stop();
  }

  #begin(): Promise<void> {
    const live = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#follow();
    return live;
  }

  #follow(): void {
    const { engine, groups, logger } = this.#options;
    this.#subscription = engine.follow(groups, null, {
      onBatch: async (batch) => {
        for (const raw of batch.events) {
          if (raw.type !== 'review.saved') continue;
          const event = readEvent(raw);
          if (event.ok && event.value.type === 'review.saved') this.add(event.value.body.case, event.value.actor.id as PersonId);
        }
        if (batch.live) this.#wake();
      },
      onFault: (fault) => {
        logger.warn('reviewed: the log is not what it was and is read anew', { fault });
        this.#follow();
      },
    });
  }
}

import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { Sessions } from '#electron/desk/session/sessions.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import { mayWork } from '#shared/desk/engine-health.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Options {
  readonly hub: Pick<CaseHub, 'onIngested'>;
  readonly engine: Pick<QueueEngine, 'shareForTraining' | 'health' | 'onHealth'>;
  readonly sessions: Sessions;
  readonly logger: Logger;
}

/** Gives trainers a copy of each case that somebody at this console closes; what the connection does not allow now is done when it is back. */
export class ShareForTraining {
  readonly #options: Options;
  readonly #waiting = new Set<CaseId>();
  readonly #offs: (() => void)[] = [];

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    const { hub, engine, sessions } = this.#options;
    this.#offs.push(
      hub.onIngested(({ events }) => {
        for (const { type, about, actor } of events)
          if (type === 'case.resolved' && sessions.standing(actor.id as PersonId) !== null) void this.#share(about.id as CaseId);
      }),
      engine.onHealth((health) => {
        if (mayWork(health)) for (const caseId of [...this.#waiting]) void this.#share(caseId);
      }),
    );
  }

  stop(): void {
    for (const off of this.#offs.splice(0)) off();
  }

  async #share(caseId: CaseId): Promise<void> {
    this.#waiting.add(caseId);
    if (!mayWork(this.#options.engine.health())) return;
    try {
      await this.#options.engine.shareForTraining(caseId);
      this.#waiting.delete(caseId);
    } catch (cause) {
      this.#options.logger.warn('share: a closed case could not be copied for trainers yet', { caseId, cause: String(cause) });
    }
  }
}

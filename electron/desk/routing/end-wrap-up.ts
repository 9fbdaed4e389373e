import { type CaseDesk, derivedId } from '#electron/desk/cases/case-desk.ts';
import type { Workload } from '#electron/desk/routing/workload.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CommandId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { SECOND } from '#shared/lib/time.ts';

interface Options {
  readonly desk: CaseDesk;
  readonly workload: Workload;
  readonly configuration: Topic<Configuration>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Closes what was written up long enough, where the queue asks for no disposition; where it does, the case stays with
 * its owner, who is not rung before. The id comes from case and time, so that several consoles write it once.
 */
export class EndWrapUp {
  readonly #options: Options;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.end().catch((cause: unknown) => this.#options.logger.warn('end: after-call work could not be ended', { cause: String(cause) }));
    }, SECOND);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  #endsByItself(row: InboxRow): boolean {
    const queue = this.#options.configuration.value.queues.find(({ id }) => id === row.queue);
    return queue !== undefined && !queue.afterCallWork.dispositionRequired;
  }

  /** Closes what is over now. */
  async end(): Promise<void> {
    const { workload, desk, configuration, clock } = this.#options;
    for (const row of configuration.value.people.flatMap(({ id }) => workload.openOf(id))) {
      if (row.wrapUpUntil === null || row.wrapUpUntil > clock() || !this.#endsByItself(row)) continue;
      const commandId = derivedId(`${row.id} wrap-up over ${row.wrapUpUntil}`) as CommandId;
      await desk.act(row.id, { kind: 'system', id: 'desk' }, commandId, { type: 'endWrapUp', until: row.wrapUpUntil });
    }
  }
}

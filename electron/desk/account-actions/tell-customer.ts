import type { CaseDesk } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { tellCommand } from '#shared/case/account-action.ts';
import type { KnownEvent } from '#shared/case/envelope.ts';
import type { CaseState, StepEntry } from '#shared/case/state.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CommandId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { MINUTE } from '#shared/lib/time.ts';

interface Options {
  readonly hub: CaseHub;
  readonly desk: CaseDesk;
  readonly host: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What ended longer ago is told by a person, if at all. */
const FRESH = 10 * MINUTE;

/** The record of an action's request. */
export function requestOf(state: CaseState, key: string): (StepEntry & { readonly step: KnownEvent<'action.requested'> }) | null {
  for (const entry of state.entries) {
    if (entry.kind === 'step' && entry.step.type === 'action.requested' && entry.step.body.key === key) return { ...entry, step: entry.step };
  }
  return null;
}

/** Writes to the customer, in the words and the name of whoever asked, once what they asked for is done. What a channel does not let through stays to be told by a person. */
export class TellCustomer {
  readonly #options: Options;
  #off: (() => void) | null = null;
  #telling: Promise<unknown> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    const { hub, clock, logger } = this.#options;
    this.#off = hub.onIngested(({ events }) => {
      for (const event of events) {
        if (event.type !== 'action.completed' || clock() - event.at > FRESH) continue;
        const caseId = event.about.id as CaseId;
        this.#telling = this.#telling
          .then(() => this.#tell(caseId, event.body.key))
          .catch((cause: unknown) => logger.warn('tell: the customer was not told', { cause: String(cause) }));
      }
    });
  }

  async stop(): Promise<void> {
    this.#off?.();
    await this.#telling;
  }

  async #tell(caseId: CaseId, key: string): Promise<void> {
    const { hub, desk, host, logger } = this.#options;
    const state = await hub.state(caseId);
    const request = state && requestOf(state, key);
    const text = request?.step.content?.tell ?? null;
    if (!state || !request || text === null || request.step.body.host !== host) return;
    // Of a case that is closed meanwhile, or has changed hands, whoever has it decides what is said.
    if (state.status === 'resolved' || state.owner !== request.actor.id || state.actions.some((action) => action.key === key && action.told)) return;
    const told = await desk.act(caseId, request.actor, tellCommand(key) as CommandId, { type: 'reply', text, attachments: [] });
    if (!told.ok) logger.info('tell: the customer was not told', { code: told.error.code });
  }
}

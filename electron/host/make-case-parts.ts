import { UploadDesk } from '#electron/desk/attachments/uploads.ts';
import { CaseDesk, type DeskRules } from '#electron/desk/cases/case-desk.ts';
import { HubFeed } from '#electron/desk/cases/case-feed.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { CaseRecipients } from '#electron/desk/cases/case-recipients.ts';
import { DeskIntake } from '#electron/desk/cases/intake.ts';
import { deskRules } from '#electron/desk/settings/desk-rules.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import type { Cache, Store, Words } from '#electron/store/port.ts';
import type { Vault } from '#electron/wallet/port.ts';
import type { CaseCommand, Refusal } from '#shared/case/commands.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import { DESK_GROUP, UNSORTED } from '#shared/desk/desk-stream.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, GroupId, NewId, PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { ok, type Result } from '#shared/lib/result.ts';

/** Completes a command with whom it goes to, see `DeferredCommands`. */
export type Address = (caseId: CaseId, command: CaseCommand, typed: Words | null) => Promise<Result<CaseCommand, Refusal>>;

/** Puts the recipients of a reply away beside its case, once. */
export function addressOver(recipients: CaseRecipients, cache: Pick<Cache, 'caseEvents'>): Address {
  return async (caseId, command, typed) => {
    if (command.type !== 'reply' || command.recipients === undefined || command.recipients.blob !== undefined) return ok(command);
    const { recipients: masked, ...rest } = command;
    const completed = await recipients.complete(caseId, await cache.caseEvents(caseId), masked, typed?.addressing, command.forwards !== undefined);
    if (!completed.ok) return completed;
    return ok(completed.value === undefined ? rest : { ...rest, recipients: completed.value });
  };
}

interface Parts {
  readonly hub: CaseHub;
  readonly log: EventLog;
  readonly store: Store;
  readonly vault: Vault;
  readonly configuration: Topic<Configuration>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  /** Told when a person's words, or what they are told of their commands, may have changed. */
  readonly onWords?: (person: PersonId) => void;
}

/** What every program needs in which cases are worked on or customers write, a console's host and a gateway alike. */
export interface CaseParts {
  readonly rules: DeskRules;
  readonly desk: CaseDesk;
  readonly feed: HubFeed;
  readonly intake: DeskIntake;
  readonly uploads: UploadDesk;
  readonly recipients: CaseRecipients;
  readonly address: Address;
  readonly groupOf: (queue: QueueId) => GroupId;
  /** The queue that a wish leads to on this desk. */
  readonly queueOf: (wished: QueueId) => QueueId;
}

/** Puts them together over a hub; none has to be started. */
export function makeCaseParts({ hub, log, store, vault, configuration, clock, newId, logger, onWords }: Parts): CaseParts {
  const rules = deskRules(configuration);
  const desk = new CaseDesk({ hub, log, ledger: store.ledger, rules, clock, newId, logger, ...(onWords === undefined ? {} : { onWords }) });
  const groupOf = (id: QueueId) => configuration.value.queues.find((queue) => queue.id === id)?.group ?? DESK_GROUP;
  // The first queue takes what belongs to none; without any queue cases wait where those who see all find them.
  const queueOf = (wished: QueueId) => {
    const { queues } = configuration.value;
    return queues.some(({ id }) => id === wished) ? wished : (queues[0]?.id ?? UNSORTED);
  };
  const recipients = new CaseRecipients({ log, vault });
  return {
    rules,
    desk,
    recipients,
    address: addressOver(recipients, store.cache),
    feed: new HubFeed({ hub, cache: store.cache, engine: log.engine, desk }),
    intake: new DeskIntake({ hub, log, desk, vault, rules, groupOf, queueOf, clock, newId }),
    uploads: new UploadDesk({
      putBlob: (caseId, bytes) => log.putBlob({ kind: 'case', id: caseId }, bytes),
      getBlob: (caseId, hash) => log.getBlob({ kind: 'case', id: caseId }, hash),
      newId,
      clock,
    }),
    groupOf,
    queueOf,
  };
}

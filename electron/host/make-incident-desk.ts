import type { CaseDesk, DeskRules } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { BulkTurns } from '#electron/desk/incidents/bulk-turns.ts';
import { IncidentBook } from '#electron/desk/incidents/incident-book.ts';
import { IncidentDesk } from '#electron/desk/incidents/incident-desk.ts';
import { OpenCaseFacts } from '#electron/desk/incidents/open-case-facts.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import { clearTimer, setTimer } from '#electron/host/timers.ts';
import type { Cache } from '#electron/store/port.ts';
import type { Vault, WalletConnection } from '#electron/wallet/port.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { NewId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Parts {
  readonly hub: CaseHub;
  readonly log: EventLog;
  readonly desk: CaseDesk;
  readonly cache: Cache;
  readonly wallet: WalletConnection;
  readonly vault: Vault;
  readonly rules: DeskRules;
  readonly configuration: Topic<Configuration>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
}

/** Puts the parts of incidents together; to be started and stopped. */
export function makeIncidentDesk(given: Parts): IncidentDesk {
  const book = new IncidentBook(given);
  const facts = new OpenCaseFacts(given);
  const turns = new BulkTurns({ ...given, setTimer });
  return new IncidentDesk({ ...given, book, facts, turns, setTimer, clearTimer });
}

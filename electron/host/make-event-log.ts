import { EventLog } from '#electron/engine/event-log.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { Ledger } from '#electron/store/port.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';

/** The desk's log over an engine; what of it cannot be read is kept aside in the ledger. */
export function makeEventLog(engine: QueueEngine, ledger: Pick<Ledger, 'quarantine'>, clock: Clock, logger: Logger): EventLog {
  return new EventLog(engine, (fault, raw) => {
    logger.warn('open: an event could not be read and is kept aside', { place: fault.place, fault: fault.fault });
    void ledger.quarantine('engine', `${fault.place}: ${fault.fault}`, JSON.stringify(raw), clock());
  });
}

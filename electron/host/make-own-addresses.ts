import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { OwnAddresses } from '#electron/desk/mail/own-addresses.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import type { EmailDesk } from '#electron/host/email-desk.ts';
import { whenConnected } from '#electron/host/when-connected.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Parts {
  readonly email: Pick<EmailDesk, 'served' | 'share'>;
  readonly log: EventLog;
  readonly hub: CaseHub;
  readonly host: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The desk's mail addresses, for a console's host and a gateway alike; what could not be told is told once the engine is there. */
export function makeOwnAddresses({ email, ...rest }: Parts): OwnAddresses {
  const addresses = new OwnAddresses({ ...rest, served: () => email.served() });
  email.share(addresses);
  return addresses;
}

/** Tells them, now and whenever the engine is connected again; answers how to end that. On an engine of its own a host is told nothing by others, nor they by it. */
export function keepTold(addresses: OwnAddresses, { engine }: Pick<EventLog, 'engine'>): () => void {
  if (engine.health().kind === 'embedded') return () => undefined;
  void addresses.tell();
  return whenConnected(engine, () => addresses.tell());
}

import type { CaseDesk, DeskRules } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { Outbound } from '#electron/desk/outbound/outbound.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import type { ChannelDesk } from '#electron/host/channels/channel-desk.ts';
import type { EmailDesk } from '#electron/host/email-desk.ts';
import { clearTimer, setTimer } from '#electron/host/timers.ts';
import type { Store } from '#electron/store/port.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Instant } from '#shared/lib/time.ts';

interface Parts {
  readonly hub: CaseHub;
  readonly store: Store;
  readonly log: EventLog;
  readonly desk: CaseDesk;
  readonly rules: DeskRules;
  readonly email: EmailDesk;
  readonly channels: ChannelDesk;
  /** This host's lasting name. */
  readonly host: string;
  readonly restoredAt: Instant | null;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Makes what lets a desk's messages leave by all channels of this machine; to be started. */
export function makeOutbound({ store, email, channels, ...parts }: Parts): Outbound {
  const deliverers = [email.channel, ...channels.channels];
  return new Outbound({ ...parts, cache: store.cache, deliverers, setTimer, clearTimer, random: Math.random });
}

import type { Deliverer } from '#electron/channels/port.ts';
import type { CaseDesk, DeskRules } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { Outbound } from '#electron/desk/outbound/outbound.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import type { ChannelDesk } from '#electron/host/channels/channel-desk.ts';
import { clearTimer, setTimer } from '#electron/host/timers.ts';
import type { Store } from '#electron/store/port.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Instant } from '#shared/lib/time.ts';

interface Parts {
  readonly hub: CaseHub;
  readonly store: Pick<Store, 'cache'>;
  readonly log: EventLog;
  readonly desk: CaseDesk;
  readonly rules: DeskRules;
  readonly email: { readonly channel: Deliverer };
  readonly channels: Pick<ChannelDesk, 'channels'>;
  /** The machine's lasting name. */
  readonly host: string;
  readonly restoredAt: Instant | null;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The way out of every program that serves accounts: by mail and by the social platforms; the chat's pages fetch for themselves. */
export function makeOutbound({ store, email, channels, ...rest }: Parts): Outbound {
  return new Outbound({ ...rest, cache: store.cache, deliverers: [email.channel, ...channels.channels], setTimer, clearTimer, random: Math.random });
}

import type { Intake } from '#electron/channels/port.ts';
import { SocialArrivals } from '#electron/demo/social-arrivals.ts';
import type { HubFeed } from '#electron/desk/cases/case-feed.ts';
import type { ChannelDesk } from '#electron/host/channels/channel-desk.ts';
import { demoArrivals } from '#electron/host/demo-desk.ts';
import { DemoLife, demoColleagues, standingTalks } from '#electron/host/demo-life.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import { DemoSocial } from '#electron/host/social-desk.ts';
import { clearTimer, setTimer } from '#electron/host/timers.ts';
import type { Cache } from '#electron/store/port.ts';
import type { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import type { NewId } from '#shared/lib/ids.ts';
import type { CreateLogger } from '#shared/lib/logger.ts';

interface Parts extends Pick<DeskServices, 'hub' | 'desk' | 'sessions' | 'ringer' | 'workload' | 'configuration' | 'clock' | 'logger'> {
  /** Null where the desk is no demo. */
  readonly wallet: DemoWallet | null;
  /** Whether the log is this host's alone. */
  readonly ownDesk: boolean;
  readonly channels: ChannelDesk;
  readonly cache: Cache;
  readonly intake: Intake;
  readonly feed: HubFeed;
  readonly email: Pick<DeskServices['email'], 'state'>;
  readonly newId: NewId;
  readonly createLogger: CreateLogger;
}

/** What lives on a demo desk, none of it started: the platforms first, and once messages leave who writes and works there. Null on any other desk. */
export function makeDemo({
  wallet,
  ownDesk,
  channels,
  cache,
  intake,
  feed,
  email,
  createLogger,
  ...parts
}: Parts): { social: DemoSocial; life: DemoLife } | null {
  if (wallet === null) return null;
  const { clock, newId } = parts;
  const logger = createLogger('demo');
  const social = new DemoSocial({ ...parts, channels, cache, setTimer, clearTimer, logger: createLogger('social') });
  const byPlatforms = new SocialArrivals(intake, social.providers, Math.random);
  const arrivals = demoArrivals({ wallet, intake: byPlatforms, feed, clock, newId, logger });
  const colleagues = demoColleagues({ ...parts, canMail: () => email.state.value.canAnswer === 'yes' });
  // Of a shared desk every host would answer for the same customer.
  const talks = ownDesk ? standingTalks({ ...parts, intake, feed, logger }, arrivals) : null;
  return { social, life: new DemoLife(arrivals, colleagues, talks) };
}

import type { SocialPush } from '#electron/channels/social-port.ts';
import { WeiboConnection, type WeiboOptions } from '#electron/channels/weibo/weibo-connection.ts';
import { HandTimers } from '#tests/fakes/hand-timers.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

export const NOW = 1_790_000_000_000;

/** An account with a desk that takes all, unless told otherwise. */
export function weiboOf(account: WeiboOptions['account'], more: Partial<WeiboOptions> = {}) {
  const timers = new HandTimers();
  const logger = recordingLogger();
  const time = { now: NOW };
  const connection = new WeiboConnection({ account, clock: () => time.now, logger, setTimer: timers.set, clearTimer: timers.clear, ...more });
  const desk = { pushes: [] as SocialPush[], refuses: (_push: SocialPush): boolean => false };
  connection.onPush(async (push) => {
    if (desk.refuses(push)) throw new Error('the engine is away');
    desk.pushes.push(push);
  });
  return { connection, timers, logger, time, desk };
}

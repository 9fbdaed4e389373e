import type { SocialPush } from '#electron/channels/social-port.ts';
import { TelegramConnection, type TelegramOptions } from '#electron/channels/telegram/telegram-connection.ts';
import { HandTimers } from '#tests/fakes/hand-timers.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

export const NOW = 1_790_000_000_000;

/** A gateway with a desk that takes all, unless told otherwise; `random` is 1, so that a pause is as long as it can be. */
export function gatewayOf(account: TelegramOptions['account'], more: Partial<TelegramOptions> = {}) {
  const timers = new HandTimers();
  const logger = recordingLogger();
  const connection = new TelegramConnection({
    account,
    clock: () => NOW,
    logger,
    setTimer: timers.set,
    clearTimer: timers.clear,
    random: () => 1,
    ...more,
  });
  const pushes: SocialPush[] = [];
  const desk = { refuses: (_push: SocialPush): boolean => false };
  const looks = new Set<() => void>();
  connection.onPush(async (push) => {
    if (desk.refuses(push)) throw new Error('the engine is away');
    pushes.push(push);
  });
  connection.onState(() => {
    for (const look of looks) look();
  });
  /** Waits until the account's state is such. */
  const until = (such: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!such()) return;
        looks.delete(look);
        resolve();
      };
      looks.add(look);
      look();
    });
  return { connection, timers, logger, pushes, desk, until, fault: () => connection.state().fault?.code };
}

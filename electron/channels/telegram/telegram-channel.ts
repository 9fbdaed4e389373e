import { SocialChannel, type SocialParts } from '#electron/channels/social-channel.ts';
import { telegramReason } from '#electron/channels/telegram/telegram-reasons.ts';

/** Telegram: private messages with a bot, at any time once the customer has begun. */
export function telegramChannel(parts: SocialParts): SocialChannel {
  return new SocialChannel({ channel: 'telegram', reasonOf: telegramReason }, parts);
}

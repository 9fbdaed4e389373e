import { SocialChannel, type SocialParts } from '#electron/channels/social-channel.ts';
import { weiboReason } from '#electron/channels/weibo/weibo-reasons.ts';

/** Weibo: private messages, and comments that everybody reads, answered below them or moved to private messages. */
export function weiboChannel(parts: SocialParts): SocialChannel {
  return new SocialChannel({ channel: 'weibo', reasonOf: weiboReason }, parts);
}

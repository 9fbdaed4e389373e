import { SocialChannel, type SocialParts } from '#electron/channels/social-channel.ts';
import { wechatReason } from '#electron/channels/wechat/wechat-codes.ts';

/** WeChat service messages (客服消息): five within 48 hours of what the customer wrote last, by default. */
export function wechatChannel(parts: SocialParts): SocialChannel {
  return new SocialChannel({ channel: 'wechat', reasonOf: wechatReason }, parts);
}

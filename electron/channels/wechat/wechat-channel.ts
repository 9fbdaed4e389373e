import { SocialChannel, type SocialParts } from '#electron/channels/social-channel.ts';
import { WECHAT_COUNT_OVER, WECHAT_WINDOW_OVER } from '#electron/channels/social-port.ts';

/** WeChat's codes (developers.weixin.qq.com, customer-message/send): window over, count over, user has left, not text one may send. */
function reasonOf(errcode: number): string | null {
  switch (errcode) {
    case WECHAT_WINDOW_OVER:
      return 'window-over';
    case WECHAT_COUNT_OVER:
      return 'count-over';
    case 43004:
      return 'not-following';
    case 45002:
      return 'too-long';
    case -1:
    case 45009:
      return 'provider-busy';
    default:
      return null;
  }
}

/** WeChat service messages (客服消息): five within 48 hours of what the customer wrote last, by default. */
export function wechatChannel(parts: SocialParts): SocialChannel {
  return new SocialChannel({ channel: 'wechat', reasonOf }, parts);
}

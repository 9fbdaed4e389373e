import { SocialChannel, type SocialParts } from '#electron/channels/social-channel.ts';

/** Weibo's codes (open.weibo.com, error codes): repeated or too long text, over the rate, comment gone, blocked by the user. */
function reasonOf(errcode: number): string | null {
  switch (errcode) {
    case 10023:
    case 10024:
      return 'provider-busy';
    case 20012:
      return 'too-long';
    case 20019:
      return 'repeated';
    case 20101:
    case 20201:
      return 'comment-gone';
    case 20301:
      return 'window-over';
    default:
      return null;
  }
}

/** Weibo: private messages, and comments that everybody reads, answered below them or moved to private messages. */
export function weiboChannel(parts: SocialParts): SocialChannel {
  return new SocialChannel({ channel: 'weibo', reasonOf }, parts);
}

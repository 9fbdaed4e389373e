/** One account at WeChat, as its administrator has set it up; everything but the names is a secret or nobody's business. */
export interface WechatAccount {
  readonly id: string;
  readonly name: string;
  readonly kind: 'official' | 'mini-program';
  readonly appId: string;
  readonly appSecret: string;
  /** The word that WeChat's calls are signed with; chosen by the administrator. */
  readonly token: string;
  /** 43 characters; null where the platform is set to plain text, whose messages are not covered by a signature. */
  readonly encodingAesKey: string | null;
  /** Such as https://api.weixin.qq.com. */
  readonly apiBase: string;
}

/**
 * A verified account at Weibo with its message service (粉丝服务). Weibo's pages on it are of 2014: what they say of
 * addresses and lengths can be set otherwise here.
 */
export interface WeiboAccount {
  readonly id: string;
  readonly name: string;
  readonly uid: string;
  readonly appKey: string;
  /** Signs what is pushed. */
  readonly appSecret: string;
  readonly accessToken: string;
  /** Without a slash at the end: https://api.weibo.com */
  readonly apiBase: string;
  /** Where private messages are answered; https://m.api.weibo.com at Weibo itself, else `apiBase` (open.weibo.com, Send_Customer_Service_Message). */
  readonly messageBase?: string;
  /** Where pictures of private messages are; https://upload.api.weibo.com at Weibo itself, else `apiBase` (2/messages/receive). */
  readonly mediaBase?: string;
  /** The public address that Weibo wants told of whoever comments (`rip`; open.weibo.com, 2/comments/create). */
  readonly operatorIp?: string;
  /** Characters: 300 of a private message, 140 of a comment, where Weibo has not changed them. */
  readonly limits?: { readonly message: number; readonly comment: number };
}

const WEIBO = 'https://api.weibo.com';

export const messageBaseOf = ({ apiBase, messageBase }: WeiboAccount): string => messageBase ?? (apiBase === WEIBO ? 'https://m.api.weibo.com' : apiBase);
export const mediaBaseOf = ({ apiBase, mediaBase }: WeiboAccount): string => mediaBase ?? (apiBase === WEIBO ? 'https://upload.api.weibo.com' : apiBase);
export const limitsOf = ({ limits }: WeiboAccount): { readonly message: number; readonly comment: number } => limits ?? { message: 300, comment: 140 };

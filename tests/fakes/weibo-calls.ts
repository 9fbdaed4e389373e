import type { WebhookCall } from '#electron/channels/connection-port.ts';
import type { WeiboAccount } from '#electron/channels/weibo/weibo-account.ts';
import { weiboSignature } from '#electron/channels/weibo/weibo-signature.ts';

type Json = Readonly<Record<string, unknown>>;

const two = (value: number): string => String(value).padStart(2, '0');

/** A moment as Weibo writes it, in its own time zone. */
export function weiboDate(at: number): string {
  const there = new Date(at + 8 * 3_600_000);
  const [day, month] = [there.toUTCString().slice(0, 3), there.toUTCString().slice(8, 11)];
  return `${day} ${month} ${two(there.getUTCDate())} ${two(there.getUTCHours())}:${two(there.getUTCMinutes())}:${two(there.getUTCSeconds())} +0800 ${there.getUTCFullYear()}`;
}

/** A call signed as Weibo signs it; the body is not part of what is signed. */
export function signedWeibo(account: WeiboAccount, body: string, now: number, nonce: string): WebhookCall {
  const timestamp = String(now);
  const signature = weiboSignature(account.appSecret, timestamp, nonce);
  return {
    method: 'POST',
    query: new URLSearchParams({ signature, timestamp, nonce }),
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(body, 'utf8'),
  };
}

/** A pushed message; ids are bare numbers in it, as Weibo writes them. */
export function weiboCall(account: WeiboAccount, push: Json, now: number, nonce: string): WebhookCall {
  const whole = { type: 'text', receiver_id: 'RECEIVER', sender_id: 2489518277, created_at: weiboDate(now - 5_000), text: '', data: {}, ...push };
  return signedWeibo(account, JSON.stringify(whole).replace('"RECEIVER"', account.uid), now, nonce);
}

/** Contents of each kind that a customer can push. */
export const weiboContents: readonly Json[] = [
  { type: 'text', text: '我的转账没有到账，请帮忙看看 😟' },
  { type: 'text', text: 'My top-up did not arrive' },
  { type: 'image', text: '发了一张图片', data: { vfid: 821804459, tovfid: 821804469 } },
  { type: 'voice', text: '发了一个语音消息', data: { vfid: 821804460, tovfid: 821804470 } },
  { type: 'position', text: '发送了一个位置', data: { longitude: '116.308586', latitude: '39.982525' } },
  { type: 'mention', text: '@钱包客服 充值三天了还没到！', data: { subtype: 'status', key: '3700057402482222' } },
  { type: 'mention', text: '回复@钱包客服: 还是没到', data: { subtype: 'comment', key: '3700057402489999' } },
];

/** Valid signed calls of many customers, one message each, of every kind in turn; `now` in ms. */
export function weiboCalls(account: WeiboAccount, count: number, now: number): WebhookCall[] {
  return Array.from({ length: count }, (_, index) =>
    weiboCall(account, { ...weiboContents[index % weiboContents.length], sender_id: 2_489_518_277 + index }, now, String(57_155_157 + index)),
  );
}

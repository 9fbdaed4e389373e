import type { WebhookCall } from '#electron/channels/connection-port.ts';
import { type Fields, readFields } from '#electron/channels/wechat/read-fields.ts';
import type { WechatAccount } from '#electron/channels/wechat/wechat-account.ts';
import { aesKeyOf, openSealed, sameText, signatureOf } from '#electron/channels/wechat/wechat-crypt.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { type Instant, SECOND } from '#shared/lib/time.ts';

/** Why a call is not believed; `detail` has nothing of the call in it, since anybody can make one. */
export interface CallFault {
  readonly code: 'bad-signature' | 'clock-off' | 'bad-message';
  readonly detail: string;
}

/** What WeChat asked: to prove that the address is ours, or to take a message. */
export type OpenedCall =
  | { readonly kind: 'echo'; readonly signature: string; readonly echo: string }
  /** `covered`: the signature is over the message too, and not over the query alone. */
  | { readonly kind: 'message'; readonly signature: string; readonly covered: boolean; readonly fields: Fields };

const SECONDS = /^\d{10}$/;
const NONCE = /^[\w-]{1,128}$/;
/** Answered as it came: nothing that a browser could take for more than a word. */
const ECHO = /^[\w+/=-]{1,512}$/;
const ours = ['signature', 'timestamp', 'nonce', 'openid', 'encrypt_type', 'msg_signature', 'echostr'] as const;

const forged = (detail: string) => fail<CallFault>({ code: 'bad-signature', detail });
const odd = (detail: string) => fail<CallFault>({ code: 'bad-message', detail });

/**
 * Believes a call only where its signature is that of the account's own token, and fresh: within `skew` ms of `now`. An
 * account with a key takes sealed messages alone, for the signature of a plain one does not cover what it says
 * (developers.weixin.qq.com, 消息推送 and 消息加解密).
 */
export function openCall(account: WechatAccount, call: WebhookCall, now: Instant, skew: number): Result<OpenedCall, CallFault> {
  const { query } = call;
  if (ours.some((name) => query.getAll(name).length > 1)) return odd('a parameter of the query stands twice');
  const [timestamp, nonce] = [query.get('timestamp') ?? '', query.get('nonce') ?? ''];
  if (!SECONDS.test(timestamp) || !NONCE.test(nonce)) return forged('timestamp or nonce is missing or of another form');
  const fresh = Math.abs(Number(timestamp) * SECOND - now) <= skew;
  const stale = () =>
    fail<CallFault>({ code: 'clock-off', detail: `the call was signed at ${timestamp} s, the desk’s clock is at ${Math.round(now / SECOND)} s` });
  const signature = signatureOf(account.token, timestamp, nonce);
  const plainSigned = sameText(query.get('signature') ?? '', signature);
  if (call.method === 'GET') {
    if (!plainSigned) return forged('the signature is not that of the account’s token');
    if (!fresh) return stale();
    const echo = query.get('echostr') ?? '';
    return ECHO.test(echo) ? ok({ kind: 'echo', signature, echo }) : odd('echostr is missing or of another form');
  }
  if (account.encodingAesKey !== null) {
    const opened = openMessage(account, account.encodingAesKey, call, timestamp, nonce);
    if (!opened.ok) return opened;
    if (query.has('signature') && !plainSigned) return forged('of two signatures one is not that of the account’s token');
    return fresh ? fromItsSender(query, { kind: 'message', signature, covered: true, fields: opened.value }) : stale();
  }
  if (!plainSigned) return forged('the signature is not that of the account’s token');
  if (!fresh) return stale();
  const fields = readFields(call.body);
  if (!fields.ok) return odd(fields.error);
  if (fields.value.has('Encrypt') && !fields.value.has('FromUserName')) return odd('messages come sealed, and the account has no EncodingAESKey');
  return fromItsSender(query, { kind: 'message', signature, covered: false, fields: fields.value });
}

/** Whose message it is stands in the query too; an event may be about somebody else. */
function fromItsSender(query: URLSearchParams, opened: OpenedCall & { readonly kind: 'message' }): Result<OpenedCall, CallFault> {
  const user = query.get('openid');
  const other = user !== null && user !== opened.fields.get('FromUserName') && opened.fields.get('MsgType') !== 'event';
  return other ? forged('the query names another sender than the message') : ok(opened);
}

function openMessage(account: WechatAccount, aesKey: string, { query, body }: WebhookCall, timestamp: string, nonce: string): Result<Fields, CallFault> {
  const key = aesKeyOf(aesKey);
  if (!key) return forged('the account’s EncodingAESKey is not one: 43 letters and digits are');
  if (query.get('encrypt_type') !== 'aes')
    return forged('a message came without encryption; the platform is to be set to safe mode, or the key to be left out');
  const outer = readFields(body);
  if (!outer.ok) return odd(outer.error);
  const sealed = outer.value.get('Encrypt');
  if (sealed === undefined) return odd('nothing is sealed in the body');
  if (!sameText(query.get('msg_signature') ?? '', signatureOf(account.token, timestamp, nonce, sealed))) {
    return forged('the signature of what is sealed is not that of the account’s token');
  }
  const opened = openSealed(key, sealed, account.appId);
  if (!opened.ok) return forged(opened.error);
  const fields = readFields(opened.value);
  if (!fields.ok) return odd(`sealed: ${fields.error}`);
  // In compatible mode the message stands beside it in the clear: only the sealed one is read, and both have to agree.
  const clear = [...outer.value].filter(([name]) => name !== 'Encrypt');
  if (!outer.value.has('ToUserName')) return forged('the envelope does not say for whom it is');
  if (clear.some(([name, value]) => fields.value.has(name) && fields.value.get(name) !== value))
    return forged('the envelope says otherwise than what is sealed');
  return fields.value.has('ToUserName') ? ok(fields.value) : odd('sealed: ToUserName is missing');
}

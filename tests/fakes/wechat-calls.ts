import { createCipheriv, createHash } from 'node:crypto';
import type { WebhookCall } from '#electron/channels/connection-port.ts';
import type { WechatAccount } from '#electron/channels/wechat/wechat-account.ts';

export type Values = Readonly<Record<string, string>>;

export type PushFormat = 'xml' | 'json';
/** `safe`: sealed alone; `compatible`: in the clear and sealed. */
export type PushMode = 'plain' | 'safe' | 'compatible';

export interface PushOptions {
  readonly format?: PushFormat;
  /** `safe` where the account has a key, else `plain`. */
  readonly mode?: PushMode;
  readonly nonce?: string;
  /** 16 bytes. */
  readonly random?: Uint8Array;
  /** Whom it is sealed for, where that is somebody else. */
  readonly appId?: string;
  /** Only what has to be there: neither `openid` nor, of what is sealed, `signature`; no line breaks between elements. */
  readonly bare?: boolean;
}

const sha1 = (...parts: readonly string[]) =>
  createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');

/** WeChat's side of sealing, written from its documentation and not from our opening. */
export function seal(encodingAesKey: string, appId: string, message: string, random: Uint8Array = Buffer.from('0123456789abcdef')): string {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const body = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const full = Buffer.concat([random, length, body, Buffer.from(appId)]);
  const padding = 32 - (full.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(full), cipher.update(Buffer.alloc(padding, padding)), cipher.final()]).toString('base64');
}

const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
/** As WeChat writes them: numbers bare, all else in CDATA; nested values are given as XML already. */
const xmlOf = (values: Values, between: string) =>
  `<xml>${Object.entries(values)
    .map(([name, value]) => `<${name}>${/^\d+$/.test(value) || value.startsWith('<') ? value : cdata(value)}</${name}>`)
    .join(between)}</xml>`;
/** Ids of 64 bits are bare numbers in WeChat's JSON, more than JavaScript's numbers hold. */
const jsonOf = (values: Values) =>
  `{${Object.entries(values)
    .map(([name, value]) => `${JSON.stringify(name)}:${/^(?:0|[1-9]\d*)$/.test(value) && name !== 'Content' ? value : JSON.stringify(value)}`)
    .join(',')}}`;

/** The call with which WeChat proves an address, signed at `now` (ms). */
export function verifyCall(account: WechatAccount, now: number, echostr: string, nonce = '1514711492'): WebhookCall {
  const timestamp = String(Math.floor(now / 1000));
  const query = new URLSearchParams({ signature: sha1(account.token, timestamp, nonce), echostr, timestamp, nonce });
  return { method: 'GET', query, headers: {}, body: new Uint8Array() };
}

/** The call with which WeChat pushes a message, signed at `now` (ms). */
export function pushCall(account: WechatAccount, now: number, values: Values, options: PushOptions = {}): WebhookCall {
  const { format = 'xml', mode = account.encodingAesKey === null ? 'plain' : 'safe', nonce = '486452656', appId = account.appId, bare = false } = options;
  const timestamp = String(Math.floor(now / 1000));
  const written = (all: Values) => (format === 'xml' ? xmlOf(all, bare ? '' : '\n') : jsonOf(all));
  const signature = sha1(account.token, timestamp, nonce);
  const openid = bare || values.FromUserName === undefined ? {} : { openid: values.FromUserName };
  const headers = { 'content-type': format === 'xml' ? 'text/xml' : 'application/json' };
  if (mode === 'plain') {
    const query = new URLSearchParams({ signature, timestamp, nonce, ...openid });
    return { method: 'POST', query, headers, body: Buffer.from(written(values)) };
  }
  const Encrypt = seal(account.encodingAesKey ?? '', appId, written(values), options.random);
  const query = new URLSearchParams({
    ...(bare ? {} : { signature }),
    timestamp,
    nonce,
    ...openid,
    encrypt_type: 'aes',
    msg_signature: sha1(account.token, timestamp, nonce, Encrypt),
  });
  const outer = mode === 'compatible' ? { ...values, Encrypt } : { ToUserName: values.ToUserName ?? '', Encrypt };
  return { method: 'POST', query, headers, body: Buffer.from(written(outer)) };
}

/** A customer's text as WeChat pushes it. */
export function textOf(user: string, text: string, msgId: string, at: number): Values {
  return { ToUserName: 'gh_97417a04a28d', FromUserName: user, CreateTime: String(Math.floor(at / 1000)), MsgType: 'text', Content: text, MsgId: msgId };
}

const texts = ['提现一直显示处理中', 'Where is my top-up? 💸', 'كم الرصيد؟', 'a & b < c > "d"', '退款到哪里了]]>'];

/**
 * Valid calls of many kinds: every fourth proves the address, the others push texts, XML and JSON in turn; sealed where
 * the account has a key, and then every byte of a push and every parameter of its query is under the signature, so that
 * no byte can be turned into another unseen. Of a plain account and of a proof WeChat signs timestamp and nonce alone: there
 * an alteration of the body or of `echostr` is seen only where the true call came before.
 */
export function wechatCalls(account: WechatAccount, count: number, now: number): WebhookCall[] {
  return Array.from({ length: count }, (_, n) => {
    const nonce = String(100_000_000 + n * 7919);
    if (n % 4 === 3) return verifyCall(account, now, String(4_375_120_948_345_356_249n + BigInt(n)), nonce);
    const values = textOf(`oCustomer-${n % 7}_x`, texts[n % texts.length] ?? '', String(22_876_340_532_172_986n + BigInt(n)), now);
    const random = createHash('sha256').update(`random ${n}`).digest().subarray(0, 16);
    return pushCall(account, now, values, { format: n % 2 === 0 ? 'xml' : 'json', nonce, random, bare: account.encodingAesKey !== null });
  });
}

import type { ConnectionFault } from '#electron/channels/connection-port.ts';
import { TIMED_OUT, type Unanswered } from '#electron/channels/provider-call.ts';
import { WECHAT_COUNT_OVER, WECHAT_WINDOW_OVER } from '#electron/channels/social-port.ts';

/** Nobody took the request: the message surely did not go out. Not WeChat's own, whose only negative code is -1. */
export const NOT_REACHED = -10_001;
/** WeChat gave no access token, in words that say nothing about why. */
export const NO_TOKEN = -10_002;
/** WeChat has no comments: everything goes to one person. */
export const NO_PLACE = -10_003;
/** An image did not get to WeChat, so that nothing was sent. */
export const UPLOAD_FAILED = -10_004;

export const NOT_FOLLOWING = 43_004;
export const TEXT_EMPTY = 44_004;
export const TEXT_TOO_LONG = 45_002;
export const FILE_EMPTY = 44_001;
export const FILE_TYPE_REFUSED = 40_005;
export const IMAGE_TOO_LARGE = 40_009;

/** The access token is not, or no longer, good: WeChat has looked at nothing else of the request. */
export const tokenCodes: ReadonlySet<number> = new Set([40_001, 40_014, 42_001]);

/** Too many calls, of a day or of a minute. */
const overLimit: ReadonlySet<number> = new Set([45_009, 45_011]);
/** Reasons that would keep every message from going out, whoever it is for. */
const ofTheAccount: ReadonlySet<string | null> = new Set(['unreachable', 'refused-credentials', 'provider-busy', 'provider-error', 'not-permitted']);

/** Stable codes for WeChat's (developers.weixin.qq.com: global return codes; customer-message/send; media/upload) and our own. */
const reasons: ReadonlyMap<number, string> = new Map([
  [NOT_REACHED, 'unreachable'],
  [NO_TOKEN, 'provider-error'],
  [NO_PLACE, 'place-not-offered'],
  [UPLOAD_FAILED, 'upload-failed'],
  [WECHAT_WINDOW_OVER, 'window-over'],
  [WECHAT_COUNT_OVER, 'count-over'],
  [40_003, 'unknown-user'],
  [NOT_FOLLOWING, 'not-following'],
  [50_005, 'not-following'],
  [43_019, 'blocked-user'],
  [48_002, 'blocked-user'],
  [TEXT_EMPTY, 'empty'],
  [TEXT_TOO_LONG, 'too-long'],
  [40_033, 'text-not-allowed'],
  [87_014, 'content-refused'],
  [40_004, 'file-type'],
  [FILE_TYPE_REFUSED, 'file-type'],
  [40_137, 'file-type'],
  [40_006, 'file-too-large'],
  [IMAGE_TOO_LARGE, 'file-too-large'],
  [45_001, 'file-too-large'],
  [FILE_EMPTY, 'file-empty'],
  [40_007, 'file-gone'],
  [-1, 'provider-busy'],
  [45_009, 'provider-busy'],
  [45_011, 'provider-busy'],
  [48_001, 'not-permitted'],
  [48_004, 'not-permitted'],
  [50_001, 'not-permitted'],
  [50_002, 'user-restricted'],
  [40_001, 'refused-credentials'],
  [40_013, 'refused-credentials'],
  [40_014, 'refused-credentials'],
  [40_125, 'refused-credentials'],
  [40_164, 'refused-credentials'],
  [40_243, 'refused-credentials'],
  [41_001, 'refused-credentials'],
  [41_002, 'refused-credentials'],
  [41_004, 'refused-credentials'],
  [42_001, 'refused-credentials'],
  [50_007, 'refused-credentials'],
  [61_024, 'refused-credentials'],
]);

/** A stable code for one of WeChat's or our own; null for one that is in no table here. */
export const wechatReason = (errcode: number): string | null => reasons.get(errcode) ?? null;

/** Whether a refusal says something of the account, and not of one message or customer alone. */
export const isOfTheAccount = (errcode: number): boolean => ofTheAccount.has(wechatReason(errcode));

/** What an administrator should look at, where WeChat's own words leave it open. */
const hints: ReadonlyMap<number, string> = new Map([
  [40_001, 'the app secret is wrong, or the token was taken back'],
  [40_013, 'there is no such app id'],
  [40_125, 'the app secret is wrong'],
  [40_164, 'the address this machine calls from is not on the account’s list of allowed addresses'],
  [40_243, 'the app secret is frozen'],
  [48_001, 'the account may not use this interface'],
  [50_007, 'the account is frozen'],
]);

/** WeChat's refusal as the fault of the connection; WeChat's words, cut short, stand in the detail. */
export function faultOf(errcode: number, errmsg: string): ConnectionFault {
  const code = wechatReason(errcode) === 'refused-credentials' ? 'refused-credentials' : overLimit.has(errcode) ? 'rate-limited' : 'provider-error';
  const hint = hints.get(errcode);
  return { code, detail: [`WeChat answers ${errcode}`, errmsg.slice(0, 120), ...(hint === undefined ? [] : [hint])].join(': ') };
}

/** What an administrator is told of a call without an answer; after all but `not-sent` it may have been acted on. */
export function wireFault({ kind, detail: told }: Unanswered, timeout: number): ConnectionFault {
  const late = told === TIMED_OUT ? `no answer within ${timeout} ms` : `the connection ended before the answer (${told})`;
  return { code: 'unreachable', detail: kind === 'not-sent' ? `WeChat cannot be reached (${told})` : late };
}

/** An answer's JSON object; null where it is none. */
export const objectIn = (json: unknown): Readonly<Record<string, unknown>> | null =>
  typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : null;

/** WeChat's own code in an answer, which some interfaces write as text; null where there is none. */
export function codeIn(json: Readonly<Record<string, unknown>> | null): { readonly errcode: number; readonly errmsg: string } | null {
  const { errcode, errmsg } = json ?? {};
  const code = typeof errcode === 'number' || (typeof errcode === 'string' && /^-?\d+$/.test(errcode)) ? Number(errcode) : null;
  return code === null ? null : { errcode: code, errmsg: typeof errmsg === 'string' ? errmsg : '' };
}

import type { Fields } from '#electron/channels/wechat/read-fields.ts';

/** What an event is to the desk. */
type EventMeaning =
  /** Somebody waits for an answer: these words stand in the case. */
  | { readonly kind: 'message'; readonly words: (fields: Fields) => string }
  /** From here on the account reaches this person, or does not. */
  | { readonly kind: 'following'; readonly following: boolean }
  /** Nobody asked for anything, or what they sent comes as a message of its own. */
  | { readonly kind: 'nothing' };

const nothing: EventMeaning = { kind: 'nothing' };

/**
 * Which events become messages. Tapping a button of the menu, and scanning where the page waits for the account, ask
 * for an answer and open WeChat's window for one. Following, entering the conversation and reading a page do not: a
 * case for each would fill the inbox with people who want nothing. Where somebody is (LOCATION) is never kept.
 */
const meanings: ReadonlyMap<string, EventMeaning> = new Map<string, EventMeaning>([
  ['CLICK', { kind: 'message', words: (fields) => `[点击菜单] ${fields.get('EventKey') ?? ''}` }],
  ['scancode_waitmsg', { kind: 'message', words: (fields) => `[扫码] ${fields.get('ScanCodeInfo.ScanResult') ?? ''}` }],
  ['subscribe', { kind: 'following', following: true }],
  ['unsubscribe', { kind: 'following', following: false }],
  ['user_enter_tempsession', nothing],
  ['VIEW', nothing],
  ['view_miniprogram', nothing],
  ['SCAN', nothing],
  ['LOCATION', nothing],
  ['scancode_push', nothing],
  ['pic_sysphoto', nothing],
  ['pic_photo_or_album', nothing],
  ['pic_weixin', nothing],
  ['location_select', nothing],
  ['kf_create_session', nothing],
  ['kf_close_session', nothing],
  ['kf_switch_session', nothing],
  ['TEMPLATESENDJOBFINISH', nothing],
  ['MASSSENDJOBFINISH', nothing],
  ['debug_demo', nothing],
]);

/** What an event is to the desk; null for one that is not in the table, which is taken for nothing. */
export const eventMeaning = (event: string): EventMeaning | null => meanings.get(event) ?? null;

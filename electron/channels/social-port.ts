import type { SentTemplate, TemplateValue } from '#shared/case/reply-template.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import type { Language } from '#shared/lib/localized.ts';
import type { Instant } from '#shared/lib/time.ts';

/** Where something stands at a provider: in the messages of two, or below a comment that everybody reads. */
export type SocialPlace = { readonly kind: 'private' } | { readonly kind: 'comment'; readonly comment: string };

/** A file at a provider. Its bytes are fetched when the desk takes the message, and only then. */
export interface SocialMedia {
  readonly kind: 'image' | 'voice' | 'video' | 'file';
  /** With an ending; made up where the provider tells none. */
  readonly name: string;
  /** Rejects where the provider does not give it any more, or gives more than the desk takes. */
  fetch(): Promise<Uint8Array>;
}

/** What a customer wrote, as a provider pushes it: at least once, a repeat under the same `msgId`. */
export interface SocialPush {
  readonly msgId: string;
  /** The customer at this provider: WeChat's open id, Weibo's uid. */
  readonly user: string;
  readonly nickname: string;
  readonly text: string;
  readonly place: SocialPlace;
  readonly at: Instant;
  /** The wallet's customer, where the account is bound to it. */
  readonly bound?: CustomerId;
  /** As the person has set it up; guessed from the text where it is not told. */
  readonly language?: Language;
  readonly media?: readonly SocialMedia[];
  /** Where the customer can be reached otherwise: their phone number, where the provider tells it. Raw. */
  readonly address?: string;
}

/** How far a message of the desk got behind the provider's answer; `clientId` is what the desk called it. */
export interface SocialReceipt {
  readonly clientId: string;
  /** `delivered` where it is not told. */
  readonly state?: 'delivered' | 'read' | 'failed';
  /** Of a failure: a stable code. */
  readonly reason?: string;
  readonly user: string;
  readonly place: SocialPlace;
}

export interface SocialRequest {
  /** The desk's own id of the message. */
  readonly clientId: string;
  readonly user: string;
  readonly place: SocialPlace;
  readonly text: string;
  readonly files?: readonly { readonly name: string; readonly type: string; readonly bytes: Uint8Array }[];
  /** It goes out as this approved template, of which `text` is what the customer reads; only where the platform has such. */
  readonly template?: SentTemplate & { readonly values: readonly TemplateValue[] };
}

/** `errcode` 0 is accepted; others are the provider's own codes. */
export type SocialAnswer = { readonly errcode: 0; readonly msgId: string } | { readonly errcode: number; readonly errmsg: string };

/** WeChat's codes for a service message that may not go out any more (developers.weixin.qq.com, customer-message/send). */
export const WECHAT_WINDOW_OVER = 45015;
export const WECHAT_COUNT_OVER = 45047;

/** A social platform as the desk speaks with it. */
export interface SocialProvider {
  /** Calls for each push until it is fulfilled, a few times at most; answers the way to stop. */
  onPush(listener: (push: SocialPush) => Promise<void>): () => void;
  onReceipt(listener: (receipt: SocialReceipt) => Promise<void>): () => void;
  /** Asked once for each attempt; rejects when nobody answered, and then it may have gone out. */
  send(request: SocialRequest): Promise<SocialAnswer>;
}

const PRIVATE = 'user:';
const COMMENT = 'comment:';
/** Before the rest, where the thread came by an account; of the demo's platforms and of old threads there is none. */
const ACCOUNT = 'at:';

/** The key of a thread: the customer's own for private messages, the comment's and the customer's below a post; behind the account it came by. */
export function threadOf(user: string, place: SocialPlace, account: string | null = null): string {
  const thread = place.kind === 'private' ? `${PRIVATE}${user}` : `${COMMENT}${place.comment}:${user}`;
  return account === null ? thread : `${ACCOUNT}${account}:${thread}`;
}

/** Where a thread is, and whose. */
export interface ThreadPlace {
  readonly account: string | null;
  readonly user: string;
  readonly place: SocialPlace;
}

/** Who and where a thread is; null for a key of another make. */
export function readThread(thread: string): ThreadPlace | null {
  const [, at, rest = ''] = new RegExp(`^(?:${ACCOUNT}([a-z0-9-]+):)?(.*)$`, 's').exec(thread) ?? [];
  const account = at ?? null;
  if (rest.length > PRIVATE.length && rest.startsWith(PRIVATE)) return { account, user: rest.slice(PRIVATE.length), place: { kind: 'private' } };
  const found = new RegExp(`^${COMMENT}([^:]+):(.+)$`, 's').exec(rest);
  return found?.[1] && found[2] ? { account, user: found[2], place: { kind: 'comment', comment: found[1] } } : null;
}

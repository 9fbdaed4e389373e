import type { SocialAnswer, SocialPlace, SocialProvider, SocialPush, SocialReceipt, SocialRequest } from '#electron/channels/social-port.ts';
import { WECHAT_COUNT_OVER, WECHAT_WINDOW_OVER } from '#electron/channels/social-port.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { NewId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { HOUR, type Instant, SECOND } from '#shared/lib/time.ts';

interface Options {
  /** What the platform itself allows, whatever the desk believes; null where it sets no limit. */
  readonly windowMs: number | null;
  readonly quota: number | null;
  readonly windowCode: number;
  readonly quotaCode: number;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  readonly logger: Logger;
}

/** Of one customer: when they wrote last and what went to them since. */
interface Standing {
  lastAt: Instant;
  sent: number;
}

/** A push that is not answered is tried again after so long, as WeChat does, three times in all. */
const PUSH_AGAIN = 5 * SECOND;
const PUSHES = 3;
const RECEIPT_AFTER = 0.8 * SECOND;

/** WeChat's own rule, with its codes. */
export const wechatRule = { windowMs: 48 * HOUR, quota: 5, windowCode: WECHAT_WINDOW_OVER, quotaCode: WECHAT_COUNT_OVER } as const;
/** Weibo's as it is taken to be; no readable source says more. */
export const weiboRule = { windowMs: 48 * HOUR, quota: null, windowCode: 20301, quotaCode: 10023 } as const;

/**
 * A made-up platform in this process that keeps to the real one's rule: it pushes what customers write at least once,
 * refuses what comes too late or too often by the real codes, and tells a little later that a message arrived.
 */
export class DemoSocialProvider implements SocialProvider {
  readonly #options: Options;
  readonly #pushed = new Set<(push: SocialPush) => Promise<void>>();
  readonly #receipts = new Set<(receipt: SocialReceipt) => Promise<void>>();
  readonly #standings = new Map<string, Standing>();
  readonly #timers = new Set<unknown>();
  readonly #sent = new Map<string, string>();
  readonly #listeners = new Set<(request: SocialRequest) => void>();
  #remembering: Promise<void> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
  }

  onPush(listener: (push: SocialPush) => Promise<void>): () => void {
    this.#pushed.add(listener);
    return () => this.#pushed.delete(listener);
  }

  onReceipt(listener: (receipt: SocialReceipt) => Promise<void>): () => void {
    this.#receipts.add(listener);
    return () => this.#receipts.delete(listener);
  }

  /** Calls with each message that the platform took. */
  onTaken(listener: (request: SocialRequest) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Nothing is pushed or told any more. */
  stop(): void {
    for (const timer of this.#timers) this.#options.clearTimer(timer);
    this.#timers.clear();
  }

  /** Nothing is taken before what a platform knows from earlier is told to this one; see `remember`. */
  takeAfter(remembering: Promise<void>): void {
    this.#remembering = remembering;
  }

  /** How a customer stands who wrote before this process began. */
  remember(user: string, lastAt: Instant, sent: number): void {
    const known = this.#standings.get(user);
    if (!known || known.lastAt < lastAt) this.#standings.set(user, { lastAt, sent });
  }

  /** A customer writes; fulfilled when the desk has answered the first push, or did not. */
  async write(user: string, nickname: string, text: string, place: SocialPlace, more: Pick<SocialPush, 'bound' | 'language'> = {}): Promise<SocialPush> {
    const push: SocialPush = { msgId: this.#options.newId(), user, nickname, text, place, at: this.#options.clock(), ...more };
    if (place.kind === 'private') this.#standings.set(user, { lastAt: push.at, sent: 0 });
    await this.push(push, 1);
    return push;
  }

  /** Pushes once more what was pushed before: networks repeat. */
  async push(push: SocialPush, attempt: number): Promise<void> {
    try {
      for (const listener of this.#pushed) await listener(push);
    } catch (cause) {
      this.#options.logger.warn('push: not answered', { attempt, cause: String(cause) });
      if (attempt < PUSHES) this.#after(PUSH_AGAIN, () => void this.push(push, attempt + 1));
    }
  }

  async send(request: SocialRequest): Promise<SocialAnswer> {
    await this.#remembering;
    const { clientId, user, place } = request;
    const before = this.#sent.get(clientId);
    if (before !== undefined) return { errcode: 0, msgId: before };
    const refusal = place.kind === 'private' ? this.#refusal(user) : null;
    if (refusal) return refusal;
    const standing = this.#standings.get(user);
    if (standing && place.kind === 'private') standing.sent += 1;
    const msgId = this.#options.newId();
    this.#sent.set(clientId, msgId);
    for (const listener of this.#listeners) listener(request);
    this.#after(RECEIPT_AFTER, () => {
      for (const listener of this.#receipts) {
        listener({ clientId, user, place }).catch((cause: unknown) => this.#options.logger.warn('receipt: not taken', { cause: String(cause) }));
      }
    });
    return { errcode: 0, msgId };
  }

  #refusal(user: string): SocialAnswer | null {
    const { windowMs, quota, windowCode, quotaCode, clock } = this.#options;
    const standing = this.#standings.get(user);
    // Who answers a comment privately begins the conversation: one message is allowed before they write back.
    const { lastAt, sent } = standing ?? { lastAt: clock(), sent: 0 };
    if (windowMs !== null && clock() - lastAt >= windowMs) return { errcode: windowCode, errmsg: 'response out of time limit or subscription is canceled' };
    if (quota !== null && sent >= quota) return { errcode: quotaCode, errmsg: 'out of response count limit' };
    return null;
  }

  #after(ms: number, work: () => void): void {
    const timer = this.#options.setTimer(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }
}

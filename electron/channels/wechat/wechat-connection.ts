import type { ConnectionFault, SocialConnection, WebhookAnswer, WebhookCall } from '#electron/channels/connection-port.ts';
import { type CallerOptions, ProviderCaller } from '#electron/channels/provider-call.ts';
import { plainAnswer, SocialAccount } from '#electron/channels/social-account.ts';
import type { SocialAnswer, SocialPush, SocialRequest } from '#electron/channels/social-port.ts';
import { HandOver } from '#electron/channels/wechat/hand-over.ts';
import { openCall } from '#electron/channels/wechat/open-call.ts';
import { digestOf } from '#electron/channels/wechat/read-fields.ts';
import { readMessage, type WechatMessage } from '#electron/channels/wechat/read-message.ts';
import { RecentSet, SignedOnce } from '#electron/channels/wechat/recent.ts';
import { sendMessage } from '#electron/channels/wechat/send-message.ts';
import type { WechatAccount } from '#electron/channels/wechat/wechat-account.ts';
import { type ApiAnswer, WechatApi } from '#electron/channels/wechat/wechat-api.ts';
import { isOfTheAccount, NOT_REACHED } from '#electron/channels/wechat/wechat-codes.ts';
import { aesKeyOf } from '#electron/channels/wechat/wechat-crypt.ts';
import { fetchMedia } from '#electron/channels/wechat/wechat-media.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { MINUTE, SECOND } from '#shared/lib/time.ts';

export interface WechatParts extends CallerOptions {
  readonly account: WechatAccount;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Given to every connection; nothing here is left to chance. */
  readonly random?: () => number;
  /** How far WeChat's clock and ours may be apart, in ms. */
  readonly skew?: number;
  /** How long a call of WeChat's is kept waiting, in ms: it hangs up after five seconds. */
  readonly patience?: number;
}

const SKEW = 5 * MINUTE;
const PATIENCE = 4.5 * SECOND;
const MOST_UNFOLLOWED = 20_000;

/** The one word after which WeChat does not come again. */
const TAKEN = plainAnswer(200, 'success');

/** An official account or a mini-program's customer service at WeChat: it calls us with what customers send, and is asked to send. */
export class WechatConnection extends SocialAccount implements SocialConnection {
  readonly #account: WechatAccount;
  readonly #skew: number;
  readonly #api: WechatApi;
  readonly #handOver: HandOver;
  readonly #signed: SignedOnce;
  readonly #left = new RecentSet<string>(MOST_UNFOLLOWED);
  readonly webhook = (call: WebhookCall): Promise<WebhookAnswer> => this.answering('WeChat', () => this.#answer(call));

  constructor(parts: WechatParts) {
    super(parts);
    const { account, clock, setTimer, clearTimer, skew = SKEW, patience = PATIENCE } = parts;
    this.#account = account;
    this.#skew = skew;
    this.#api = new WechatApi(account, new ProviderCaller(parts), clock);
    this.#handOver = new HandOver({ setTimer, clearTimer, patience });
    this.#signed = new SignedOnce(clock, 2 * skew);
  }

  override async start(): Promise<void> {
    await super.start();
    const key = this.#account.encodingAesKey;
    if (key !== null && !aesKeyOf(key))
      this.status.fail('in', { code: 'refused-credentials', detail: 'the EncodingAESKey is not one: it has 43 letters and digits' });
  }

  override async stop(): Promise<void> {
    await super.stop();
    await this.#handOver.settled();
  }

  async check(): Promise<Result<string, ConnectionFault>> {
    const asked = await this.#api.call({ path: '/cgi-bin/getcallbackip' });
    this.#learn(asked);
    if (asked.kind !== 'given') return fail(asked.fault);
    if (Array.isArray(asked.json?.ip_list)) return ok(this.#account.appId);
    return fail({ code: 'bad-answer', detail: 'WeChat’s answer is none of the form it should have' });
  }

  async send(request: SocialRequest): Promise<SocialAnswer> {
    if (!this.status.on) return { errcode: NOT_REACHED, errmsg: 'the account is switched off' };
    const left = (user: string) => this.#left.has(user);
    return this.under.run(() => sendMessage({ api: this.#api, left, onAnswer: (asked) => this.#learn(asked) }, request));
  }

  async #answer(call: WebhookCall): Promise<WebhookAnswer> {
    if (!this.status.on) return plainAnswer(503, 'off');
    const opened = openCall(this.#account, call, this.clock(), this.#skew);
    if (!opened.ok) return this.#refuse(opened.error.code === 'bad-message' ? 400 : 403, opened.error);
    const { signature } = opened.value;
    const said = opened.value.kind === 'echo' ? `echo ${opened.value.echo}` : digestOf(opened.value.fields);
    const covered = opened.value.kind === 'message' && opened.value.covered;
    if (!covered && !this.#signed.stands(signature, said))
      return this.#refuse(403, { code: 'bad-signature', detail: 'a signature came a second time, with other content' });
    if (opened.value.kind === 'echo') {
      this.status.well();
      return plainAnswer(200, opened.value.echo);
    }
    const message = readMessage(opened.value.fields);
    if (!message.ok) return this.#refuse(400, { code: 'bad-message', detail: message.error });
    return this.#take(message.value);
  }

  #refuse(status: 400 | 403, fault: ConnectionFault): WebhookAnswer {
    this.logger.debug('webhook: refused', { account: this.#account.id, code: fault.code });
    // Anybody can call with a wrong signature: this alone does not say that a working account is out of order.
    if (fault.code === 'clock-off') this.status.fail('in', fault);
    else this.status.note(fault);
    return plainAnswer(status, fault.code);
  }

  async #take(message: WechatMessage): Promise<WebhookAnswer> {
    const { id, user, at } = message;
    if (message.kind !== 'message') this.status.well();
    if (message.kind === 'following') {
      if (message.following) this.#left.delete(user);
      else this.#left.add(user);
      return TAKEN;
    }
    if (message.kind === 'nothing') {
      if (!message.known) this.logger.info('webhook: an event that is in no table was left out', { account: this.#account.id });
      return TAKEN;
    }
    // Who writes follows, or is in a mini-program, where there is nothing to follow.
    this.#left.delete(user);
    const push: SocialPush = {
      // Ids are WeChat's per account: two accounts of one desk are kept apart.
      msgId: `${this.#account.appId}:${id}`,
      user,
      nickname: `${this.#account.kind === 'official' ? '微信用户' : '小程序用户'} ${user.slice(-4)}`,
      text: message.text,
      place: { kind: 'private' },
      at,
      ...(message.media.length === 0
        ? {}
        : { media: message.media.map(({ kind, name, mediaId }) => ({ kind, name, fetch: () => fetchMedia(this.#api, mediaId) })) }),
    };
    const outcome = await this.#handOver.once(push.msgId, () => this.#handed(push));
    if (outcome === 'done') {
      this.status.well();
      return TAKEN;
    }
    const detail = outcome === 'later' ? 'the desk has not yet taken a message; WeChat comes again' : 'the desk did not take a message; WeChat comes again';
    this.status.fail('in', { code: 'not-handed-over', detail });
    return plainAnswer(outcome === 'later' ? 503 : 500, 'not-handed-over');
  }

  async #handed(push: SocialPush): Promise<void> {
    if (!(await this.give(push))) throw new Error('the desk did not take it');
    this.status.well();
  }

  /** What an answer says of the account; that one message may not go out says nothing of it. */
  #learn(asked: ApiAnswer): void {
    if (asked.kind === 'given' || (asked.kind === 'refused' && !isOfTheAccount(asked.errcode))) this.status.answered();
    else this.status.fail('out', asked.fault);
  }
}

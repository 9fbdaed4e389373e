import { createHash } from 'node:crypto';
import { guessQueue } from '#electron/channels/guess-queue.ts';
import type { CaseFeed, Deliverer, DeliveryFault, Intake } from '#electron/channels/port.ts';
import { readThread, type SocialPlace, type SocialProvider, type SocialPush, type SocialReceipt, threadOf } from '#electron/channels/social-port.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { ChannelKind } from '#shared/case/channel.ts';
import type { KnownEvent } from '#shared/case/envelope.ts';
import type { CaseId, CommandId, EventId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

export interface SocialParts {
  readonly provider: SocialProvider;
  readonly intake: Intake;
  readonly feed: CaseFeed;
  readonly logger: Logger;
}

interface Kind {
  readonly channel: ChannelKind;
  /** A stable code for one of the provider's own; null where it is none that is known. */
  readonly reasonOf: (errcode: number) => string | null;
}

const hasHan = (text: string) => /\p{Script=Han}/u.test(text);

/**
 * A channel of a social platform. What is pushed becomes a case's message once, however often it comes; what leaves
 * goes where the message says, in public or to the customer alone; a receipt puts it on record as delivered.
 */
export class SocialChannel implements Deliverer {
  readonly channel: ChannelKind;
  readonly #kind: Kind;
  readonly #parts: SocialParts;
  readonly #stops: (() => void)[] = [];

  constructor(kind: Kind, parts: SocialParts) {
    this.channel = kind.channel;
    this.#kind = kind;
    this.#parts = parts;
  }

  start(): void {
    const { provider } = this.#parts;
    this.#stops.push(
      provider.onPush((push) => this.#receive(push)),
      provider.onReceipt((receipt) => this.#delivered(receipt)),
    );
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  async #receive(push: SocialPush): Promise<void> {
    const { msgId, user, nickname, text, place, bound } = push;
    const received = await this.#parts.intake.receive({
      channel: this.channel,
      thread: threadOf(user, place),
      queue: guessQueue(text),
      language: push.language ?? (hasHan(text) ? 'zh-CN' : 'en'),
      text,
      attachments: [],
      commandId: createHash('sha256').update(`${this.channel} ${msgId}`).digest('hex') as CommandId,
      providerId: msgId,
      visibility: place.kind === 'comment' ? 'public' : 'private',
      contactName: nickname,
      ...(bound === undefined ? {} : { customer: bound }),
    });
    // What the desk does not want would not be wanted at the next push either.
    if (!received.ok) this.#parts.logger.warn('receive: refused', { channel: this.channel, code: received.error.code });
  }

  async #delivered({ clientId, user, place }: SocialReceipt): Promise<void> {
    const { intake, feed } = this.#parts;
    const caseId = await intake.caseFor(this.channel, threadOf(user, place));
    const actor: Actor = { kind: 'system', id: this.channel };
    await feed.act(caseId, actor, `${clientId} shown` as CommandId, { type: 'recordDelivery', message: clientId as EventId, state: 'delivered' });
  }

  async deliver(caseId: CaseId, sent: KnownEvent<'message.sent'>): Promise<Result<'sent' | 'delivered', DeliveryFault>> {
    const { provider, feed, intake } = this.#parts;
    const opening = (await feed.read(caseId)).find((event) => event.type === 'case.opened');
    const at = opening?.type === 'case.opened' ? readThread(opening.body.thread) : null;
    if (!at) return fail({ state: 'failed', reason: 'unknown-thread' });
    if (!sent.content) return fail({ state: 'failed', reason: 'message-unreadable' });
    const place: SocialPlace = sent.body.visibility === 'public' ? at.place : { kind: 'private' };
    // What the customer writes back to a thread that was moved belongs to the same case.
    if (place.kind !== at.place.kind) await intake.bind(this.channel, threadOf(at.user, place), caseId);
    const answer = await provider.send({ clientId: sent.id, user: at.user, place, text: sent.content.text });
    return answer.errcode === 0 ? ok('sent') : fail({ state: 'failed', reason: this.#reason(answer.errcode) });
  }

  #reason(code: number): string {
    this.#parts.logger.warn('deliver: refused by the provider', { channel: this.channel, code });
    return this.#kind.reasonOf(code) ?? `code-${code}`;
  }
}

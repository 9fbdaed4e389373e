import type { IncomingMessage, Intake } from '#electron/channels/port.ts';
import { type SocialPlace, threadOf } from '#electron/channels/social-port.ts';
import type { DemoSocialProvider } from '#electron/demo/social-provider.ts';
import type { ChannelKind } from '#shared/case/channel.ts';
import type { Refusal } from '#shared/case/commands.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { ok, type Result } from '#shared/lib/result.ts';

interface Way {
  readonly channel: 'wechat' | 'weibo';
  readonly place: SocialPlace;
}

/** Of made-up customers who would chat, this share comes by a social platform instead. */
const WECHAT = 0.22;
const WEIBO = 0.3;
const COMMENT = 0.36;
/** Customers whose way is still known, for what they write next. */
const KEPT = 500;

/**
 * The door through which made-up customers come: a share of those who would open a chat writes by WeChat or Weibo
 * instead, through the platform's own push, and keeps to it.
 */
export class SocialArrivals implements Intake {
  readonly #intake: Intake;
  readonly #providers: Readonly<Record<Way['channel'], DemoSocialProvider>>;
  readonly #random: () => number;
  readonly #ways = new Map<string, Way | null>();

  constructor(intake: Intake, providers: Readonly<Record<Way['channel'], DemoSocialProvider>>, random: () => number) {
    this.#intake = intake;
    this.#providers = providers;
    this.#random = random;
  }

  caseFor(channel: ChannelKind, thread: string): Promise<CaseId> {
    const way = channel === 'chat' ? this.#ways.get(thread) : null;
    return way ? this.#intake.caseFor(way.channel, threadOf(thread, way.place)) : this.#intake.caseFor(channel, thread);
  }

  bind(channel: ChannelKind, thread: string, caseId: CaseId): Promise<CaseId> {
    return this.#intake.bind(channel, thread, caseId);
  }

  async receive(message: IncomingMessage): Promise<Result<{ readonly caseId: CaseId; readonly events: readonly AnyEvent[] }, Refusal>> {
    const way = message.channel === 'chat' ? this.#wayOf(message.thread) : null;
    if (!way) return this.#intake.receive(message);
    const { thread, text, customer, language, contactName = thread } = message;
    await this.#providers[way.channel].write(thread, contactName, text, way.place, {
      language,
      // Whoever comments in public is nobody's account yet.
      ...(customer === undefined || way.place.kind === 'comment' ? {} : { bound: customer }),
    });
    return ok({ caseId: await this.caseFor('chat', thread), events: [] });
  }

  #wayOf(thread: string): Way | null {
    const known = this.#ways.get(thread);
    if (known !== undefined) return known;
    const at = this.#random();
    const way: Way | null =
      at < WECHAT
        ? { channel: 'wechat', place: { kind: 'private' } }
        : at < WEIBO
          ? { channel: 'weibo', place: { kind: 'private' } }
          : at < COMMENT
            ? { channel: 'weibo', place: { kind: 'comment', comment: thread.replaceAll(':', '-') } }
            : null;
    this.#ways.set(thread, way);
    const oldest = this.#ways.keys().next();
    if (this.#ways.size > KEPT && !oldest.done) this.#ways.delete(oldest.value);
    return way;
  }
}

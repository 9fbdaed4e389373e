import { readThread } from '#electron/channels/social-port.ts';
import { DemoSocialProvider, wechatRule, weiboRule } from '#electron/demo/social-provider.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { ChannelDesk } from '#electron/host/channels/channel-desk.ts';
import type { Cache } from '#electron/store/port.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { NewId, PersonId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Instant } from '#shared/lib/time.ts';

interface Parts {
  /** Whose channels the platforms are attached to, as those of threads without an account. */
  readonly channels: Pick<ChannelDesk, 'channel'>;
  readonly hub: CaseHub;
  readonly cache: Cache;
  readonly configuration: { readonly value: Configuration };
  readonly clock: Clock;
  readonly newId: NewId;
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  readonly logger: Logger;
}

/** When the platforms are told after the start, ms: on a desk with many cases it takes a third of a second, and whoever opens it is given their lists first. */
const TOLD_AFTER = 2_000;
/** How many open conversations a platform is told of as it starts; older ones are over anyway. */
const REMEMBERED = 500;

/** The demo desk's platforms. They live in this process, so each start tells them what the log knows. */
export class DemoSocial {
  readonly providers: { readonly wechat: DemoSocialProvider; readonly weibo: DemoSocialProvider };
  readonly #parts: Parts;
  readonly #stops: (() => void)[] = [];
  readonly #told = Promise.withResolvers<void>();
  #timer: unknown = null;
  #remembering: Promise<void> | null = null;
  #stopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { clock, newId, setTimer, clearTimer, logger } = parts;
    const shared = { clock, newId, setTimer, clearTimer, logger };
    this.providers = { wechat: new DemoSocialProvider({ ...shared, ...wechatRule }), weibo: new DemoSocialProvider({ ...shared, ...weiboRule }) };
  }

  start(): void {
    const { setTimer, clock, logger } = this.#parts;
    const began = clock();
    this.#timer = setTimer(() => {
      this.#remembering = this.#remember(began)
        .catch((cause: unknown) => logger.warn('start: the platforms do not know all that was said before', { cause: String(cause) }))
        .finally(() => this.#told.resolve());
    }, TOLD_AFTER);
    for (const name of ['wechat', 'weibo'] as const) {
      this.providers[name].takeAfter(this.#told.promise);
      const stop = this.#parts.channels.channel(name)?.attach(null, this.providers[name]);
      if (stop) this.#stops.push(stop);
    }
  }

  /** What has been sent since it began comes to the platforms by itself. */
  async #remember(began: Instant): Promise<void> {
    const { cache, hub, configuration } = this.#parts;
    const page = await cache.inboxPage({
      view: 'all',
      person: 'desk' as PersonId,
      queues: configuration.value.queues.map(({ id }) => id),
      sort: { by: 'activeAt', descending: true },
      offset: 0,
      limit: REMEMBERED,
    });
    for (const { id, channel } of page.rows) {
      if (this.#stopped) return;
      if (channel !== 'wechat' && channel !== 'weibo') continue;
      const state = await hub.state(id);
      const at = state ? readThread(state.thread) : null;
      if (!state || at?.place.kind !== 'private') continue;
      const since = state.entries.filter((entry) => entry.kind === 'sent' && entry.at >= began).length;
      this.providers[channel].remember(at.user, state.lastCustomerAt ?? state.openedAt, Math.max(0, state.sentSinceCustomer - since));
    }
  }

  /** The desk is about to stop: what is being sent waits for nothing any more. */
  rest(): void {
    this.#stopped = true;
    this.#parts.clearTimer(this.#timer);
    this.#told.resolve();
  }

  async stop(): Promise<void> {
    this.rest();
    await this.#remembering;
    for (const stop of this.#stops.splice(0)) stop();
    for (const provider of Object.values(this.providers)) provider.stop();
  }
}

import { z } from 'zod';
import { strangersName } from '#electron/channels/strangers-text.ts';
import type { WeiboApi } from '#electron/channels/weibo/weibo-api.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { HOUR, MINUTE, SECOND } from '#shared/lib/time.ts';

const user = z.object({ screen_name: z.string() });

/** A push must be answered within five seconds, its name included. */
const PATIENCE_MS = 1.5 * SECOND;
const KEPT_MS = 12 * HOUR;
const MISSED_MS = 5 * MINUTE;
const MOST_KEPT = 5_000;

/** Names of customers, which pushes do not tell; asked for once in a while and never worth a message. */
export class WeiboNames {
  readonly #api: WeiboApi;
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly name: string; readonly until: number }>();

  constructor(api: WeiboApi, clock: Clock) {
    this.#api = api;
    this.#clock = clock;
  }

  /** The name, or an empty one where it cannot be had in time. Never rejects. */
  async nameOf(uid: string): Promise<string> {
    const kept = this.#known.get(uid);
    if (kept && kept.until > this.#clock()) return kept.name;
    const name = await this.#ask(uid);
    this.#known.delete(uid);
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size >= MOST_KEPT) this.#known.delete(oldest);
    this.#known.set(uid, { name: name ?? kept?.name ?? '', until: this.#clock() + (name === null ? MISSED_MS : KEPT_MS) });
    return name ?? kept?.name ?? '';
  }

  async #ask(uid: string): Promise<string | null> {
    try {
      const answered = await this.#api.get('users/show.json', user, { uid }, PATIENCE_MS);
      return answered.ok ? strangersName(answered.value.screen_name) : null;
    } catch {
      return null;
    }
  }
}

import type { AnyEvent } from '#shared/case/envelope.ts';
import type { EventId } from '#shared/lib/ids.ts';
import { DAY, type Instant, MINUTE, SECOND } from '#shared/lib/time.ts';

/** What a provider says, or does not, of a message that it surely did not take and may take later. */
export const triedAgain: readonly string[] = ['unreachable', 'provider-busy'];

const FIRST = 30 * SECOND;
const LONGEST = 15 * MINUTE;
/** Closer to the end of the window than this no provider is asked. */
const MARGIN = 10 * SECOND;
const AT_MOST = DAY;

/** How often a message was tried since an agent wanted it gone, and when first. */
export interface Tries {
  readonly count: number;
  readonly since: Instant;
}

/** The attempts of a message since it was written, or an agent wanted it sent again. */
export function triesOf(events: readonly AnyEvent[], message: EventId): Tries | null {
  let count = 0;
  let since = 0;
  for (const event of events) {
    if (event.type !== 'message.delivery' || event.body.message !== message) continue;
    const { state, next } = event.body;
    if (state === 'queued' && next === undefined) count = 0;
    if (state !== 'sending') continue;
    if (count === 0) since = event.at;
    count += 1;
  }
  return count === 0 ? null : { count, since };
}

/**
 * When to try again, or null: not any more. The wait doubles up to a quarter of an hour, half of it by chance, so that
 * many messages do not come back at once. Once the wait would pass the channel's window or a day, there is one last try before its end.
 */
export function nextTry({
  tries,
  closesAt,
  now,
  random,
}: {
  readonly tries: Tries | null;
  /** When the channel's window closes; null: never. */
  readonly closesAt: Instant | null;
  readonly now: Instant;
  readonly random: () => number;
}): Instant | null {
  const { count, since } = tries ?? { count: 1, since: now };
  const wait = Math.min(LONGEST, FIRST * 2 ** Math.min(count - 1, 20));
  const latest = Math.min(since + AT_MOST, closesAt === null ? Number.POSITIVE_INFINITY : closesAt - MARGIN);
  const next = now + Math.round(wait / 2 + (random() * wait) / 2);
  if (next <= latest) return next;
  return latest - now >= MARGIN ? latest : null;
}

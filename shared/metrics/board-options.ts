import type { ChannelKind } from '#shared/case/channel.ts';
import type { PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

/** Targets of one queue, or of one channel of it, in ms. */
export interface QueueTargets {
  /** T: a contact is to be answered within it. */
  readonly serviceLevelMs: number;
  /** t: who gives up sooner is a short abandon; 0: nobody is. */
  readonly shortAbandonMs: number;
}

export interface WatchedQueue extends QueueTargets {
  readonly id: QueueId;
  /** Targets of channels that have their own. */
  readonly byChannel?: Readonly<Partial<Record<ChannelKind, QueueTargets>>>;
}

export interface WatchedAgent {
  readonly id: PersonId;
  readonly queues: readonly QueueId[];
  /** How many cases they take at once; null where there is no limit. */
  readonly capacity: number | null;
}

export interface BoardOptions {
  /** When the day, or the report's period, begins; what ended before is not counted. */
  readonly since: Instant;
  /** When the period ends (exclusive): for reports of the past; without it the period lasts. */
  readonly until?: Instant;
  /** Queues that are not named are not counted. */
  readonly queues: readonly WatchedQueue[];
  readonly agents: readonly WatchedAgent[];
}

/** The targets that hold for a channel of a queue. */
export function targetsOf(queue: WatchedQueue, channel: ChannelKind): QueueTargets {
  return queue.byChannel?.[channel] ?? queue;
}

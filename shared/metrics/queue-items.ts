import { serviceLevelState, waitingTime } from '#shared/case/clocks.ts';
import type { CaseId, QueueId } from '#shared/lib/ids.ts';
import { type Instant, SECOND } from '#shared/lib/time.ts';
import { type BoardOptions, type QueueTargets, targetsOf } from '#shared/metrics/board-options.ts';
import type { CaseTrack, Contact, Handling } from '#shared/metrics/case-track.ts';
import type { OfCase } from '#shared/metrics/figure.ts';
import { clip, duration } from '#shared/metrics/spans.ts';

interface ContactItem extends OfCase {
  readonly outcome: Contact['outcome'];
  readonly wait: number;
  readonly inTime: boolean;
  readonly short: boolean;
  readonly atRisk: boolean;
}

interface BacklogItem extends OfCase {
  readonly status: 'waiting' | 'open' | 'snoozed';
  readonly age: number;
  /** How long the customer has been without an answer; null while they have one. */
  readonly unanswered: number | null;
}

interface WorkItem extends OfCase {
  readonly transferred: boolean;
  readonly open: number;
}

interface RoundItem extends OfCase {
  readonly first: boolean;
  readonly time: number;
}

interface ResolvedItem extends OfCase {
  readonly again: boolean;
  readonly atOnce: boolean;
}

/** What the figures of one queue, or of several together, count. */
export interface QueueItems {
  readonly backlog: readonly BacklogItem[];
  readonly waiting: readonly ContactItem[];
  readonly entered: readonly OfCase[];
  /** Contacts that ended in the period. */
  readonly ended: readonly ContactItem[];
  readonly handled: readonly WorkItem[];
  readonly rounds: readonly RoundItem[];
  readonly resolved: readonly ResolvedItem[];
}

type Growing = { readonly [K in keyof QueueItems]: QueueItems[K][number][] };

const nothing = (): Growing => ({ backlog: [], waiting: [], entered: [], ended: [], handled: [], rounds: [], resolved: [] });

/** The items of several queues together. */
export function joinItems(all: readonly QueueItems[]): QueueItems {
  return {
    backlog: all.flatMap((items) => items.backlog),
    waiting: all.flatMap((items) => items.waiting),
    entered: all.flatMap((items) => items.entered),
    ended: all.flatMap((items) => items.ended),
    handled: all.flatMap((items) => items.handled),
    rounds: all.flatMap((items) => items.rounds),
    resolved: all.flatMap((items) => items.resolved),
  };
}

/** Whether work was handled: seen through by its owner, not given back or taken away. */
export function isHandled(handling: Handling): boolean {
  return handling.end === 'resolved' || handling.end === 'transferred';
}

/** How long work was open, in ms. */
export function openTime(handling: Handling, until: Instant): number {
  return duration(clip(handling.spans, 0, handling.to ?? until));
}

function contactItem(caseId: CaseId, contact: Contact, targets: QueueTargets, now: Instant): ContactItem {
  const wait = Math.max(0, (contact.to ?? now) - contact.from);
  const inTime = wait <= targets.serviceLevelMs;
  return {
    caseId,
    outcome: contact.outcome,
    wait,
    inTime,
    short: contact.outcome === 'abandoned' && wait < targets.shortAbandonMs,
    atRisk: inTime && serviceLevelState(wait, targets.serviceLevelMs / SECOND) !== 'within',
  };
}

/** Sorts what happened to the cases into the queues watched, by the queue each thing happened in. */
export function queueItems(cases: Iterable<CaseTrack>, now: Instant, options: BoardOptions): ReadonlyMap<QueueId, QueueItems> {
  const queues = new Map(options.queues.map((queue) => [queue.id, { queue, items: nothing() }]));
  const until = options.until ?? Number.POSITIVE_INFINITY;
  const inPeriod = (at: Instant | null): at is Instant => at !== null && at >= options.since && at < until;

  for (const track of cases) {
    const caseId = track.id;
    const here = queues.get(track.queue);
    if (here && track.status !== 'resolved') {
      here.items.backlog.push({ caseId, status: track.status, age: Math.max(0, now - track.openedAt), unanswered: waitingTime(track, now) });
    }
    for (const contact of track.contacts) {
      const found = queues.get(contact.queue);
      if (!found) continue;
      const item = contactItem(caseId, contact, targetsOf(found.queue, track.channel), now);
      if (inPeriod(contact.from)) found.items.entered.push({ caseId });
      if (contact.outcome === 'waiting') found.items.waiting.push(item);
      else if (inPeriod(contact.to)) found.items.ended.push(item);
    }
    for (const handling of track.handlings) {
      if (!isHandled(handling) || !inPeriod(handling.to)) continue;
      queues.get(handling.queue)?.items.handled.push({ caseId, transferred: handling.end === 'transferred', open: openTime(handling, now) });
    }
    for (const { queue, first, from, to } of track.rounds) {
      if (inPeriod(to)) queues.get(queue)?.items.rounds.push({ caseId, first, time: to - from });
    }
    if (track.resolved !== null && inPeriod(track.resolved.at)) {
      const again = track.resolutions > 1 || track.status !== 'resolved';
      queues.get(track.resolved.queue)?.items.resolved.push({ caseId, again, atOnce: !again && track.handledBy.length === 1 });
    }
  }
  return new Map([...queues].map(([id, { items }]) => [id, items]));
}

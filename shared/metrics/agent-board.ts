import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';
import { type AgentTrack, timesIn } from '#shared/metrics/agent-track.ts';
import type { BoardOptions } from '#shared/metrics/board-options.ts';
import type { CaseTrack, Handling } from '#shared/metrics/case-track.ts';
import { count, mean, type Reckoned, ratio } from '#shared/metrics/figure.ts';
import type { AgentFigureId } from '#shared/metrics/figure-definitions.ts';
import { isHandled, openTime } from '#shared/metrics/queue-items.ts';
import { clip, duration, intersection, type Stretch, union } from '#shared/metrics/spans.ts';

export type ReckonedAgent = { readonly [I in AgentFigureId]: Reckoned<I> };

/** One person's work on one case. */
export interface AgentWork {
  readonly caseId: CaseId;
  readonly handling: Handling;
}

/** Each agent's work, in whatever queue. */
export function workByAgent(cases: Iterable<CaseTrack>): ReadonlyMap<PersonId, readonly AgentWork[]> {
  const work = new Map<PersonId, AgentWork[]>();
  for (const track of cases) {
    for (const handling of track.handlings) {
      const own = work.get(handling.by);
      const item = { caseId: track.id, handling };
      if (own) own.push(item);
      else work.set(handling.by, [item]);
    }
  }
  return work;
}

const isOpen = ({ handling }: AgentWork): boolean => handling.end === 'open' && handling.spans.at(-1)?.to === null;

/**
 * Reckons the figures of one agent as `agentFigures` defines them. Shares of time look at signed-in time alone: a case
 * left open overnight keeps nobody busy. A break with cases open is time with cases open.
 */
export function reckonAgent(
  capacity: number | null,
  track: AgentTrack | undefined,
  work: readonly AgentWork[],
  now: Instant,
  options: Pick<BoardOptions, 'since' | 'until'>,
): ReckonedAgent {
  const end = Math.min(now, options.until ?? now);
  const signedIn = union(clip(timesIn(track, 'available', 'busy', 'break', 'away'), options.since, end));
  const available = union(clip(timesIn(track, 'available'), options.since, end));
  const stretches = work.flatMap(({ caseId, handling }) => {
    const open = intersection(clip(handling.spans, options.since, end), signedIn);
    return open.length === 0 ? [] : [{ caseId, open }];
  });
  const all: readonly Stretch[] = stretches.flatMap(({ open }) => open);
  const busy = union(all);
  const busyTime = duration(busy);
  const idleTime = duration(available) - duration(intersection(available, busy));
  const inPeriod = (at: Instant | null) => at !== null && at >= options.since && at < (options.until ?? Number.POSITIVE_INFINITY);
  const handled = work.filter(({ handling }) => isHandled(handling) && inPeriod(handling.to));
  const open = work.filter(isOpen);
  const handleTime = mean('agentHandleTime', handled, ({ handling }) => openTime(handling, now));
  const concurrency = ratio('concurrency', duration(all), busyTime, stretches);
  return {
    openCases: count('openCases', open),
    capacityUsed: ratio('capacityUsed', open.length, capacity, open),
    agentHandled: count('agentHandled', handled),
    agentHandleTime: handleTime,
    occupancy: ratio('occupancy', busyTime, busyTime + idleTime, stretches),
    utilisation: ratio('utilisation', busyTime, duration(signedIn), stretches),
    concurrency,
    effectiveHandleTime: ratio('effectiveHandleTime', handleTime.numerator, handled.length * (concurrency.value ?? 0), handled),
  };
}

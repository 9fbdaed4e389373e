import type { AgentState } from '#shared/case/agent-state.ts';
import type { PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';
import { type ReckonedAgent, reckonAgent, workByAgent } from '#shared/metrics/agent-board.ts';
import type { BoardOptions } from '#shared/metrics/board-options.ts';
import type { BoardState } from '#shared/metrics/board-state.ts';
import { casesOf, type Figure, type FigureCases, type Reckoned, toFigure } from '#shared/metrics/figure.ts';
import type { AgentFigureId, FigureId, QueueFigureId } from '#shared/metrics/figure-definitions.ts';
import { type ReckonedQueue, reckonQueue } from '#shared/metrics/queue-board.ts';
import { joinItems, queueItems } from '#shared/metrics/queue-items.ts';
import { getFrom, valuesOf } from '#shared/metrics/sharded-map.ts';

export type QueueFigures = { readonly [I in QueueFigureId]: Figure<I> };
export type AgentFigures = { readonly [I in AgentFigureId]: Figure<I> };

/** Who serves a queue, by the state they are in; each person once. */
export type AgentsByState = Readonly<Record<AgentState, readonly PersonId[]>>;

export interface QueueBoard {
  readonly figures: QueueFigures;
  readonly agents: AgentsByState;
}

export interface AgentBoard {
  readonly agent: PersonId;
  readonly state: AgentState;
  /** Since when they are in that state; null where nothing is known of them. */
  readonly since: Instant | null;
  readonly figures: AgentFigures;
}

export interface Board {
  readonly at: Instant;
  readonly since: Instant;
  /** In the order of the options. */
  readonly queues: readonly (QueueBoard & { readonly queue: QueueId })[];
  /** Of all queues named together; an agent who serves several counts once. */
  readonly total: QueueBoard;
  /** In the order of the options. */
  readonly agents: readonly AgentBoard[];
}

/** One figure of a board; `queue` null is the total. */
export type FigurePlace = { readonly queue: QueueId | null; readonly figure: QueueFigureId } | { readonly agent: PersonId; readonly figure: AgentFigureId };

function byState(agents: readonly AgentBoard[]): AgentsByState {
  const inState = (state: AgentState) => agents.filter((agent) => agent.state === state).map(({ agent }) => agent);
  return { available: inState('available'), busy: inState('busy'), break: inState('break'), away: inState('away'), offline: inState('offline') };
}

const shown = <F>(figures: Readonly<Record<string, Reckoned>>): F =>
  Object.fromEntries(Object.entries(figures).map(([id, figure]) => [id, toFigure<FigureId>(figure)])) as F;

const shownQueue = (figures: ReckonedQueue): QueueFigures => shown(figures);
const shownAgent = (figures: ReckonedAgent): AgentFigures => shown(figures);

/**
 * The board at `now`: a fold over time of what happened so far, so that waits grow and a day begins without any event.
 * With `until` it is a report on what ended in the period; figures of the present are always of `now`.
 */
export function boardAt(state: BoardState, now: Instant, options: BoardOptions): Board {
  const items = queueItems(valuesOf(state.cases), now, options);
  const work = workByAgent(valuesOf(state.cases));
  const serving = new Map(options.agents.map((agent) => [agent.id, agent]));
  const serves = (id: PersonId, queue: QueueId) => serving.get(id)?.queues.includes(queue) === true;
  const agents = [...serving.values()].map(({ id, capacity }): AgentBoard => {
    const track = getFrom(state.agents, id);
    const last = track?.changes.at(-1);
    const figures = shownAgent(reckonAgent(capacity, track, work.get(id) ?? [], now, options));
    return { agent: id, state: last?.state ?? 'offline', since: last?.at ?? null, figures };
  });
  return {
    at: now,
    since: options.since,
    queues: [...items].map(([queue, found]) => ({
      queue,
      figures: shownQueue(reckonQueue(found)),
      agents: byState(agents.filter(({ agent }) => serves(agent, queue))),
    })),
    total: {
      figures: shownQueue(reckonQueue(joinItems([...items.values()]))),
      agents: byState(agents.filter(({ agent }) => options.queues.some(({ id }) => serves(agent, id)))),
    },
    agents,
  };
}

/** The cases behind one figure of the board at `now`; none where the queue or agent is not in the options. */
export function casesBehind(state: BoardState, now: Instant, options: BoardOptions, place: FigurePlace): FigureCases {
  if ('agent' in place) {
    const watched = options.agents.find(({ id }) => id === place.agent);
    if (!watched) return { cases: [], among: [] };
    const work = workByAgent(valuesOf(state.cases)).get(watched.id) ?? [];
    return casesOf(reckonAgent(watched.capacity, getFrom(state.agents, watched.id), work, now, options)[place.figure]);
  }
  const queues = place.queue === null ? options.queues : options.queues.filter(({ id }) => id === place.queue);
  const items = queueItems(valuesOf(state.cases), now, { ...options, queues });
  return casesOf(reckonQueue(joinItems([...items.values()]))[place.figure]);
}

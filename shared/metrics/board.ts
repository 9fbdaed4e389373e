import type { AgentState } from '#shared/case/agent-state.ts';
import type { PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';
import { type AgentBoard, reckonAgent, workByAgent } from '#shared/metrics/agent-board.ts';
import type { BoardOptions } from '#shared/metrics/board-options.ts';
import type { BoardState } from '#shared/metrics/board-state.ts';
import { type QueueFigures, reckonQueue } from '#shared/metrics/queue-board.ts';
import { joinItems, queueItems } from '#shared/metrics/queue-items.ts';
import { getFrom, valuesOf } from '#shared/metrics/sharded-map.ts';

/** Who serves a queue, by the state they are in; each person once. */
export type AgentsByState = Readonly<Record<AgentState, readonly PersonId[]>>;

export interface QueueBoard {
  readonly figures: QueueFigures;
  readonly agents: AgentsByState;
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

function byState(agents: readonly AgentBoard[]): AgentsByState {
  const inState = (state: AgentState) => agents.filter((agent) => agent.state === state).map(({ agent }) => agent);
  return { available: inState('available'), busy: inState('busy'), break: inState('break'), offline: inState('offline') };
}

/**
 * The board at `now`: a fold over time of what happened so far, so that waits grow and a day begins without any event.
 * Figures of a past period are true to it as far as they count what ended; those of the present are always of `now`.
 */
export function boardAt(state: BoardState, now: Instant, options: BoardOptions): Board {
  // In the order of ids, so that the lists behind the figures are in order as they are made.
  const cases = [...valuesOf(state.cases)].sort((a, b) => (a.id < b.id ? -1 : 1));
  const items = queueItems(cases, now, options);
  const work = workByAgent(cases);
  const agents = [...new Map(options.agents.map((agent) => [agent.id, agent])).values()].map((agent) =>
    reckonAgent(agent, getFrom(state.agents, agent.id), work.get(agent.id) ?? [], now, options),
  );
  const serving = new Map(options.agents.map(({ id, queues }) => [id, new Set(queues)]));
  return {
    at: now,
    since: options.since,
    queues: [...items].map(([queue, found]) => ({
      queue,
      figures: reckonQueue(found),
      agents: byState(agents.filter(({ agent }) => serving.get(agent)?.has(queue) === true)),
    })),
    total: {
      figures: reckonQueue(joinItems([...items.values()])),
      agents: byState(agents.filter(({ agent }) => options.queues.some(({ id }) => serving.get(agent)?.has(id) === true))),
    },
    agents,
  };
}

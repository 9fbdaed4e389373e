import { type AnyEvent, newEvent, type Position } from '#shared/case/envelope.ts';
import type { BodyOf, EventType } from '#shared/case/events.ts';
import type { CaseId, CommandId, EventId, GroupId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { type Instant, MINUTE, SECOND } from '#shared/lib/time.ts';
import { type Board, boardAt, casesBehind } from '#shared/metrics/board.ts';
import type { BoardOptions, WatchedQueue } from '#shared/metrics/board-options.ts';
import { type BoardState, emptyBoard, foldBoard } from '#shared/metrics/board-state.ts';
import type { Figure, FigureCases } from '#shared/metrics/figure.ts';
import type { AgentFigureId, QueueFigureId } from '#shared/metrics/figure-definitions.ts';

/** Noon of some day; tests tell times as seconds from here. */
export const NOON: Instant = Date.UTC(2026, 9, 5, 12);

export const watched = (id: string, more: Partial<WatchedQueue> = {}): WatchedQueue => ({
  id: id as QueueId,
  serviceLevelMs: 20 * SECOND,
  shortAbandonMs: 5 * SECOND,
  ...more,
});

type Full<I extends AgentFigureId | QueueFigureId> = { readonly [K in I]: Figure<K> & FigureCases };

/** A board whose figures have the cases behind them beside them. */
export interface FullBoard extends Board {
  readonly queues: readonly (Board['queues'][number] & { readonly figures: Full<QueueFigureId> })[];
  readonly total: Board['total'] & { readonly figures: Full<QueueFigureId> };
  readonly agents: readonly (Board['agents'][number] & { readonly figures: Full<AgentFigureId> })[];
}

/** The board with the cases behind every figure, asked for one by one. */
export function fullBoard(state: BoardState, now: Instant, options: BoardOptions): FullBoard {
  const board = boardAt(state, now, options);
  const full = <I extends AgentFigureId | QueueFigureId>(figures: Readonly<Record<I, Figure>>, behind: (id: I) => FigureCases): Full<I> =>
    Object.fromEntries((Object.keys(figures) as I[]).map((id) => [id, { ...figures[id], ...behind(id) }])) as Full<I>;
  const ofQueue = (queue: QueueId | null) => (figure: QueueFigureId) => casesBehind(state, now, options, { queue, figure });
  return {
    ...board,
    queues: board.queues.map((row) => ({ ...row, figures: full(row.figures, ofQueue(row.queue)) })),
    total: { ...board.total, figures: full(board.total.figures, ofQueue(null)) },
    agents: board.agents.map((row) => ({ ...row, figures: full(row.figures, (figure) => casesBehind(state, now, options, { agent: row.agent, figure })) })),
  };
}

/** Writes a log by hand, one line an event; `at` is in seconds from noon. */
export class LogBook {
  readonly events: AnyEvent[] = [];

  add<T extends EventType>(kind: 'case' | 'agent', id: string, at: number, type: T, body: BodyOf<T>, who: string, cause?: string): this {
    const position = this.events.length + 1;
    const actor = { kind: who === 'customer' ? ('customer' as const) : who === 'system' ? ('system' as const) : ('agent' as const), id: who };
    const head = { id: `e${position}` as EventId, about: { kind, id }, group: 'retail' as GroupId, at: NOON + at * SECOND, actor };
    const plain = newEvent as unknown as (h: object, t: T, b: unknown) => object;
    const event = plain({ ...head, ...(cause === undefined ? {} : { causedBy: cause as CommandId }) }, type, body);
    this.events.push({ ...event, position: position as Position, recordedAt: head.at } as unknown as AnyEvent);
    return this;
  }

  opened(id: string, at: number, queue = 'a', channel: 'chat' | 'email' = 'chat'): this {
    return this.add('case', id, at, 'case.opened', { channel, queue: queue as QueueId, language: 'en', priority: 1, thread: id }, 'customer');
  }

  claimed(id: string, at: number, by = 'ann', cause?: string): this {
    return this.add('case', id, at, 'case.claimed', { by: by as PersonId }, by, cause);
  }

  transferred(id: string, at: number, queue: string, by = 'ann'): this {
    return this.add('case', id, at, 'case.transferred', { queue: queue as QueueId }, by);
  }

  released(id: string, at: number, by = 'ann'): this {
    return this.add('case', id, at, 'case.released', { reason: 'agent' }, by);
  }

  snoozed(id: string, at: number, until: number, by = 'ann'): this {
    return this.add('case', id, at, 'case.snoozed', { until: NOON + until * SECOND }, by);
  }

  woken(id: string, at: number): this {
    return this.add('case', id, at, 'case.woken', { reason: 'due' }, 'system');
  }

  resolved(id: string, at: number, by = 'ann', cause?: string): this {
    return this.add('case', id, at, 'case.resolved', { disposition: 'solved' }, by, cause);
  }

  reopened(id: string, at: number, reason: 'customer-wrote' | 'agent' = 'customer-wrote', cause?: string): this {
    return this.add('case', id, at, 'case.reopened', { reason }, reason === 'agent' ? 'ann' : 'customer', cause);
  }

  asked(id: string, at: number): this {
    return this.add('case', id, at, 'message.received', {}, 'customer');
  }

  said(id: string, at: number, by = 'ann'): this {
    return this.add('case', id, at, 'message.sent', {}, by);
  }

  state(agent: string, at: number, state: 'available' | 'busy' | 'break' | 'offline'): this {
    return this.add('agent', agent, at, 'agent.stateChanged', { state }, agent);
  }

  /** The board at a second; unless said otherwise of queues a and b, agents ann and bob in both, and the last hour. */
  board(at: number, options: Partial<BoardOptions> = {}): FullBoard {
    const both = ['a', 'b'] as string[] as QueueId[];
    return fullBoard(foldBoard(emptyBoard(), this.events), NOON + at * SECOND, {
      since: NOON - 60 * MINUTE,
      queues: [watched('a'), watched('b')],
      agents: [
        { id: 'ann' as PersonId, queues: both, capacity: 3 },
        { id: 'bob' as PersonId, queues: both, capacity: null },
      ],
      ...options,
    });
  }
}

/** The figures of one queue of a board. */
export function queueOf(board: FullBoard, queue: string) {
  const found = board.queues.find((row) => row.queue === queue);
  if (!found) throw new Error(`no queue ${queue}`);
  return found.figures;
}

/** The row of one agent of a board. */
export function agentOf(board: FullBoard, agent: string) {
  const found = board.agents.find((row) => row.agent === agent);
  if (!found) throw new Error(`no agent ${agent}`);
  return found;
}

export const asCases = (...ids: readonly string[]): readonly CaseId[] => ids as readonly CaseId[];

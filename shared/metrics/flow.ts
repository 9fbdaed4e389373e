import type { Instant } from '#shared/lib/time.ts';
import type { BoardState } from '#shared/metrics/board-state.ts';
import { valuesOf } from '#shared/metrics/sharded-map.ts';

/** How many contacts came into a queue, and were answered, in one stretch of time; together what a small picture shows. */
export interface FlowStep {
  readonly from: Instant;
  readonly entered: number;
  readonly answered: number;
}

/** The flow through all queues from `since` to `now` in steps of `step` ms; the newest step is not over yet. */
export function flowAt(state: BoardState, since: Instant, now: Instant, step: number): readonly FlowStep[] {
  const steps = Array.from({ length: Math.max(0, Math.ceil((now - since) / step)) }, (_, index) => ({ from: since + index * step, entered: 0, answered: 0 }));
  for (const { contacts } of valuesOf(state.cases)) {
    for (const { from, to, outcome } of contacts) {
      const entered = steps[Math.floor((from - since) / step)];
      if (entered) entered.entered++;
      const answered = outcome === 'answered' && to !== null ? steps[Math.floor((to - since) / step)] : undefined;
      if (answered) answered.answered++;
    }
  }
  return steps;
}

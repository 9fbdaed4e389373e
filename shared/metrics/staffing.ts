import { erlangA } from '#shared/metrics/erlang-a.ts';
import { type ErlangInput, type ErlangResult, erlangC } from '#shared/metrics/erlang-c.ts';

export interface StaffingInput extends Omit<ErlangInput, 'agents'> {
  /** Wanted share of contacts answered within the target, below 1. */
  readonly serviceLevel: number;
  /** Wanted at most: share of an agent's time that is taken up; 1 unless said. */
  readonly maxOccupancy?: number;
  /** Mean patience of customers in seconds: reckons with Erlang A; without it with Erlang C. */
  readonly patienceSeconds?: number;
  /** Share of paid time not at the desk (leave, breaks, training), below 1; 0 unless said. */
  readonly shrinkage?: number;
}

export interface Staffing extends ErlangResult {
  /** Agents needed at the desk. */
  readonly agents: number;
  /** Agents to be rostered so that those are there: agents / (1 − shrinkage), rounded up. */
  readonly rostered: number;
}

const MOST_AGENTS = 20_000;

/** How many agents to roster for `agents` at the desk; shrinkage is a share below 1. */
export function rosteredAgents(agents: number, shrinkage: number): number {
  // 14 / 0.7 is 20.000000000000004 in binary fractions.
  return Math.ceil(agents / (1 - shrinkage) - 1e-9);
}

/**
 * The fewest agents that reach the service level and keep to the occupancy; null where none do or the input does not fit.
 * More agents never answer fewer contacts in time, so the number is found by halving.
 */
export function agentsNeeded(input: StaffingInput): Staffing | null {
  const { serviceLevel, maxOccupancy = 1, patienceSeconds, shrinkage = 0 } = input;
  if (!(serviceLevel >= 0 && serviceLevel < 1 && maxOccupancy > 0 && shrinkage >= 0 && shrinkage < 1)) return null;
  const reckon = (agents: number) => (patienceSeconds === undefined ? erlangC({ ...input, agents }) : erlangA({ ...input, agents, patienceSeconds }));
  const enough = (result: ErlangResult | null) => result !== null && result.serviceLevel >= serviceLevel && result.occupancy <= maxOccupancy;

  let most = 1;
  while (most < MOST_AGENTS && !enough(reckon(most))) most = Math.min(MOST_AGENTS, most * 2);
  let least = Math.floor(most / 2);
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2);
    if (enough(reckon(middle))) most = middle;
    else least = middle;
  }
  const result = reckon(most);
  return result !== null && enough(result) ? { ...result, agents: most, rostered: rosteredAgents(most, shrinkage) } : null;
}

/** What arrives in an interval and who is there for it; durations in seconds. */
export interface ErlangInput {
  readonly contacts: number;
  readonly intervalSeconds: number;
  readonly handleSeconds: number;
  readonly targetSeconds: number;
  readonly agents: number;
}

export interface ErlangResult {
  /** Offered load in Erlang: contacts / interval × handle time. */
  readonly load: number;
  /** Share of contacts that find everybody busy. */
  readonly waitProbability: number;
  /** Share of contacts answered within the target. */
  readonly serviceLevel: number;
  /** Mean wait of all contacts in seconds; null where the queue grows without end. */
  readonly averageSpeedOfAnswer: number | null;
  readonly occupancy: number;
  /** Share of contacts that give up; 0 where the model knows no patience. */
  readonly abandonProbability: number;
}

/** Whether the figures can be reckoned with: finite, not negative, whole agents, an interval and a handle time that are not 0. */
export function erlangInputFits(input: ErlangInput): boolean {
  const { contacts, intervalSeconds, handleSeconds, targetSeconds, agents } = input;
  const finite = [contacts, intervalSeconds, handleSeconds, targetSeconds].every((value) => Number.isFinite(value) && value >= 0);
  return finite && intervalSeconds > 0 && handleSeconds > 0 && Number.isInteger(agents) && agents > 0 && agents <= 100_000;
}

/** The share of contacts that find all `agents` busy where nobody waits, by the recursion B(n) = A·B(n−1) / (n + A·B(n−1)). */
export function erlangB(load: number, agents: number): number {
  let blocked = 1;
  for (let n = 1; n <= agents; n += 1) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}

/**
 * Erlang C (M/M/N, endless patience): Pw = N·B / (N − A·(1 − B)), SL = 1 − Pw·e^(−(N − A)·T / AHT), ASA = Pw·AHT / (N − A).
 * With no more agents than load everybody waits and the queue has no end; null for input that does not fit.
 */
export function erlangC(input: ErlangInput): ErlangResult | null {
  if (!erlangInputFits(input)) return null;
  const { handleSeconds, agents, targetSeconds } = input;
  const load = (input.contacts / input.intervalSeconds) * handleSeconds;
  if (load >= agents) return { load, waitProbability: 1, serviceLevel: 0, averageSpeedOfAnswer: null, occupancy: 1, abandonProbability: 0 };
  const blocked = erlangB(load, agents);
  const waitProbability = (agents * blocked) / (agents - load * (1 - blocked));
  return {
    load,
    waitProbability,
    serviceLevel: 1 - waitProbability * Math.exp((-(agents - load) * targetSeconds) / handleSeconds),
    averageSpeedOfAnswer: (waitProbability * handleSeconds) / (agents - load),
    occupancy: load / agents,
    abandonProbability: 0,
  };
}

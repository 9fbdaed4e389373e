import { type ErlangInput, type ErlangResult, erlangInputFits } from '#shared/metrics/erlang-c.ts';

/** With the mean time in seconds after which a waiting customer gives up. */
export interface ErlangAInput extends ErlangInput {
  readonly patienceSeconds: number;
}

/** A state is left out where it adds less than this share to the sum. */
const NEGLIGIBLE = 1e-15;
const RESCALE_FROM = 1e250;

/**
 * Erlang A (M/M/N+M): births at λ, deaths at min(n, N)·μ + max(0, n − N)·θ; θ = 1 / patience.
 * Who finds j others waiting has them and one agent ahead: their offered wait V is a sum of exponentials with rates
 * Nμ + iθ, i = 0…j, so that e^(−θV) is Beta(Nμ/θ, j + 1) distributed. Answered within T are those with V ≤ T whose
 * patience outlasts V: c / (c + j + 1) · (1 − I_x(c + 1, j + 1)), c = Nμ/θ, x = e^(−θT). ASA is the mean wait of all
 * contacts, those that gave up included. Null for input that does not fit.
 */
export function erlangA(input: ErlangAInput): ErlangResult | null {
  const { agents, handleSeconds, patienceSeconds, targetSeconds } = input;
  if (!erlangInputFits(input) || !Number.isFinite(patienceSeconds) || patienceSeconds <= 0) return null;
  const arrivals = input.contacts / input.intervalSeconds;
  const load = arrivals * handleSeconds;
  const service = 1 / handleSeconds;
  const leaving = 1 / patienceSeconds;
  const c = (agents * service) / leaving;
  const logX = -leaving * targetSeconds;
  const logRest = Math.log(-Math.expm1(logX));

  let weight = 1;
  let sum = 1;
  let waits = 0;
  let queue = 0;
  let answeredAfterWait = 0;
  // The terms of I_x(c + 1, j + 1), in logarithms: with many agents and a long target the first ones are too small to write down.
  let logTerm = (c + 1) * logX;
  let late = 0;
  for (let n = 1; n < agents + 1_000_000; n += 1) {
    weight *= arrivals / (Math.min(n, agents) * service + Math.max(0, n - agents) * leaving);
    if (weight > RESCALE_FROM) {
      weight /= RESCALE_FROM;
      sum /= RESCALE_FROM;
      waits /= RESCALE_FROM;
      queue /= RESCALE_FROM;
      answeredAfterWait /= RESCALE_FROM;
    }
    sum += weight;
    if (n < agents) continue;
    const j = n - agents;
    late += Math.exp(logTerm);
    logTerm += logRest + Math.log((c + 1 + j) / (j + 1));
    waits += weight;
    queue += j * weight;
    answeredAfterWait += weight * (c / (c + j + 1)) * Math.max(0, 1 - late);
    if (weight < NEGLIGIBLE * sum && arrivals < agents * service + (j + 1) * leaving) break;
  }
  const meanQueue = queue / sum;
  const abandonProbability = arrivals === 0 ? 0 : (leaving * meanQueue) / arrivals;
  return {
    load,
    waitProbability: waits / sum,
    serviceLevel: Math.min(1, 1 - waits / sum + answeredAfterWait / sum),
    averageSpeedOfAnswer: arrivals === 0 ? 0 : meanQueue / arrivals,
    occupancy: (load * (1 - abandonProbability)) / agents,
    abandonProbability,
  };
}

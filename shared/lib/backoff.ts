/** Full-jitter back-off in ms: a random share of `base * 2^attempt`, at most `cap` (attempt counts from 0). */
export function backoff(attempt: number, random: () => number, base = 500, cap = 30_000): number {
  return Math.round(random() * Math.min(cap, base * 2 ** Math.min(attempt, 20)));
}

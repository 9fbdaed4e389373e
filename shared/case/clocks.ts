import type { CaseState } from '#shared/case/state.ts';
import type { Instant } from '#shared/lib/time.ts';

/** How long the customer has been waiting for a person, in ms; null when nobody waits. */
export function waitingTime(state: Pick<CaseState, 'waitingSince'>, now: Instant): number | null {
  return state.waitingSince === null ? null : Math.max(0, now - state.waitingSince);
}

/** Where a waiting time stands against its target: the share used, and the word for it. */
export function serviceLevelState(waited: number, targetSeconds: number): 'within' | 'at-risk' | 'missed' {
  const share = waited / (targetSeconds * 1000);
  if (share >= 1) return 'missed';
  return share >= 0.75 ? 'at-risk' : 'within';
}

import { useEffect, useReducer } from 'react';
import { useNow } from '#renderer/ui/use-now.ts';
import { type Instant, SECOND } from '#shared/lib/time.ts';

/** How many ms are left until a moment, told anew each second for as long as any are; 0 from then on, and without a moment. */
export function useCountdown(until: Instant | null): number {
  const left = until === null ? 0 : Math.max(0, until - Date.now());
  useNow(left > 0 ? SECOND : null);
  return left;
}

/** What a timer can wait for. */
const LONGEST = 2 ** 31 - 1;

/** Draws the caller anew once a moment has come, and not before: for what changes then and shows no clock. */
export function useMoment(at: Instant | null): void {
  const [turn, come] = useReducer((before: number) => before + 1, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is further off than a timer reaches is waited for in turns.
  useEffect(() => {
    const left = at === null ? 0 : at - Date.now();
    if (left <= 0) return;
    const timer = setTimeout(come, Math.min(left, LONGEST));
    return () => clearTimeout(timer);
  }, [at, turn]);
}

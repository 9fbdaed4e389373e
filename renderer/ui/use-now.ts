import { useEffect, useState } from 'react';
import type { Instant } from '#shared/lib/time.ts';

interface Beat {
  readonly listeners: Set<() => void>;
  stop(): void;
}

const beats = new Map<number, Beat>();

function beginBeat(period: number): Beat {
  const listeners = new Set<() => void>();
  const tell = () => {
    if (document.visibilityState !== 'visible') return;
    for (const listener of listeners) listener();
  };
  const timer = setInterval(tell, period);
  document.addEventListener('visibilitychange', tell);
  return {
    listeners,
    stop: () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tell);
    },
  };
}

/** Calls every `period` ms while the page is seen. All who count by the same period are called in one turn, so that they are drawn anew in one frame. */
function onBeat(period: number, listener: () => void): () => void {
  const beat = beats.get(period) ?? beginBeat(period);
  beats.set(period, beat);
  beat.listeners.add(listener);
  return () => {
    beat.listeners.delete(listener);
    if (beat.listeners.size > 0) return;
    beats.delete(period);
    beat.stop();
  };
}

/** The present, told anew every `period` ms while the page is seen; for null it is told only as the caller is drawn anew. */
export function useNow(period: number | null): Instant {
  const [told, setTold] = useState(() => ({ period, at: Date.now() }));
  // What stood still for a while does not begin to count from there.
  if (told.period !== period) setTold({ period, at: Date.now() });
  useEffect(() => {
    if (period !== null) return onBeat(period, () => setTold({ period, at: Date.now() }));
  }, [period]);
  return period === null ? Date.now() : told.at;
}

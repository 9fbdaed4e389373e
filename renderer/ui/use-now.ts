import { useEffect, useState } from 'react';
import type { Instant } from '#shared/lib/time.ts';

/** The present, told anew every `period` ms while the page is seen; for null it is told only as the caller is drawn anew. */
export function useNow(period: number | null): Instant {
  const [told, setTold] = useState(() => ({ period, at: Date.now() }));
  // What stood still for a while does not begin to count from there.
  if (told.period !== period) setTold({ period, at: Date.now() });
  useEffect(() => {
    if (period === null) return;
    const tell = () => {
      if (document.visibilityState === 'visible') setTold({ period, at: Date.now() });
    };
    const timer = setInterval(tell, period);
    document.addEventListener('visibilitychange', tell);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tell);
    };
  }, [period]);
  return period === null ? Date.now() : told.at;
}

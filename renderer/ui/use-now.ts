import { useEffect, useState } from 'react';
import type { Instant } from '#shared/lib/time.ts';

/** The present, told anew every `period` ms while the page is seen. */
export function useNow(period: number): Instant {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const tell = () => {
      if (document.visibilityState === 'visible') setNow(Date.now());
    };
    const timer = setInterval(tell, period);
    document.addEventListener('visibilitychange', tell);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tell);
    };
  }, [period]);
  return now;
}

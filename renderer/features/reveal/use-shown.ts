import { useCallback, useEffect, useState } from 'react';
import { SHOWN_SECONDS } from '#shared/desk/reasons.ts';

interface Shown {
  readonly raw: string | null;
  readonly left: number;
  readonly show: (raw: string) => void;
  readonly hide: () => void;
}

/** Counts a shown value's seconds down and forgets it at the end, when the page is hidden, and when it leaves the screen. */
export function useShown(): Shown {
  const [shown, setShown] = useState<{ readonly raw: string; readonly until: number } | null>(null);
  const [left, setLeft] = useState(0);
  const hide = useCallback(() => setShown(null), []);
  const show = useCallback((raw: string) => {
    setLeft(SHOWN_SECONDS);
    setShown({ raw, until: performance.now() + SHOWN_SECONDS * 1000 });
  }, []);
  useEffect(() => {
    if (!shown) return;
    const timer = setInterval(() => {
      const seconds = Math.ceil((shown.until - performance.now()) / 1000);
      if (seconds <= 0) setShown(null);
      else setLeft(seconds);
    }, 500);
    const hidden = () => {
      if (document.visibilityState === 'hidden') setShown(null);
    };
    document.addEventListener('visibilitychange', hidden);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', hidden);
    };
  }, [shown]);
  return { raw: shown?.raw ?? null, left, show, hide };
}

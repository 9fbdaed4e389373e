import { useCallback, useEffect, useRef, useState } from 'react';
import type { TimelineRow } from '#renderer/features/timeline/timeline-rows.ts';
import type { AxisScroll } from '#renderer/features/timeline/use-axis-scroll.ts';
import type { Instant } from '#shared/lib/time.ts';

interface Axis {
  readonly rows: readonly TimelineRow[];
  /** How far back it is whole, and whether older pages are there. */
  readonly end: Instant;
  readonly more: boolean;
  /** False where nothing can be asked for. */
  readonly older: (again: boolean) => boolean;
  readonly show: AxisScroll['show'];
}

/** Pages that one jump loads at most: whoever wants to go further back finds by date. */
const MOST_PAGES = 40;

type Wish = { readonly day: Instant } | { readonly transaction: string };

/** Brings the axis to a day, loading older pages until it is there, or to a transaction. */
export function useJump({ rows, end, more, older, show }: Axis) {
  const [wish, setWish] = useState<Wish | null>(null);
  const pages = useRef(0);
  useEffect(() => {
    if (wish === null) return;
    const below = 'day' in wish ? new Date(wish.day).setDate(new Date(wish.day).getDate() + 1) : 0;
    const index = rows.findIndex(({ item }) => ('day' in wish ? item.at < below : item.kind === 'transaction' && item.transaction.id === wish.transaction));
    const whole = 'day' in wish ? wish.day >= end : index >= 0;
    if (!whole && more && pages.current < MOST_PAGES && older(false)) {
      pages.current += 1;
      return;
    }
    setWish(null);
    const place = index < 0 && 'day' in wish ? rows.length - 1 : index;
    if (place >= 0) show(place, 'start');
  }, [wish, rows, end, more, older, show]);
  const jumpTo = useCallback((day: Instant) => {
    pages.current = 0;
    setWish({ day });
  }, []);
  const showTransaction = useCallback((transaction: string) => {
    pages.current = 0;
    setWish({ transaction });
  }, []);
  return { jumpTo, showTransaction };
}

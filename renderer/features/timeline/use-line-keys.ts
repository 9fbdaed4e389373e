import { type KeyboardEvent, type RefObject, useLayoutEffect, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { TimelineRow } from '#renderer/features/timeline/timeline-rows.ts';
import type { AxisScroll } from '#renderer/features/timeline/use-axis-scroll.ts';

/** How long a line may take to be drawn. */
const MOST_FRAMES = 60;

/**
 * Walks the axis by keyboard: arrows, Home and End move from line to line, Enter presses the line's own button. The line is
 * known by what stands in it, so that something new above does not move the place.
 */
export function useLineKeys(
  rows: readonly TimelineRow[],
  list: RefObject<VirtualizerHandle | null>,
  scroller: RefObject<HTMLElement | null>,
  { covered, show }: AxisScroll,
) {
  const [active, setActive] = useState<{ readonly key: string; readonly turn: number } | null>(null);
  const index = active === null ? -1 : rows.findIndex(({ item }) => item.key === active.key);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the line is sought and focused anew with each press alone.
  useLayoutEffect(() => {
    if (index < 0) return;
    show(index, 'nearest');
    // A line is hidden until it is measured, frames later, and takes no focus; until then its box has it, so that no key falls on the page.
    scroller.current?.focus({ preventScroll: true });
    let frame = 0;
    let frames = MOST_FRAMES;
    const focus = () => {
      const line = scroller.current?.querySelector<HTMLElement>(`[data-line="${index}"]`);
      line?.focus({ preventScroll: true });
      if (document.activeElement === scroller.current && frames-- > 0) frame = requestAnimationFrame(focus);
    };
    focus();
    return () => cancelAnimationFrame(frame);
  }, [active]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    const onLine = target.dataset.line !== undefined;
    if (!(onLine || target === event.currentTarget) || event.altKey || event.ctrlKey || event.metaKey) return;
    if (onLine && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      target.querySelector('button')?.click();
      return;
    }
    const here = onLine ? Number(target.dataset.line) : null;
    const seen = list.current ? list.current.findItemIndex(list.current.scrollOffset + covered) : 0;
    const to = {
      ArrowDown: here === null ? seen : here + 1,
      ArrowUp: here === null ? seen : here - 1,
      Home: 0,
      End: rows.length - 1,
    }[event.key];
    const row = to === undefined ? undefined : rows[Math.min(rows.length - 1, Math.max(0, to))];
    if (!row) return;
    event.preventDefault();
    setActive((before) => ({ key: row.item.key, turn: (before?.turn ?? 0) + 1 }));
  };
  return { activeIndex: index, onKeyDown };
}

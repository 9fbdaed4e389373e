import { useMediaQuery } from '@mantine/hooks';
import { type RefObject, useContext, useEffect, useMemo, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { PaneContext } from '#renderer/ui/pane-context.ts';

/** On a window as low as this the pane scrolls as one; the styles of the pane and of the axis say the same. */
const LOW = '(max-height: 820px)';

interface Place {
  /** How far below the top of what scrolls the lines begin, in px. */
  readonly above: number;
  /** How much of the top of what scrolls is covered by what stays in sight, in px. */
  readonly covered: number;
}

const ALONE: Place = { above: 0, covered: 0 };

/** How the axis is scrolled: by itself, or with the whole pane. */
export interface AxisScroll extends Place {
  /** What scrolls the lines, where that is not their own box. */
  readonly by: RefObject<HTMLElement | null> | null;
  /** Brings a line into sight, below what covers it, or to the very top of what is seen. */
  readonly show: (index: number, align: 'start' | 'nearest') => void;
}

/**
 * Tells where the lines of the axis stand in what scrolls them: `lines` is their box, `bar` what stays in sight above them. Where
 * what stands above the axis grows or shrinks while somebody reads its lines, they stay under their eyes.
 */
export function useAxisScroll(lines: RefObject<HTMLElement | null>, bar: RefObject<HTMLElement | null>, list: RefObject<VirtualizerHandle | null>): AxisScroll {
  const pane = useContext(PaneContext);
  const low = useMediaQuery(LOW, undefined, { getInitialValueInEffect: false });
  const by = low === true ? pane : null;
  const [place, setPlace] = useState(ALONE);
  useEffect(() => {
    const [box, inner, held] = [by?.current, lines.current, bar.current];
    if (!box || !inner || !held) return setPlace(ALONE);
    let begin: number | null = null;
    const measure = () => {
      const top = (part: Element) => Math.round(part.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop);
      const [above, covered] = [top(inner), Math.round(Number.parseFloat(getComputedStyle(held).top) + held.offsetHeight)];
      const axis = inner.parentElement === null ? above : top(inner.parentElement);
      if (begin !== null && axis !== begin && box.scrollTop > begin) box.scrollTop += axis - begin;
      begin = axis;
      inner.style.setProperty('--covered', `${covered}px`);
      setPlace((before) => (before.above === above && before.covered === covered ? before : { above, covered }));
    };
    const observer = new ResizeObserver(measure);
    for (const part of [...box.children, held]) observer.observe(part);
    return () => {
      observer.disconnect();
      inner.style.removeProperty('--covered');
    };
  }, [by, lines, bar]);
  return useMemo(() => {
    const show: AxisScroll['show'] = (index, align) => {
      const handle = list.current;
      if (!handle) return;
      const hidden = handle.getItemOffset(index) + place.above < handle.scrollOffset + place.covered;
      if (align === 'start' || hidden) handle.scrollToIndex(index, { align: 'start', offset: -place.covered });
      else handle.scrollToIndex(index, { align: 'nearest' });
    };
    return { ...place, by, show };
  }, [place, by, list]);
}

import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';

/** How near to the end, in px, still counts as being there. */
const NEAR = 48;

interface Sticking {
  readonly atEnd: boolean;
  /** Lines of others that came while the reader was further up. */
  readonly missed: number;
  readonly onScroll: (offset: number) => void;
  readonly onResize: () => void;
  readonly toEnd: () => void;
  /** The reader wants to stay where they are, such as at a line that was sought. */
  readonly letGo: () => void;
}

/**
 * Keeps a list at its newest line unless the reader scrolled up. `told` counts the lines worth telling of among those that
 * are here; while the list is not `whole` others are still to come before them, which are no news.
 */
export function useEndSticking(list: RefObject<VirtualizerHandle | null>, length: number, told: number, whole: boolean): Sticking {
  const stuck = useRef(true);
  const [atEnd, setAtEnd] = useState(true);
  const [seen, setSeen] = useState(told);
  const [countedWhole, setCountedWhole] = useState(whole);
  if (countedWhole !== whole) {
    setCountedWhole(whole);
    setSeen(told);
  }
  const toEnd = useCallback(() => {
    stuck.current = true;
    setAtEnd(true);
    if (length > 0) list.current?.scrollToIndex(length - 1, { align: 'end' });
  }, [length, list]);
  const onResize = useCallback(() => {
    if (stuck.current && length > 0) list.current?.scrollToIndex(length - 1, { align: 'end' });
  }, [length, list]);
  useLayoutEffect(() => {
    if (stuck.current && length > 0) list.current?.scrollToIndex(length - 1, { align: 'end' });
  }, [length, list]);
  const onScroll = useCallback(
    (offset: number) => {
      const handle = list.current;
      if (!handle) return;
      const near = handle.scrollSize - offset - handle.viewportSize <= NEAR;
      stuck.current = near;
      setAtEnd(near);
    },
    [list],
  );
  const letGo = useCallback(() => {
    stuck.current = false;
  }, []);
  if (atEnd && seen !== told) setSeen(told);
  return { atEnd, missed: atEnd ? 0 : Math.max(0, told - seen), onScroll, onResize, toEnd, letGo };
}

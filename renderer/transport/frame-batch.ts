/** Runs work before the next paint; a hidden page does not paint, so there it runs soon all the same. */
export type Schedule = (work: () => void) => void;

const HIDDEN_DELAY = 100;

/** The browser's schedule: the next animation frame, or a short timer while the page is hidden. */
export const beforePaint: Schedule = (work) => {
  if (document.visibilityState === 'hidden') setTimeout(work, HIDDEN_DELAY);
  else requestAnimationFrame(work);
};

/** Once a frame as well, but behind its paint: what is typed or clicked meanwhile does not wait for it. */
export const afterPaint: Schedule = (work) => beforePaint(() => setTimeout(work, 0));

/** A schedule that lets at least so many ms pass between the end of one work and the next; as long as that is asked for. */
export function spacedOut(schedule: Schedule, apart: () => number): Schedule {
  let last = Number.NEGATIVE_INFINITY;
  const run = (work: () => void) => () => {
    work();
    last = performance.now();
  };
  return (work) => {
    const left = last + apart() - performance.now();
    if (left <= 0) schedule(run(work));
    else setTimeout(() => schedule(run(work)), left);
  };
}

/**
 * Gathers what comes within one frame and hands it over as one batch, in order, so that a burst costs one dispatch.
 * `flush` hands over at once what waits; `drop` forgets it.
 */
export function frameBatch<T>(take: (items: readonly T[]) => void, schedule: Schedule = beforePaint) {
  let waiting: T[] = [];
  let due = false;
  const flush = () => {
    due = false;
    if (waiting.length === 0) return;
    const items = waiting;
    waiting = [];
    take(items);
  };
  return {
    push(item: T): void {
      waiting.push(item);
      if (due) return;
      due = true;
      schedule(flush);
    },
    flush,
    drop(): void {
      waiting = [];
    },
  };
}

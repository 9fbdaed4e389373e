/** Between the last move of a pointer and its press there is rarely more, in ms. */
const PAUSE = 600;

export interface AimingHand {
  /** How many ms somebody may still be aiming at something in the list; 0 where nobody is. */
  aiming(): number;
  /** Listens no more. */
  stop(): void;
}

/** Tells whether a pointer moves over what `selector` finds, so that nothing there changes places under it. */
export function aimingHand(selector: string): AimingHand {
  let last = Number.NEGATIVE_INFINITY;
  const note = ({ target }: Event) => {
    if (target instanceof Element && target.closest(selector) !== null) last = performance.now();
  };
  addEventListener('pointermove', note, { capture: true, passive: true });
  return { aiming: () => Math.max(0, last + PAUSE - performance.now()), stop: () => removeEventListener('pointermove', note, { capture: true }) };
}

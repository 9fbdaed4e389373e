/** Between two keys of somebody who types on there is rarely more, in ms. */
const PAUSE = 400;

export interface TypingHand {
  /** Whether somebody is typing in this window at this moment. */
  typing(): boolean;
  /** Listens no more. */
  stop(): void;
}

/** Tells whether somebody is typing, so that what they do not look at may wait for them. */
export function typingHand(): TypingHand {
  let last = Number.NEGATIVE_INFINITY;
  const note = () => {
    last = performance.now();
  };
  addEventListener('input', note, { capture: true, passive: true });
  return { typing: () => performance.now() - last < PAUSE, stop: () => removeEventListener('input', note, { capture: true }) };
}

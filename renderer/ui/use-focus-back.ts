import { useEffect, useState } from 'react';

/** Gives the focus back, when the caller leaves the screen, to what had it when the caller came. */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement) requestAnimationFrame(() => before.isConnected && before.focus());
    },
    [before],
  );
}

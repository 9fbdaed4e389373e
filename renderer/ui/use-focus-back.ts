import { useEffect, useState } from 'react';

/** Gives the focus back, when the caller leaves the screen, to what had it when the caller came, unless somebody else took it meanwhile. */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (!(before instanceof HTMLElement)) return;
      requestAnimationFrame(() => {
        const nowhere = document.activeElement === null || document.activeElement === document.body;
        if (nowhere && before.isConnected) before.focus();
      });
    },
    [before],
  );
}

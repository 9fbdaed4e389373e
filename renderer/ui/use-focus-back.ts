import { useEffect, useState } from 'react';

/** What has the focus now; of a menu's item, which goes with its menu, the menu's button. */
function holder(): Element | null {
  const focused = document.activeElement;
  const button = focused?.closest('[role="menu"]')?.getAttribute('aria-labelledby') ?? null;
  return button === null ? focused : (document.getElementById(button) ?? focused);
}

/** Gives the focus back, when the caller leaves the screen, to what had it when the caller came, unless somebody else took it meanwhile. */
export function useFocusBack(): void {
  const [before] = useState(holder);
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

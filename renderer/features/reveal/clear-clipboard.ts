import { SHOWN_SECONDS } from '#shared/desk/reasons.ts';

/** What the clipboard holds; null where the page may not read it. */
async function held(): Promise<string | null> {
  try {
    const { state } = await navigator.permissions.query({ name: 'clipboard-read' as PermissionName });
    return state === 'granted' ? await navigator.clipboard.readText() : null;
  } catch {
    return null;
  }
}

/** Fulfilled when the page has the focus: only then may it write the clipboard. */
function focused(): Promise<void> {
  if (document.hasFocus()) return Promise.resolve();
  return new Promise((resolve) => window.addEventListener('focus', () => resolve(), { once: true }));
}

/**
 * Takes a value out of the clipboard after its time, if it is still there. Where the page may not look, that is taken to be
 * so unless something else was copied here or the window was left, after which it may be somebody else's text.
 */
export async function clearLater(text: string): Promise<void> {
  let touched = false;
  const touch = () => {
    touched = true;
  };
  for (const event of ['copy', 'cut'] as const) document.addEventListener(event, touch, { once: true });
  window.addEventListener('blur', touch, { once: true });
  await new Promise((resolve) => setTimeout(resolve, SHOWN_SECONDS * 1000));
  for (const event of ['copy', 'cut'] as const) document.removeEventListener(event, touch);
  window.removeEventListener('blur', touch);
  await focused();
  const now = await held();
  if (now === null ? touched : now !== text) return;
  await navigator.clipboard.writeText('').catch(() => undefined);
}

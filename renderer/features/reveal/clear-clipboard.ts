import { SHOWN_SECONDS } from '#shared/desk/reasons.ts';

/** What the desktop edition does for its page: it takes a value of this hash out of the clipboard after its time. */
interface DesktopHost {
  readonly tellCopied: (hash: string) => void;
}

const desktop = (): DesktopHost | null => (window as { readonly consoleHost?: DesktopHost }).consoleHost ?? null;

async function hashOf(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

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
 * Takes a value out of the clipboard after its time, if it is still there: in the desktop edition by its main process, also
 * where the page is closed by then or lies behind others; else by the page itself. Where that may not look, that is taken to be
 * so unless something else was copied here or the window was left, after which it may be somebody else's text.
 */
export async function clearLater(text: string): Promise<void> {
  const host = desktop();
  if (host !== null) {
    host.tellCopied(await hashOf(text));
    return;
  }
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

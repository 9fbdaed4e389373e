import type { BrowserWindowConstructorOptions, Rectangle, WebPreferences } from 'electron';
import { z } from 'zod';

/** What a page of this program may do in its process; written out whole, so that nothing is added in passing. */
export function webPreferences(preload: string, packaged: boolean): WebPreferences {
  return {
    preload,
    // In memory: what customers wrote never lies in a browser's cache.
    partition: 'console',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: !packaged,
  };
}

const WIDTH = 1280;
const HEIGHT = 800;

const kept = z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int().positive(), height: z.number().int().positive() });

/** The window as it was left, when it still lies on a screen well enough to be taken hold of; else null. */
export function boundsToRestore(stored: unknown, screens: readonly Rectangle[]): Rectangle | null {
  const read = kept.safeParse(stored);
  if (!read.success) return null;
  const { x, y, width } = read.data;
  const reachable = screens.some((screen) => {
    const shown = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x);
    return shown >= 100 && y >= screen.y && y <= screen.y + screen.height - 50;
  });
  return reachable ? read.data : null;
}

/** The console's window: shown when it has something to show. */
export function windowOptions(bounds: Rectangle | null, preferences: WebPreferences): BrowserWindowConstructorOptions {
  const place = bounds ?? { width: WIDTH, height: HEIGHT };
  return { ...place, minWidth: 960, minHeight: 600, show: false, autoHideMenuBar: true, webPreferences: preferences };
}

/** How many wait, as the page says in front of its title: `(3) Inbox`; 0 when it says nothing. */
export function badgeOf(title: string): number {
  return Number(/^\((\d{1,6})\+?\) /.exec(title)?.[1] ?? 0);
}

import type { WebContents } from 'electron';
import { APP_ORIGIN } from '#electron/main/app-protocol.ts';
import type { OpenExternal } from '#electron/main/external-links.ts';
import type { Logger } from '#shared/lib/logger.ts';

/** Whether an address is the console's own page: a page reloads itself, and goes nowhere else. */
const isOwn = (address: string) => address === APP_ORIGIN || address.startsWith(`${APP_ORIGIN}/`);

/** Keeps contents of any kind where they are: no navigation, no window, no guest; links go to the one wrapper. */
export function guardContents(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>, openExternal: OpenExternal, logger: () => Logger): void {
  const stay = (event: { readonly url: string; preventDefault(): void }) => {
    if (isOwn(event.url)) return;
    event.preventDefault();
    logger().warn('navigate: refused');
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url);
    return { action: 'deny' };
  });
}

import type { Session } from 'electron';
import { APP_ORIGIN } from '#electron/main/app-protocol.ts';
import type { Logger } from '#shared/lib/logger.ts';

type GuardedSession = Pick<
  Session,
  'on' | 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler' | 'setDisplayMediaRequestHandler' | 'setSpellCheckerEnabled'
> & { readonly webRequest: Pick<Session['webRequest'], 'onBeforeRequest'> };

/** What the page is made of: its own files and what it makes itself. */
const local = /^(?:app:\/\/console\/|blob:app:\/\/console\/|data:)/;
/** Only where the program runs from its sources. */
const tools = /^devtools:\/\//;

const isPage = (address: string | undefined) => address !== undefined && URL.parse(address)?.protocol === 'app:' && `${address}/`.startsWith(`${APP_ORIGIN}/`);

/** What the console's own page may do: tell of arrivals, and write (never read) the clipboard. */
const granted: ReadonlySet<string> = new Set(['notifications', 'clipboard-sanitized-write']);

/** Closes a session: the page may notify and nothing more, and nothing reaches the network. */
export function guardSession(session: GuardedSession, options: { readonly packaged: boolean; readonly logger: () => Logger }): void {
  const { packaged, logger } = options;
  // Without a handler Electron grants everything; a check without one is granted too.
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(granted.has(permission) && details.isMainFrame && isPage(details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => granted.has(permission) && isPage(origin));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, answer) => {
    const mayLoad = local.test(details.url) || (!packaged && tools.test(details.url));
    if (!mayLoad) logger().warn('request: refused', { type: details.resourceType });
    answer({ cancel: !mayLoad });
  });
  session.on('will-download', (event, item) => {
    if (local.test(item.getURL())) return;
    event.preventDefault();
    logger().warn('download: refused');
  });
}

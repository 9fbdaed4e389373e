import { consoleAccess } from '#electron/host/console-access.ts';
import type { HostParts } from '#electron/host/desk-services.ts';
import { actionRoutes } from '#electron/host/routes/action-routes.ts';
import { adminRoutes } from '#electron/host/routes/admin-routes.ts';
import { attachmentRoutes } from '#electron/host/routes/attachment-routes.ts';
import { cacheRoutes } from '#electron/host/routes/cache-routes.ts';
import { callRoutes } from '#electron/host/routes/call-routes.ts';
import { caseRoutes } from '#electron/host/routes/case-routes.ts';
import { channelRoutes } from '#electron/host/routes/channel-routes.ts';
import { customerRoutes } from '#electron/host/routes/customer-routes.ts';
import { deskRoutes } from '#electron/host/routes/desk-routes.ts';
import { engineRoutes } from '#electron/host/routes/engine-routes.ts';
import { guardRoutes } from '#electron/host/routes/guard-routes.ts';
import { hostRoutes } from '#electron/host/routes/host-routes.ts';
import { inboxRoutes } from '#electron/host/routes/inbox-routes.ts';
import { incidentRoutes } from '#electron/host/routes/incident-routes.ts';
import { keyRoutes } from '#electron/host/routes/key-routes.ts';
import { mailRoutes } from '#electron/host/routes/mail-routes.ts';
import { replayRoutes } from '#electron/host/routes/replay-routes.ts';
import { revealRoutes } from '#electron/host/routes/reveal-routes.ts';
import { routingRoutes } from '#electron/host/routes/routing-routes.ts';
import { sessionRoutes } from '#electron/host/routes/session-routes.ts';
import { settingsRoutes } from '#electron/host/routes/settings-routes.ts';
import { storageRoutes } from '#electron/host/routes/storage-routes.ts';
import { supervisionRoutes } from '#electron/host/routes/supervision-routes.ts';

/** The table of handlers behind the contract: authorises each call, then hands it to the use case. */
export function makeConsoleRouter(parts: HostParts) {
  const access = consoleAccess(parts);
  return access.os.router({
    ...hostRoutes(access),
    ...keyRoutes(access),
    ...engineRoutes(access),
    ...storageRoutes(access),
    ...sessionRoutes(access),
    ...deskRoutes(access),
    ...adminRoutes(access),
    ...routingRoutes(access),
    ...supervisionRoutes(access),
    ...incidentRoutes(access),
    ...replayRoutes(access),
    ...inboxRoutes(access),
    ...caseRoutes(access),
    ...callRoutes(access),
    ...attachmentRoutes(access),
    ...customerRoutes(access),
    ...revealRoutes(access),
    ...guardRoutes(access),
    ...actionRoutes(access),
    ...settingsRoutes(access),
    ...mailRoutes(access),
    ...channelRoutes(access),
    ...cacheRoutes(access),
  });
}

export type ConsoleRouter = ReturnType<typeof makeConsoleRouter>;

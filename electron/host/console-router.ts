import { consoleAccess } from '#electron/host/console-access.ts';
import type { HostParts } from '#electron/host/desk-services.ts';
import { adminRoutes } from '#electron/host/routes/admin-routes.ts';
import { attachmentRoutes } from '#electron/host/routes/attachment-routes.ts';
import { callRoutes } from '#electron/host/routes/call-routes.ts';
import { caseRoutes } from '#electron/host/routes/case-routes.ts';
import { customerRoutes } from '#electron/host/routes/customer-routes.ts';
import { deskRoutes } from '#electron/host/routes/desk-routes.ts';
import { engineRoutes } from '#electron/host/routes/engine-routes.ts';
import { hostRoutes } from '#electron/host/routes/host-routes.ts';
import { inboxRoutes } from '#electron/host/routes/inbox-routes.ts';
import { mailRoutes } from '#electron/host/routes/mail-routes.ts';
import { replayRoutes } from '#electron/host/routes/replay-routes.ts';
import { routingRoutes } from '#electron/host/routes/routing-routes.ts';
import { sessionRoutes } from '#electron/host/routes/session-routes.ts';
import { settingsRoutes } from '#electron/host/routes/settings-routes.ts';
import { supervisionRoutes } from '#electron/host/routes/supervision-routes.ts';

/** The table of handlers behind the contract: authorises each call, then hands it to the use case. */
export function makeConsoleRouter(parts: HostParts) {
  const access = consoleAccess(parts);
  return access.os.router({
    ...hostRoutes(access),
    ...engineRoutes(access),
    ...sessionRoutes(access),
    ...deskRoutes(access),
    ...adminRoutes(access),
    ...routingRoutes(access),
    ...supervisionRoutes(access),
    ...replayRoutes(access),
    ...inboxRoutes(access),
    ...caseRoutes(access),
    ...callRoutes(access),
    ...attachmentRoutes(access),
    ...customerRoutes(access),
    ...settingsRoutes(access),
    ...mailRoutes(access),
  });
}

export type ConsoleRouter = ReturnType<typeof makeConsoleRouter>;

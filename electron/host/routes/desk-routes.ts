import type { ConsoleAccess } from '#electron/host/console-access.ts';

/** What the desk is made of. */
export function deskRoutes({ os, signedIn }: ConsoleAccess) {
  return {
    desk: {
      follow: os.desk.follow.use(signedIn).handler(({ context }) => context.services.configuration.follow(context.until)),
    },
  };
}

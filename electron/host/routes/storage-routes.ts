import type { ConsoleAccess } from '#electron/host/console-access.ts';

/** How the databases of this host are: at once, and with each change. */
export function storageRoutes({ os, signedIn }: ConsoleAccess) {
  return {
    storage: {
      follow: os.storage.follow.use(signedIn).handler(async function* ({ context }) {
        yield* context.services.storage.follow(context.until);
      }),
    },
  };
}

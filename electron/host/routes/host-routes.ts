import type { ConsoleAccess } from '#electron/host/console-access.ts';

/** What the host tells of itself, before anybody is signed in. */
export function hostRoutes({ os, parts }: ConsoleAccess) {
  return {
    host: {
      info: os.host.info.handler(() => parts.info()),
      startup: os.host.startup.handler(({ signal }) => parts.startup.follow(signal)),
      sync: os.host.sync.handler(async function* ({ signal }) {
        const { hub } = await parts.services;
        // Listened to before the first word, so that nothing told in between is missed.
        const changes = hub.onSync(signal);
        try {
          yield hub.sync();
          yield* changes;
        } finally {
          await changes.return(undefined);
        }
      }),
    },
  };
}

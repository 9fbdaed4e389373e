import type { ConsoleAccess } from '#electron/host/console-access.ts';
import type { SyncFrame } from '#shared/contract/schemas.ts';
import { SECOND } from '#shared/lib/time.ts';

const second = (at: number | null) => (at === null ? null : Math.floor(at / SECOND));

/** Whether two frames say the same on a screen, which tells the time to the second: a busy log changes many times in one. */
const sameSecond = (a: SyncFrame, b: SyncFrame): boolean => a.state === b.state && a.behind === b.behind && second(a.upTo) === second(b.upTo);

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
          let told = hub.sync();
          yield told;
          for await (const frame of changes) {
            if (sameSecond(told, frame)) continue;
            told = frame;
            yield frame;
          }
        } finally {
          await changes.return(undefined);
        }
      }),
    },
  };
}

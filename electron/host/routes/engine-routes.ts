import { Topic } from '#electron/desk/topic.ts';
import type { ConsoleAccess } from '#electron/host/console-access.ts';

/** How the host stands to its engine: at once, and with each change. */
export function engineRoutes({ os, signedIn }: ConsoleAccess) {
  return {
    engine: {
      follow: os.engine.follow.use(signedIn).handler(async function* ({ context }) {
        const { engine } = context.services;
        const topic = new Topic(engine.health());
        const off = engine.onHealth((health) => topic.set(health));
        try {
          yield* topic.follow(context.until);
        } finally {
          off();
        }
      }),
    },
  };
}

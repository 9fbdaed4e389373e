import { isDeepStrictEqual } from 'node:util';
import { Topic } from '#electron/desk/topic.ts';
import type { ConsoleAccess } from '#electron/host/console-access.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import type { WorkFrame } from '#shared/contract/schemas.ts';
import type { PersonId } from '#shared/lib/ids.ts';

function frameOf({ sessions, ringer, workload }: DeskServices, sessionId: string): WorkFrame | null {
  const me = sessions.me(sessionId);
  if (!me) return null;
  const ring = ringer.ringOf(me.person.id);
  return { me, ring: ring && { row: ring.row, until: ring.until }, load: workload.loadOf(me.person.id), call: workload.callOf(me.person.id) };
}

/** One person's frames, the newest at each turn, each unlike the one before. */
async function* workOf(services: DeskServices, sessionId: string, person: PersonId, until: AbortSignal): AsyncGenerator<WorkFrame> {
  const topic = new Topic(frameOf(services, sessionId));
  const off = services.ringer.onChange((changed) => {
    if (changed === person) topic.set(frameOf(services, sessionId));
  });
  try {
    let told: WorkFrame | null = null;
    for await (const frame of topic.follow(until)) {
      // Much happens in the cases that one has open without changing how much that is.
      if (frame === null || isDeepStrictEqual(frame, told)) continue;
      told = frame;
      yield frame;
    }
  } finally {
    off();
  }
}

/** How one stands with the desk: state, what rings, how much is open. */
export function routingRoutes({ os, signedIn }: ConsoleAccess) {
  return {
    routing: {
      follow: os.routing.follow.use(signedIn).handler(async function* ({ context }) {
        yield* workOf(context.services, context.sessionId, context.person.id, context.until);
      }),
    },
  };
}

import type { ConsoleAccess } from '#electron/host/console-access.ts';
import { onRecord } from '#electron/host/on-record.ts';

/** The key of the desk's data: how it is had again, before anybody can be signed in, and the recovery key. */
export function keyRoutes({ os, parts, holding }: ConsoleAccess) {
  const configuring = holding('configure');
  return {
    keys: {
      unlock: os.keys.unlock.handler(async ({ input, errors }) => {
        if (parts.startup.value.phase !== 'locked') throw errors.NOT_ALLOWED();
        const unlocked = await parts.keys.unlock(input);
        if (!unlocked.ok) throw errors.KEY_REFUSED({ data: unlocked.error });
        return unlocked.value;
      }),
      recovery: os.keys.recovery.use(configuring).handler(({ context }) => context.services.recovery.state()),
      makeRecovery: os.keys.makeRecovery.use(configuring).handler(({ context, errors }) => {
        const made = context.services.recovery.make(context.sessionId);
        if (!made.ok) throw errors.RECOVERY_REFUSED({ data: { code: made.error } });
        return made.value;
      }),
      keepRecovery: os.keys.keepRecovery.use(configuring).handler(async ({ input, context, errors }) => {
        const { services, person, sessionId } = context;
        const keeping = services.recovery.keep(sessionId, person, input.group);
        await onRecord(
          services,
          keeping.then(() => undefined),
          errors,
        );
        const kept = await keeping;
        if (!kept.ok) throw errors.RECOVERY_REFUSED({ data: { code: kept.error } });
        return services.recovery.state();
      }),
    },
  };
}

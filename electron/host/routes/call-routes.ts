import type { ConsoleAccess } from '#electron/host/console-access.ts';
import { visible } from '#electron/host/visible.ts';

/** Calls as they begin; how one ends is a command of its case. */
export function callRoutes({ os, holding }: ConsoleAccess) {
  return {
    calls: {
      open: os.calls.open.use(holding('work')).handler(async ({ input, context, errors }) => {
        const { commandId, ...note } = input;
        const opened = await context.services.calls.open(context.person, commandId, note);
        if (!opened.ok) throw errors.REFUSED({ data: opened.error });
        return opened.value;
      }),
      again: os.calls.again.use(holding('work')).handler(async ({ input, context, errors }) => {
        await visible(context.services, context.person, input.caseId, errors);
        const begun = await context.services.calls.again(context.person, input.commandId, input.caseId, input.direction);
        if (!begun.ok) throw errors.REFUSED({ data: begun.error });
        return begun.value;
      }),
    },
  };
}

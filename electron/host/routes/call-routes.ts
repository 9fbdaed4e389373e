import type { ConsoleAccess } from '#electron/host/console-access.ts';
import { recordSearch } from '#electron/host/record-search.ts';
import { walletFault } from '#electron/host/routes/customer-routes.ts';
import { visible } from '#electron/host/visible.ts';

/** Calls as they ring and begin, and those to be made; how one ends is a command of its case. */
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
      ringing: os.calls.ringing.use(holding('work')).handler(async function* ({ context }) {
        for await (const calls of context.services.ringing.follow(context.person.id, context.until)) yield [...calls];
      }),
      maybe: os.calls.maybe.use(holding('work')).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        const ring = services.ringing.of(person.id).find(({ call }) => call === input.call);
        if (!ring) throw errors.NOT_FOUND({ data: { what: 'call' } });
        if (ring.raw === null) return [];
        const found = await services.wallet.findCustomers(ring.raw, 20);
        if (!found.ok) throw walletFault(found.error.code, errors);
        await recordSearch(services, person, ['phone'], found.value.length);
        return [...found.value];
      }),
      take: os.calls.take.use(holding('work')).handler(async ({ input, context, errors }) => {
        const taken = await context.services.phone.takeNote(context.person, input.call);
        if (!taken.ok) throw errors.REFUSED({ data: taken.error });
        return taken.value;
      }),
      letGo: os.calls.letGo.use(holding('work')).handler(async ({ input, context }) => {
        context.services.ringing.letGo(input.call, context.person.id);
        return {};
      }),
      callBacks: os.calls.callBacks.use(holding('work')).handler(async function* ({ context }) {
        yield* context.services.callBacks.follow(context.person, context.until);
      }),
    },
  };
}

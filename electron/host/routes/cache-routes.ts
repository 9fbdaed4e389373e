import { requireWork } from '#electron/engine/port.ts';
import type { ConsoleAccess } from '#electron/host/console-access.ts';
import { visible } from '#electron/host/visible.ts';

/** What this host keeps of the log: filled again, and emptied of a person. */
export function cacheRoutes({ os, holding }: ConsoleAccess) {
  return {
    erasure: {
      scope: os.erasure.scope.use(holding('erase')).handler(async ({ input, context, errors }) => {
        await visible(context.services, context.person, input.caseId, errors);
        const scope = await context.services.erasure.scope(input.caseId);
        if (scope === null) throw errors.NOT_FOUND({ data: { what: 'case' } });
        return { ...scope, cases: scope.cases.length };
      }),
      erase: os.erasure.erase.use(holding('erase')).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        await visible(services, person, input.caseId, errors);
        const scope = await services.erasure.scope(input.caseId);
        if (scope === null) throw errors.NOT_FOUND({ data: { what: 'case' } });
        if (input.confirm.trim() !== scope.confirm) throw errors.BAD_INPUT({ data: { place: 'confirm', fault: 'differs' } });
        const by = { kind: person.role, id: person.id };
        const facts = { cases: scope.cases.length };
        await services.audit.record(by, { kind: 'person.erased', caseId: input.caseId, customer: scope.customer, reason: input.reason, facts });
        const erased = await services.erasure.erase(person, input.caseId, input.reason, input.commandId);
        if (!erased.ok) throw errors.REFUSED({ data: erased.error });
        return erased.value;
      }),
    },
    cache: {
      rebuild: os.cache.rebuild.use(holding('configure')).handler(({ context }) => {
        const { hub, engine } = context.services;
        // An empty cache that cannot be filled would be worse than the one there is.
        requireWork(engine);
        hub.refill('asked for');
        return {};
      }),
    },
  };
}

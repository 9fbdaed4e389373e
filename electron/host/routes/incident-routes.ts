import { mayRead } from '#electron/desk/session/permissions.ts';
import type { ConsoleAccess } from '#electron/host/console-access.ts';
import { inOrder } from '#shared/desk/incidents/incident.ts';
import type { Person } from '#shared/desk/person.ts';

/** Of incidents that are over, so many are told: titles for the cases that were linked to them. */
const MOST_TOLD = 200;

const actorOf = ({ role, id }: Person) => ({ kind: role, id });

/** What befalls many customers at once: everybody sees it, those who direct change it and reach all of its cases. */
export function incidentRoutes({ os, signedIn, holding }: ConsoleAccess) {
  const directing = holding('direct');
  return {
    incidents: {
      follow: os.incidents.follow.use(signedIn).handler(async function* ({ context }) {
        for await (const incidents of context.services.incidents.book.incidents.follow(context.until))
          yield { incidents: [...inOrder(incidents)].slice(0, MOST_TOLD) };
      }),
      watch: os.incidents.watch.use(directing).handler(({ context }) => context.services.incidents.watch(context.person.id, context.until)),
      change: os.incidents.change.use(directing).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        const changed = await services.incidents.book.change(actorOf(person), input.command, input.commandId);
        if (!changed.ok) throw errors.INCIDENT_REFUSED({ data: changed.error });
        return changed.value;
      }),
      count: os.incidents.count.use(directing).handler(async ({ input, context }) => {
        const { rows, ...counted } = await context.services.incidents.count(input.since, input.rule);
        return { ...counted, rows: rows.filter((row) => mayRead(context.person, row)) };
      }),
      cases: os.incidents.cases.use(directing).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        const incident = await services.incidents.book.find(input.incident);
        if (!incident) throw errors.NOT_FOUND({ data: { what: 'incident' } });
        const { cases, total } = await services.incidents.preview(actorOf(person), incident, input.kind);
        return { cases: cases.filter(({ row }) => mayRead(person, row)), total };
      }),
      bulk: os.incidents.bulk.use(directing).handler(async ({ input, context, errors }) => {
        const begun = await context.services.incidents.begin(actorOf(context.person), input);
        if (!begun.ok) throw errors.INCIDENT_REFUSED({ data: begun.error });
        return { bulk: begun.value };
      }),
      stopBulk: os.incidents.stopBulk.use(directing).handler(async ({ input, context }) => {
        await context.services.incidents.turns.end(context.person.id, input.bulk);
        return {};
      }),
      undoBulk: os.incidents.undoBulk.use(directing).handler(async ({ input, context }) => ({
        takenBack: await context.services.incidents.turns.takeBack(context.person.id, input.bulk),
      })),
    },
  };
}

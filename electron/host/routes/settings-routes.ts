import { readSearch, searchCases } from '#electron/desk/search/search-cases.ts';
import { readPreferences, savePreferences } from '#electron/desk/settings/preferences.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { ConsoleAccess } from '#electron/host/console-access.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import { recordSearch } from '#electron/host/record-search.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { findSensitive } from '#shared/wallet/find-sensitive.ts';

/** The simulation's states as they come; nothing on a real desk. */
async function* demoStates(services: DeskServices, signal: AbortSignal | undefined) {
  const { demo } = services;
  if (!demo) return;
  const topic = new Topic(demo.state());
  const off = demo.onChange((state) => topic.set(state));
  try {
    yield* topic.follow(signal);
  } finally {
    off();
  }
}

const caseNumber = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** Search, a person’s own settings, and the demo’s controls. */
export function settingsRoutes({ os, signedIn }: ConsoleAccess) {
  return {
    search: {
      query: os.search.query.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        const query = readSearch(services, person, input);
        if (!query.ok) throw errors.SEARCH_REFUSED({ data: { faults: [...query.error] } });
        // A case that is asked for by its whole number is found however old it is.
        const named = caseNumber.exec(input.text)?.[0];
        if (named !== undefined) await services.hub.bringBack(named.toLowerCase() as CaseId);
        const values = findSensitive(input.text).map(({ kind }) => kind);
        const hits = await searchCases(services, person, query.value, input.limit);
        if (values.length > 0) await recordSearch(services, person, values, hits.length);
        return hits;
      }),
    },
    settings: {
      read: os.settings.read.use(signedIn).handler(({ context }) => readPreferences(context.services.store.ledger, context.person.id)),
      save: os.settings.save.use(signedIn).handler(async ({ input, context }) => {
        await savePreferences(context.services.store.ledger, context.person.id, input);
        return {};
      }),
    },
    demo: {
      follow: os.demo.follow.use(signedIn).handler(async function* ({ context }) {
        yield* demoStates(context.services, context.until);
      }),
      set: os.demo.set.use(signedIn).handler(({ input, context, errors }) => {
        if (!context.services.demo) throw errors.NOT_ALLOWED();
        return context.services.demo.set(input);
      }),
    },
  };
}

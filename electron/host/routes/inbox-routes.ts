import type { ConsoleAccess } from '#electron/host/console-access.ts';

/** The lists of cases. */
export function inboxRoutes({ os, signedIn }: ConsoleAccess) {
  return {
    inbox: {
      page: os.inbox.page.use(signedIn).handler(async ({ input, context }) => {
        const page = await context.services.inbox.page(context.person, input);
        return { rows: [...page.rows], total: page.total };
      }),
      counts: os.inbox.counts.use(signedIn).handler(({ context }) => context.services.inbox.counts(context.person)),
      older: os.inbox.older.use(signedIn).handler(async ({ context }) => ({ cases: await context.services.inbox.older(context.person) })),
      follow: os.inbox.follow.use(signedIn).handler(({ context }) => context.services.inbox.follow(context.person, context.until)),
    },
  };
}

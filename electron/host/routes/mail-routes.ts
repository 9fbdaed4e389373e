import { mayRead } from '#electron/desk/session/permissions.ts';
import type { ConsoleAccess } from '#electron/host/console-access.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import { rowOf, visible } from '#electron/host/visible.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { Person } from '#shared/desk/person.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** How many of what was kept aside are listed, newest first. */
const LISTED = 200;

/** The rows of those cases that the person may see, in their order. */
async function seen(services: DeskServices, person: Person, cases: readonly CaseId[]): Promise<InboxRow[]> {
  const rows = await Promise.all(cases.map((id) => rowOf(services, id)));
  return rows.flatMap((row) => (row !== null && mayRead(person, row) ? [row] : []));
}

/** E-mail: mails brought in, mails shown, where they come from and go. */
export function mailRoutes({ os, signedIn, holding }: ConsoleAccess) {
  return {
    mail: {
      follow: os.mail.follow.use(signedIn).handler(async function* ({ context }) {
        const { email, vault } = context.services;
        for await (const state of email.state.follow(context.until)) {
          const addresses = [...new Set(email.own())];
          yield { ...state, addresses, ownTokens: await Promise.all(addresses.map((address) => vault.put('email', address))) };
        }
      }),
      open: os.mail.open.use(signedIn).handler(async ({ input, context, errors }) => {
        await visible(context.services, context.person, input.caseId, errors);
        const view = await context.services.email.view(input.caseId, input.message);
        if (view === null) throw errors.NOT_FOUND({ data: { what: 'mail' } });
        if (!view.ok) throw errors.MAIL_UNREADABLE({ data: { code: view.error.code } });
        return { ...view.value, pictures: [...view.value.pictures] };
      }),
      begin: os.mail.begin.use(holding('work')).handler(({ input, context, errors }) => {
        const begun = context.services.email.imports.begin(context.sessionId, input.name, input.size);
        if (!begun.ok) throw errors.IMPORT_REFUSED({ data: { fault: begun.error } });
        return { import: begun.value };
      }),
      chunk: os.mail.chunk.use(holding('work')).handler(async ({ input, context, errors }) => {
        const taken = await context.services.email.imports.chunk(context.sessionId, input.import, Buffer.from(input.data, 'base64'));
        if (!taken.ok) throw errors.IMPORT_REFUSED({ data: { fault: taken.error } });
        const { cases: _, ...progress } = taken.value;
        return { ...progress, refusals: [...progress.refusals] };
      }),
      finish: os.mail.finish.use(holding('work')).handler(async ({ input, context, errors }) => {
        const done = await context.services.email.imports.finish(context.sessionId, input.import);
        if (!done.ok) throw errors.IMPORT_REFUSED({ data: { fault: done.error } });
        const { cases, ...progress } = done.value;
        return { ...progress, refusals: [...progress.refusals], cases: await seen(context.services, context.person, cases) };
      }),
      settings: os.mail.settings.use(holding('channels')).handler(({ context }) => context.services.email.settings()),
      saveSettings: os.mail.saveSettings.use(holding('channels')).handler(async ({ input, context, errors }) => {
        const saved = await context.services.email.save(input);
        if (!saved.ok) throw errors.BAD_INPUT({ data: saved.error });
        return saved.value;
      }),
      keptAside: os.mail.keptAside.use(holding('channels')).handler(async ({ context }) => {
        const kept = await context.services.store.ledger.quarantined('email', LISTED);
        return kept.map(({ from, fault, at }) => ({ from, fault, at }));
      }),
    },
  };
}

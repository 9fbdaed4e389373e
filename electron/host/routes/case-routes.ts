import { watchCase } from '#electron/desk/cases/case-watch.ts';
import { toCaseCommand } from '#electron/desk/cases/to-case-command.ts';
import { mayAct, mayRead } from '#electron/desk/session/permissions.ts';
import type { ConsoleAccess } from '#electron/host/console-access.ts';
import { onRecord } from '#electron/host/on-record.ts';
import { visible } from '#electron/host/visible.ts';
import type { Position } from '#shared/case/envelope.ts';
import { may } from '#shared/desk/powers.ts';

/** One case: its events, what is done to it, and what somebody is writing. */
export function caseRoutes({ os, signedIn }: ConsoleAccess) {
  return {
    cases: {
      read: os.cases.read.use(signedIn).handler(async ({ input, context, errors }) => {
        await visible(context.services, context.person, input.caseId, errors);
        return { events: [...(await context.services.store.cache.caseEvents(input.caseId, input.after as Position | 0))] };
      }),
      follow: os.cases.follow.use(signedIn).handler(async function* ({ input, context, errors }) {
        await visible(context.services, context.person, input.caseId, errors);
        const silent = input.silent === true;
        if (silent && !may(context.person.role, 'watch')) throw errors.NOT_ALLOWED();
        if (silent) await onRecord(context.services, context.services.trail.observed(context.person, input.caseId), errors);
        yield* watchCase(context.services, input.caseId, input.after as Position | 0, context.person.id, silent, context.until);
      }),
      act: os.cases.act.use(signedIn).handler(async ({ input, context, errors }) => {
        const { person, services } = context;
        if (!mayAct(person, input.command.type)) throw errors.NOT_ALLOWED();
        await visible(services, person, input.caseId, errors);
        for (const [index, file] of (input.command.type === 'reply' ? input.command.attachments : []).entries()) {
          if (await services.uploads.holds(input.caseId, file)) continue;
          throw errors.BAD_INPUT({ data: { place: `command.attachments.${index}`, fault: 'unknown-attachment' } });
        }
        const command = await toCaseCommand(input.command, services.vault, person.role);
        const outcome = await services.desk.act(input.caseId, { kind: person.role, id: person.id }, input.commandId, command);
        if (!outcome.ok) throw errors.REFUSED({ data: outcome.error });
        return { events: [...outcome.value] };
      }),
      typing: os.cases.typing.use(signedIn).handler(async ({ input, context, errors }) => {
        await visible(context.services, context.person, input.caseId, errors);
        context.services.feed.typing(input.caseId, context.person.id);
        return {};
      }),
      earlier: os.cases.earlier.use(signedIn).handler(async ({ input, context }) => {
        const rows = await context.services.store.cache.casesOf(input.customer, 50);
        return { rows: rows.some((row) => mayRead(context.person, row)) ? [...rows] : [] };
      }),
    },
    drafts: {
      list: os.drafts.list.use(signedIn).handler(async ({ context }) => {
        const drafts = await context.services.store.ledger.drafts(context.person.id);
        return drafts.map(({ person: _person, attachments, ...draft }) => ({ ...draft, attachments: [...attachments] }));
      }),
      save: os.drafts.save.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        await visible(services, person, input.caseId, errors);
        const savedAt = services.clock();
        const empty = input.text === '' && input.attachments.length === 0;
        if (empty) await services.store.ledger.dropDraft(input.caseId, person.id, input.kind);
        else await services.store.ledger.saveDraft({ ...input, person: person.id, savedAt });
        return { savedAt };
      }),
    },
  };
}
